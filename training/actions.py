"""What is done to the people of a class: enrolled several at once, and marked as there or not on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from core.records import voiding
from core.wall import everywhere
from labor.models import Person
from training.models import Attendance, Enrolment, TrainingClass


@transaction.atomic
def enrol(*, course: TrainingClass, people: Iterable[Person]) -> list[Enrolment]:
    """Enrol `people` in the class; whoever is in it already stays as they are.

    ValidationError where somebody's enrolment was voided: that one is to be brought back.
    """
    enrolled = Enrolment.objects.everywhere("nobody is enrolled twice").filter(training_class=course)
    known = set(enrolled.values_list("person", flat=True))
    return [_enrolled(course, person) for person in people if person.pk not in known]


def _enrolled(course: TrainingClass, person: Person) -> Enrolment:
    enrolment = Enrolment(training_class=course, person=person)
    try:
        enrolment.full_clean()
    except ValidationError as refusal:
        raise ValidationError(f"{person.name}：{''.join(refusal.messages)}") from refusal
    enrolment.save()
    return enrolment


@transaction.atomic
def complete(*, said: Iterable[tuple[Enrolment, bool, str]]) -> int:
    """Say who completed, with their certificates; how many did. What somebody said meanwhile stays."""
    completed = 0
    for enrolment, done, certificate in said:
        row = Enrolment.objects.everywhere("found for the user").select_for_update(of=("self",)).get(pk=enrolment.pk)
        if row.completed is None:
            row.completed, row.certificate = done, certificate
            row.save()
            completed += done
    return completed


@everywhere("those who are listed were found for the user")
@transaction.atomic
def take_attendance(
    *, course: TrainingClass, day: date, listed: Collection[int], shown: Collection[int], present: Collection[int]
) -> int:
    """Write down who came on `day`, by the keys of their enrolments; how many did.

    Nothing is said of who was not `listed`. `shown` had a tick when the page was opened: of those already written down,
    only who was ticked or unticked since is changed, so that two who write at once do not undo each other.
    """
    rows = Attendance.with_voided.select_for_update().filter(enrolment__training_class=course, attended_on=day)
    known = {row.enrolment_id: row for row in rows}
    for enrolment in course.enrolments.filter(pk__in=listed):
        row, came = known.get(enrolment.pk), enrolment.pk in present
        if row is None:
            Attendance.objects.create(enrolment=enrolment, attended_on=day, present=came)
        elif row.is_voided or (came != (enrolment.pk in shown) and row.present != came):
            row.present, row.voided_at, row.void_reason = came, None, ""
            row.save()
    return Attendance.objects.of_class(course).on_day(day).filter(present=True).count()


@everywhere("a day is written down for the class as a whole")
@transaction.atomic
def void_day(*, course: TrainingClass, day: date, reason: str) -> None:
    """Take out a day that was written down by mistake."""
    for row in Attendance.objects.of_class(course).on_day(day):
        voiding.void(record=row, reason=reason)
