"""What workshops add to the pages of places, and inspections to those of workshops."""

from core.models import RelocationSite, Village
from core.panels import Panel, show_on
from workshops.models import Workshop

COLUMNS = ("name", "code", "kind", "certified_on", "state")

show_on(
    Workshop,
    Panel(
        "inspections",
        "检查与整改",
        lambda workshop, on: workshop.inspections.all(),
        ("inspected_on", "result", "problem", "rectified_on", "state"),
        empty="还没有检查记录",
        add="workshops:inspection_add",
    ),
)
show_on(
    RelocationSite, Panel("workshops", "帮扶车间", lambda site, on: site.workshops.all(), COLUMNS, empty="没有帮扶车间")
)
show_on(
    Village, Panel("workshops", "帮扶车间", lambda village, on: village.workshops.all(), COLUMNS, empty="没有帮扶车间")
)
