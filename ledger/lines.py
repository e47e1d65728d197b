"""What an import did, sheet by sheet, and why it refused cells."""

from dataclasses import dataclass

from django.db.models import Count

from ledger.models import ImportJob
from ledger.sheets import SHEETS


@dataclass(frozen=True)
class SheetLine:
    """What an import did with one sheet: `counts` is empty where none of its rows could be read."""

    name: str
    counts: dict[str, int]
    refused_cells: int


def sheet_lines(job: ImportJob) -> list[SheetLine]:
    """The sheets of an import, in the contract's order."""
    counts = job.report.get("sheets", {})
    cells = dict(job.refused_cells.order_by().values_list("sheet").annotate(Count("pk")))
    names = [sheet.sheet_name for sheet in SHEETS if sheet.sheet_name in counts or sheet.sheet_name in cells]
    return [SheetLine(name, counts.get(name, {}), cells.get(name, 0)) for name in names]


REASONS_OFFERED = 30


def reasons(job: ImportJob) -> list[tuple[str, int]]:
    """Why cells were refused, with how many each: the commonest first."""
    counted = job.refused_cells.order_by().values_list("message").annotate(cells=Count("pk"))
    return list(counted.order_by("-cells", "message")[:REASONS_OFFERED])
