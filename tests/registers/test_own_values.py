"""Certificates of a whole class at once: pasted beside names, one a line, or counted on from the first."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import LifeEvent, Selection
from core.records import events
from core.registers.own_values import values_for
from fictional.one_of_everything import OWN, TOWN, add_person
from training.models import Enrolment, TrainingClass

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def enrolments(small_town):
    held = TrainingClass.objects.create(
        code="PX9", town_id=TOWN, category="skills", trade="中式烹调", institution="县职校", started_on=date(2023, 4, 1)
    )
    people = [add_person(OWN, 300 + number, name) for number, name in enumerate(("学一", "学二", "学三", "学三"))]
    return [Enrolment.objects.create(person=each, training_class=held) for each in people]


def number(enrolment):
    return str(enrolment.person.id_number.plain)


def test_a_column_is_taken_in_order_and_a_first_number_is_counted_on(enrolments):
    assert values_for(enrolments, "A1\nB7\n\nC2\n") == ["A1", "B7", "", "C2"]
    assert values_for(enrolments, "湘430529-0098号\n") == [f"湘430529-{n:04}号" for n in range(98, 102)]
    assert values_for(enrolments, "99") == ["99", "100", "101", "102"]
    assert values_for(enrolments, " \n") == [""] * 4


def test_two_columns_are_matched_by_name_and_number_in_any_order(enrolments):
    pasted = f"姓名\t证书编号\n学二\tB2\n{number(enrolments[3]).lower()}\tB4\n学一，B1"
    assert values_for(enrolments, pasted) == ["B1", "B2", "", "B4"]


@pytest.mark.parametrize(
    ("pasted", "why"),
    [
        ("A1\nA2", "填了2行，所选的有4条"),
        ("没有号", "没有数字，不能往后编"),
        ("学三\tB3", "所选的里没有“学三”，或者有同名的"),
        ("学一\tB1\n别人\tB2", "没有“别人”"),
        ("学一\tB1\n学一\tB2", "“学一”写了两次"),
        ("学一\tB1\nB2", "有的行是一栏"),
    ],
)
def test_what_belongs_to_nobody_is_refused(enrolments, pasted, why):
    with pytest.raises(ValidationError, match=why):
        values_for(enrolments, pasted)


def test_a_class_is_completed_at_once_with_a_number_for_each_and_undone_as_one(staff, enrolments):
    address = reverse("training:enrolment_many", kwargs={"action": "complete"})
    Selection.objects.create(
        user_id=staff.session["_auth_user_id"],
        register="training:enrolment",
        names=[str(each.pk) for each in enrolments],
    )
    page = staff.get(address).content.decode()
    assert "连号的只填第一个" in page
    sent = {"completed": "True", "certificate": "A1\nA2", "token": str(uuid4()), "confirmed": "1"}
    assert "填了2行，所选的有4条" in (wrong := staff.post(address, sent).content.decode())
    assert "A1\nA2" in wrong
    staff.post(address, sent | {"certificate": "湘0007", "token": str(uuid4())})
    found = list(
        Enrolment.objects.order_by("pk").filter(training_class__code="PX9").values_list("completed", "certificate")
    )
    assert found == [(True, f"湘000{n}") for n in (7, 8, 9)] + [(True, "湘0010")]
    events.undo(event=LifeEvent.objects.get(), reason="填错")
    assert not Enrolment.objects.filter(completed=True, training_class__code="PX9").exists()
