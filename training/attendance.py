"""签到: who of a class came on which day, a day at a time or a week at once, and the sheet that is signed."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from core.records import events
from core.wall import everywhere
from training.models import Attendance, TrainingClass

#: What writing down several days is called as an event.
TAKEN = "签到"
WEEK = timedelta(days=7)


class PresenceCell(NamedTuple):
    """Somebody's enrolment on a day."""

    enrolment: int
    day: date

    def __str__(self) -> str:
        return f"{self.enrolment}_{self.day}"

    @classmethod
    def read(cls, text: str) -> "PresenceCell":
        """ValueError where it is none."""
        key, _, day = text.partition("_")
        return cls(int(key), date.fromisoformat(day))


class Week(NamedTuple):
    """The days of a class from a Monday on."""

    course: TrainingClass
    monday: date

    @classmethod
    def of(cls, course: TrainingClass, day: date) -> "Week":
        return cls(course, day - timedelta(days=day.weekday()))

    @property
    def days(self) -> list[date]:
        """Those on which the class is held; one whose end is not known goes on."""
        week = [self.monday + timedelta(days=number) for number in range(7)]
        return [day for day in week if self.course.started_on <= day and not self.is_after(day)]

    def is_after(self, day: date) -> bool:
        return self.course.ended_on is not None and day > self.course.ended_on

    @property
    def before(self) -> date | None:
        """A day of the week before, where the class was held then."""
        return self.monday - WEEK if self.monday > self.course.started_on else None

    @property
    def after(self) -> date | None:
        return None if self.is_after(self.monday + WEEK) else self.monday + WEEK


class Ticked(NamedTuple):
    """A week as it was sent: whom it listed, which days were held, which cells had a tick at first and now."""

    listed: Collection[int]
    held: Collection[date]
    shown: Collection[PresenceCell]
    present: Collection[PresenceCell]

    @property
    def days(self) -> set[date]:
        """Those of which something is said: held, or with a cell that was changed."""
        return {*self.held, *(cell.day for cell in {*self.shown} ^ {*self.present})}


@everywhere("those who are listed were found for the user")
@transaction.atomic
def take_week(*, course: TrainingClass, ticked: Ticked, on: date) -> int:
    """Write down as one event who came on which days; how many cells are written.

    Of what is written down, only what was ticked or unticked since it was shown is changed. A day of which nothing
    is written down is written for all who are listed; of who joined later nothing is said on other days, unless ticked.
    """
    days, present, shown = ticked.days, set(ticked.present), set(ticked.shown)
    rows = Attendance.with_voided.select_for_update().filter(enrolment__training_class=course, attended_on__in=days)
    known = {PresenceCell(row.enrolment_id, row.attended_on): row for row in rows}
    old_days = {row.attended_on for row in known.values() if not row.is_voided}
    people = course.enrolments.filter(pk__in=ticked.listed).values_list("pk", flat=True)
    written = []
    for cell in (PresenceCell(key, day) for day in sorted(days) for key in people):
        came, row = cell in present, known.get(cell)
        if row is None or row.is_voided:
            written += [_written_down(cell, row, came)] if came or cell.day not in old_days else []
        elif came != (cell in shown) and row.present != came:
            row.present = came
            written.append(row)
    if written:
        _as_event(course, written, on)
    return len(written)


def _written_down(cell: PresenceCell, voided: Attendance | None, came: bool) -> Attendance:
    row = voided or Attendance(enrolment_id=cell.enrolment, attended_on=cell.day)
    row.present, row.voided_at, row.void_reason = came, None, ""
    return row


def _as_event(course: TrainingClass, rows: Sequence[Attendance], on: date) -> None:
    days = sorted({row.attended_on for row in rows})
    title = f"{course}：{days[0]}{f'至{days[-1]}' if days[1:] else ''}"
    event = events.begin(label=TAKEN, title=title, on=on, places={course.town_id})
    events.write(event, *rows)
