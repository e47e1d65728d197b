"""What a class's page shows: who is in it, on which days they came, and how many have work since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PANELS, PIECES, Panel
from training.models import Attendance, TrainingClass
from training.models.enrolments import MONTHS_AFTER
from training.tables import ClassmatesTable

contribute(PANELS, TrainingClass)(
    Panel(
        "enrolments",
        "参训人员",
        lambda course, on: course.enrolments.all(),
        ("person__village",),
        related=("person__village",),
        table=ClassmatesTable,
        empty="还没有参训人员。点“登记参训人员”，可以一次登记多人",
        add="training:class_enrol",
    ),
)


@contribute(PIECES, TrainingClass, template="training/undecided.html")
def _undecided(course: TrainingClass, request: HttpRequest, on: date) -> int | None:
    """How many of a class that has ended are not said to have completed, or not."""
    rows = course.enrolments.visible_to(request.user)
    return rows.filter(completed=None).count() if course.has_ended(on) else None


@dataclass(frozen=True)
class Followed:
    """Of those who completed a class, how many had work so many months later; None before that day."""

    months: int
    due: int
    employed: int


@contribute(PIECES, TrainingClass, template="training/followed.html")
def _followed(course: TrainingClass, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """Once the class has ended."""
    if not course.has_ended(on):
        return None
    rows = course.enrolments.visible_to(request.user)
    asked = [
        Followed(months, rows.due_after(months, on).count(), rows.employed_after(months, on).count())
        for months in MONTHS_AFTER
    ]
    return {"completed": rows.filter(completed=True).count(), "followed": asked}


@contribute(PIECES, TrainingClass, template="training/days.html")
def _days(course: TrainingClass, request: HttpRequest, on: date) -> dict[str, Any]:
    return {"course": course, "days": Attendance.objects.visible_to(request.user).of_class(course).by_day()}
