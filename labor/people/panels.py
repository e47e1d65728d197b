"""Members of households, households of relocation sites, and mergers of people, on their pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.contributions import contribute
from core.models import RelocationSite
from core.pages.panels import PANELS, PIECES, Panel
from core.permissions import KEEP
from core.registers.events import events_on
from labor.models import Household, Merger, Person
from labor.people.tables import RelocatedTable

contribute(PANELS, Household)(
    Panel(
        "members",
        "家庭成员",
        lambda household, on: household.members.all(),
        ("name", "relation_to_head", "capacity", "phone", "left_on"),
        empty="户内还没有登记人员",
    ),
)
contribute(PANELS, RelocationSite)(
    Panel(
        "households",
        "搬迁户",
        lambda site, on: site.households.all(),
        ("code", "village", "kind", "monitoring"),
        related=("village",),
        table=RelocatedTable,
        empty="还没有登记搬迁户",
    ),
)


@contribute(PIECES, Person, template="labor/people/mergers.html")
def _mergers(person: Person, request: HttpRequest, on: date) -> list[Merger]:
    """Who was found to be the same person; for those who may take them apart again."""
    mergers: Any = person.mergers.filter(undone_at=None).select_related("duplicate__village")
    return list(mergers) if request.user.has_perm(KEEP) else []


contribute(PIECES, Person, Household, template="core/events/here.html")(events_on)
