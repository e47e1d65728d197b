"""What workshops add to the pages of places, and inspections to those of workshops."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.contributions import contribute
from core.models import RelocationSite, Village
from core.pages.panels import PANELS, PIECES, Panel
from core.registers.events import events_on
from workshops.models import Workshop, WorkshopApplication
from workshops.standards import Standards, standards_of

COLUMNS = ("name", "code", "kind", "certified_on", "state")

contribute(PANELS, Workshop)(
    Panel(
        "inspections",
        "检查与整改",
        lambda workshop, on: workshop.inspections.all(),
        ("inspected_on", "result", "problem", "rectified_on", "state"),
        empty="还没有检查记录",
        add="workshops:inspection_add",
    ),
    Panel(
        "supports",
        "费用减免和补贴",
        lambda workshop, on: workshop.supports.all(),
        ("policy", "kind", "amount", "granted_on"),
        empty="还没有登记费用减免和补贴",
        add="workshops:support_add",
    ),
)
contribute(PIECES, Workshop, template="core/events/here.html")(events_on)
contribute(PANELS, RelocationSite)(
    Panel("workshops", "帮扶车间", lambda site, on: site.workshops.all(), COLUMNS, empty="没有帮扶车间")
)
contribute(PANELS, Village)(
    Panel("workshops", "帮扶车间", lambda village, on: village.workshops.all(), COLUMNS, empty="没有帮扶车间")
)


@contribute(PIECES, Workshop, WorkshopApplication, template="workshops/standards.html")
def _standards(record: Any, request: HttpRequest, on: date) -> Standards:
    return standards_of(record.kind)
