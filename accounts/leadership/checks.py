"""What is odd about the leadership group. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from accounts.models import LeadershipPost, Tenure
from core.checks import CHECKS, day_ahead
from core.contributions import contribute

contribute(CHECKS, Tenure)(day_ahead("started_on"))


@contribute(CHECKS, LeadershipPost, code="leadership-vacant")
def vacant(post: LeadershipPost, on: date) -> Iterator[str]:
    """附件1: 领导小组组成人员工作如有变动，由相应岗位的人员自然递补."""
    if post.pk and not post.held_by_platform_staff and not post.tenures.held(on).exists():
        yield "现在没有人担任这个岗位，请登记递补的人"


@contribute(CHECKS, Tenure, code="leadership-overlap")
def held_by_two(tenure: Tenure, on: date) -> Iterator[str]:
    if other := Tenure.objects.overlapping(tenure).first():
        yield f"与{other.name}的任职重叠（{other.summary}），交接请用“换任”"
