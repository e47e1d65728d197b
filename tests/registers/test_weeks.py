"""签到 by the week: people and days, saved at once; who writes the same week at once undoes nobody."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import LifeEvent
from core.records import events
from fictional.one_of_everything import OWN, add_person
from tests.exchanged import words
from tests.registers.test_training import classmates, course  # noqa: F401 -- fixtures
from training.attendance import PresenceCell, Week
from training.models import Attendance, Enrolment

pytestmark = pytest.mark.usefixtures("today")
MONDAY, TUESDAY, WEDNESDAY = (date(2023, 5, day) for day in (15, 16, 17))


@pytest.fixture
def save(staff, course, classmates):  # noqa: F811
    """Save the week of 15 May."""

    def send(present, shown=(), listed=None, held=()):
        listed = classmates if listed is None else listed
        sent = {
            "token": str(uuid4()),
            "listed": " ".join(str(each.pk) for each in listed),
            "shown": " ".join(str(PresenceCell(each.pk, day)) for each, day in shown),
            "held": [str(day) for day in held],
            "present": [str(PresenceCell(each.pk, day)) for each, day in present],
        }
        return staff.post(f"{reverse('training:class_week', args=[course.pk])}?day={MONDAY}", sent, follow=True)

    return send


def said():
    return set(Attendance.objects.values_list("enrolment", "attended_on", "present"))


def test_a_day_that_was_held_or_touched_is_written_for_all_and_others_for_nobody(save, classmates):  # noqa: F811
    first, second = classmates
    untouched = [(first, TUESDAY), (second, TUESDAY)]
    both = [(first, WEDNESDAY), (second, WEDNESDAY)]
    save([(first, MONDAY), *untouched, *both], shown=[*untouched, *both], held=[WEDNESDAY])
    assert said() == {
        (first.pk, MONDAY, True), (second.pk, MONDAY, False),
        (first.pk, WEDNESDAY, True), (second.pk, WEDNESDAY, True),
    }  # fmt: skip


def test_the_week_is_one_event_and_undone_as_one(save, classmates):  # noqa: F811
    first, second = classmates
    save([(first, MONDAY), (second, MONDAY)])
    save([(first, MONDAY), (second, TUESDAY)], shown=[(first, MONDAY), (second, MONDAY)])
    assert (second.pk, MONDAY, False) in said()
    event = LifeEvent.objects.latest("pk")
    assert (event.label, event.rows.count()) == ("签到", 3)
    events.undo(event=event, reason="记错了一周")
    assert said() == {(first.pk, MONDAY, True), (second.pk, MONDAY, True)}
    save([(second, TUESDAY)])
    assert (second.pk, TUESDAY, True) in said()


def test_two_who_save_the_same_week_do_not_undo_each_other(save, classmates):  # noqa: F811
    first, second = classmates
    save([(first, MONDAY), (second, MONDAY)])
    both = [(first, MONDAY), (second, MONDAY)]
    save([(first, MONDAY)], shown=both)
    save([(second, MONDAY)], shown=both)  # opened before the first was saved
    assert said() == {(first.pk, MONDAY, False), (second.pk, MONDAY, False)}
    save([(first, MONDAY)], shown=[])
    save([(second, MONDAY)], shown=[])  # saw both absent
    assert said() == {(first.pk, MONDAY, True), (second.pk, MONDAY, True)}


def test_of_who_joined_later_nothing_is_said_on_the_days_before(save, course, classmates):  # noqa: F811
    first, second = classmates
    save([(first, MONDAY), (second, MONDAY)])
    late = Enrolment.objects.create(training_class=course, person=add_person(OWN, 77, "石后到"))
    everybody = [*classmates, late]
    save([(first, MONDAY), (late, TUESDAY)], shown=[(first, MONDAY), (second, MONDAY)], listed=everybody)
    assert set(late.attendances.values_list("attended_on", flat=True)) == {TUESDAY}


def test_a_day_to_come_and_somebody_of_another_class_are_refused(save, classmates):  # noqa: F811
    first, _ = classmates
    for cell in ((first, date(2023, 5, 21)), (Enrolment(pk=10**6), MONDAY)):
        assert save([cell]).context["form"].errors
    assert save([], shown=[(Enrolment(pk=10**6), MONDAY)]).context["form"].errors
    assert not Attendance.objects.exists()


def test_an_enrolment_with_days_is_undone_only_after_them(save, staff, course, classmates):  # noqa: F811
    person = add_person(OWN, 78, "石新来")
    ticks = reverse("training:enrolment_enrolling_ticks", args=[course.pk])
    staff.post(ticks, {"what": "keep", "row": [str(person.public_id)]})
    staff.post(reverse("training:enrolment_enrolling_enter", args=[course.pk]), {"token": str(uuid4())})
    enrolment, enrolled = Enrolment.objects.get(person=person), LifeEvent.objects.get()
    save([(enrolment, MONDAY)], listed=[enrolment])
    with pytest.raises(ValidationError, match="后来又登记了签到"):
        events.undo(event=enrolled, reason="选错了")
    events.undo(event=LifeEvent.objects.latest("pk"), reason="记错了")
    events.undo(event=enrolled, reason="选错了")
    assert not Enrolment.objects.filter(person=person).exists()
    assert not Attendance.objects.exists()


def test_the_page_goes_by_weeks_within_the_class(course):  # noqa: F811
    course.started_on, course.ended_on = WEDNESDAY, date(2023, 5, 29)
    week = Week.of(course, WEDNESDAY)
    assert (week.days[0], len(week.days), week.before) == (WEDNESDAY, 5, None)
    last = Week.of(course, date(2023, 5, 29))
    assert (last.days, last.before, last.after) == ([date(2023, 5, 29)], date(2023, 5, 22), None)


def test_the_sheet_is_empty_before_and_filled_in_after(save, staff, course, classmates):  # noqa: F811
    sheet = f"{reverse('training:class_sheet', args=[course.pk])}?day={MONDAY}"
    assert "√" not in staff.get(sheet).text.partition("<table>")[2]
    save([(classmates[0], MONDAY)])
    table = staff.get(sheet).text.partition("<table>")[2]
    assert (table.count("√"), table.count("缺")) == (1, 1)


@pytest.mark.parametrize("day", ["9999-12-31", "9999-12-27", "2999-01-01"])
@pytest.mark.parametrize("page", ["training:class_week", "training:class_sheet"])
def test_a_class_without_an_end_has_weeks_a_year_ahead_and_no_more(staff, course, page, day):  # noqa: F811
    answer = staff.get(f"{reverse(page, args=[course.pk])}?day={day}")
    assert answer.status_code == 200
    assert str(int(day[:4])) not in words(answer)


def test_a_week_of_many_costs_as_many_queries_as_of_few(save, staff, course, classmates):  # noqa: F811
    asked, page = [], reverse("training:class_week", args=[course.pk])
    everybody = list(classmates)
    for number in (3, 30):
        everybody += [
            Enrolment.objects.create(
                training_class=course, person=add_person(OWN, 400 + number + each, f"学{number}{each}")
            )
            for each in range(number)
        ]
        day = MONDAY if number == 3 else TUESDAY
        with CaptureQueriesContext(connection) as captured:
            save([(each, day) for each in everybody], listed=everybody)
            staff.get(page)
        asked.append(len(captured))
    assert asked[0] == asked[1]
