"""岗位出勤: on how many days of a month whoever holds a post came, written down for many at once."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from core.records import events
from core.wall import everywhere
from labor.posts.models import PostAttendance, PublicBenefitPost

#: What writing down a month is called as an event.
ATTENDED = "岗位出勤"


class DaysOfPost(NamedTuple):
    """On how many of the days that were due a post was attended; `shown` is what its row said to who says so."""

    post: PublicBenefitPost
    days: int
    due: int
    allowance: Decimal
    shown: str

    @property
    def row(self) -> PostAttendance:
        """A row that says it, of no month as yet."""
        return PostAttendance(post=self.post, days_due=self.due, days_attended=self.days, allowance=self.allowance)


class MonthTaken(NamedTuple):
    """How many rows were written, and the posts that were left alone: somebody else has written theirs meanwhile."""

    written: int
    left_alone: Sequence[PublicBenefitPost]


def allowances_in(month: date, posts: Collection[PublicBenefitPost]) -> dict[int, Decimal]:
    """The 月补贴 by which the month of each post is paid: that of the contract of then, as it was last put right.

    A renewal overwrites the contract, so it is told from the one before it by the day on which that was to end.
    """
    contracts = PublicBenefitPost.history.filter(id__in=[post.pk for post in posts], contract_ended_on__gte=month)
    told = contracts.order_by("-contract_ended_on", "history_id").values_list("id", "monthly_allowance")
    return {**{post.pk: post.monthly_allowance for post in posts}, **dict(told)}


@everywhere("the posts were found for the user")
@transaction.atomic
def take_month(*, month: date, told: Collection[DaysOfPost], on: date) -> MonthTaken:
    """Write down as one event how often posts were attended, of each post that still stands as it was shown."""
    rows = PostAttendance.with_voided.select_for_update().filter(month=month, post__in=[each.post for each in told])
    known = {row.post_id: row for row in rows}
    written, left_alone = [], []
    for each in told:
        row = known.get(each.post.pk)
        stored = "" if row is None or row.is_voided else row.says
        if each.row.says in (each.shown, stored):
            continue
        if stored == each.shown:
            written.append(_written(row, each, month))
        else:
            left_alone.append(each.post)
    if written:
        title = f"{month.year}年{month.month}月，{len(written)}个岗位"
        event = events.begin(label=ATTENDED, title=title, on=on, places={row.post.village_id for row in written})
        events.write(event, *written)
    return MonthTaken(len(written), left_alone)


def _written(row: PostAttendance | None, told: DaysOfPost, month: date) -> PostAttendance:
    """The row that says it."""
    if row is None or row.is_voided:
        row = row or PostAttendance(post=told.post, month=month)
        row.voided_at, row.void_reason = None, ""
    row.days_due, row.days_attended, row.allowance = told.due, told.days, told.allowance
    return row
