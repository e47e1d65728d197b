"""Where posts lead to: how many days each was attended, month by month, and all of them in a month."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.contributions import contribute
from core.pages.leading import LEADS, Lead
from core.pages.panels import PANELS, Panel
from core.permissions import KEEP
from core.tables import Column, RegisterTable
from labor.models import PublicBenefitPost


class PostMonthTable(RegisterTable):
    columns = (
        Column("month", "月份", lambda row, on: f"{row.month:%Y年%m月}", sort=("month",), kind="lead", links=True),
        Column("days_due", "规定出勤天数", lambda row, on: row.days_due, kind="number"),
        Column("days_attended", "累计出勤天数", lambda row, on: row.days_attended, kind="number"),
        Column("amount", "补贴金额", lambda row, on: row.amount, kind="number"),
    )


@contribute(LEADS)
def attendance_beside(route: str, user: Any) -> Iterator[Lead]:
    """From the list of posts to their attendance, for who keeps it."""
    if route == "labor:public_benefit_post_list" and user.has_perm(KEEP):
        yield "岗位出勤", reverse("labor:post_attendance")


contribute(PANELS, PublicBenefitPost)(
    Panel(
        "attendances",
        "出勤和补贴",
        lambda post, on: post.attendances.all(),
        (),
        related=("post",),
        table=PostMonthTable,
        empty="还没有登记出勤。在公益性岗位名单上按“岗位出勤”，一个月的一次登记",
    )
)
