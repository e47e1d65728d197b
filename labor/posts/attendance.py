"""岗位出勤: on how many days of a month whoever holds a post came, written down for many at once."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db import transaction

from core.records import events
from core.wall import everywhere
from labor.posts.models import PostAttendance, PublicBenefitPost

#: What writing down a month is called as an event.
ATTENDED = "岗位出勤"


class DaysOfPost(NamedTuple):
    """On how many days a post was attended, and how many were shown to who says so; None where nothing was known."""

    post: PublicBenefitPost
    days: int
    shown: int | None


@everywhere("the posts were found for the user")
@transaction.atomic
def take_month(*, month: date, due: int, told: Collection[DaysOfPost], on: date) -> int:
    """Write down as one event how often posts were attended; how many rows are written.

    Of what is written down, only days that were changed since they were shown are, and the days that were due.
    """
    rows = PostAttendance.with_voided.select_for_update().filter(month=month, post__in=[each.post for each in told])
    known = {row.post_id: row for row in rows}
    written = [row for each in told if (row := _written(known.get(each.post.pk), each, month, due)) is not None]
    if written:
        title = f"{month.year}年{month.month}月，{len(written)}个岗位"
        event = events.begin(label=ATTENDED, title=title, on=on, places={each.post.village_id for each in told})
        events.write(event, *written)
    return len(written)


def _written(row: PostAttendance | None, told: DaysOfPost, month: date, due: int) -> PostAttendance | None:
    """The row that says it, or None where that is stored already."""
    if row is None or row.is_voided:
        row = row or PostAttendance(post=told.post, month=month)
        row.voided_at, row.void_reason, row.allowance = None, "", told.post.monthly_allowance
        row.days_due, row.days_attended = due, told.days
        return row
    days = told.days if told.days != told.shown else row.days_attended
    if (row.days_due, row.days_attended) == (due, days):
        return None
    row.days_due, row.days_attended = due, days
    return row
