"""Who works in a workshop, on its page."""

from core.contributions import contribute
from core.pages.panels import PANELS, Panel
from core.permissions import ENTER
from workshops.models import Workshop

contribute(PANELS, Workshop)(
    Panel(
        "workers",
        "在岗人员",
        lambda workshop, on: workshop.employments.current(on),
        ("person", "person__village", "post", "started_on", "monthly_wage"),
        related=("person__village",),
        empty="现在没有人在这个车间就业。点“登记务工人员”，可以一次登记多人",
        add="labor:employment_workers",
        add_label="登记务工人员",
        permission=ENTER,
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
