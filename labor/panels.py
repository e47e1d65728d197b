"""What people and households add to the pages of places, workshops and each other."""

from core.models import RelocationSite
from core.panels import Panel, show_on
from labor.models import Household
from workshops.models import Workshop

show_on(
    Household,
    Panel(
        "members",
        "家庭成员",
        lambda household, on: household.members.all(),
        ("name", "relation_to_head", "capacity", "phone", "left_on"),
        empty="户内还没有登记人员",
    ),
)
show_on(
    Workshop,
    Panel(
        "workers",
        "在岗人员",
        lambda workshop, on: workshop.employments.current(on),
        ("person", "person__village", "post", "started_on", "monthly_wage"),
        related=("person__village",),
        empty="现在没有人在这个车间就业",
    ),
    Panel(
        "former-workers",
        "已离岗人员",
        lambda workshop, on: workshop.employments.ended(on),
        ("person", "person__village", "post", "started_on", "ended_on"),
        related=("person__village",),
        empty="没有离岗人员",
    ),
)
show_on(
    RelocationSite,
    Panel(
        "households",
        "搬迁户",
        lambda site, on: site.households.all(),
        ("head_name", "code", "village", "kind", "monitoring"),
        related=("village",),
        empty="还没有登记搬迁户",
    ),
)
