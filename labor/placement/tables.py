"""Those who took part in organised export as a table."""

from datetime import date
from typing import Any

from core.tables import ITS_PAGE, Column, RegisterTable
from labor.models import ExportParticipant
from labor.people.tables import LABORER


def travelled(row: ExportParticipant, on: date) -> str:
    """As the whole activity did, unless somebody came another way."""
    return row.get_travelled_by_display() or row.export.get_transport_display() or "没有登记"


class ParticipantTable(RegisterTable):
    """Who took part, and whether they are in work now."""

    columns = (
        LABORER,
        ITS_PAGE,
        Column("state", "现在", ExportParticipant.state, kind="same-line"),
        Column("travelled", "出行方式", travelled, kind="same-line"),
    )

    def read(self, rows: Any) -> Any:
        return rows.prefetch_related("person__employments")
