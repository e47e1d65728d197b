"""补录: what was entered after the day that it is about is told where it moves a score."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from time_machine import travel

from core.models import Village
from core.records.entering import day_of, entered_on
from fictional.one_of_everything import NEXT
from labor.models import Employment, Person, Verification
from tests.exchanged import words

ASKED = date(2023, 5, 10)


@pytest.fixture
def town(signed_in, small_town):
    """Somebody verified in May, which is entered in August; somebody else, in time."""
    cache.clear()
    told = {"method": "phone", "result": "unchanged", "verified_on": ASKED}
    with travel(datetime(2023, 5, 10, 3, tzinfo=UTC), tick=False):
        Verification.objects.create(person=small_town.people[NEXT], **told)
    for model in (Person, Employment, Village):
        model.history.update(history_date=datetime(2023, 1, 1, tzinfo=UTC))
    with travel(datetime(2023, 8, 1, 3, tzinfo=UTC), tick=False):
        Verification.objects.create(person=small_town.person, **told)
        yield small_town


def page(client, on):
    return words(client.get(reverse("scoring:sub_item", args=["2.2"]), {"as_of": on}))


def test_the_sub_item_of_a_past_day_tells_what_that_day_did_not_know(signed_in, town):
    staff = signed_in("staff")
    assert "也按这一天计算的有 1 条信息核实" in page(staff, "2023-06-30")
    assert "补录" not in page(staff, "2023-08-01")
    assert "补录" not in page(staff, "2023-05-09")


def test_what_moved_in_together_is_not_told_of(signed_in, town):
    Village.history.update(history_date=datetime(2023, 8, 1, 1, tzinfo=UTC))
    assert "补录" not in page(signed_in("staff"), "2023-06-30")


def test_nobody_is_told_of_what_they_may_not_see(signed_in, town):
    with travel(datetime(2023, 8, 1, 3, tzinfo=UTC), tick=False):
        told = {"method": "phone", "result": "unchanged", "verified_on": date(2023, 5, 11)}
        Verification.objects.create(person=town.people[NEXT], **told)
    assert "有 2 条信息核实" in page(signed_in("staff"), "2023-06-30")
    assert "有 1 条信息核实" in page(signed_in("clerk"), "2023-06-30")


def test_the_persons_page_tells_what_came_after_the_deadline(signed_in, town):
    client = signed_in("clerk")
    assert "补录： 2023-08-01 才登记" in words(client.get(town.person.get_absolute_url()))
    Person.history.filter(id=town.person.pk).update(history_date=datetime(2023, 8, 1, 3, tzinfo=UTC))
    assert "补录" not in words(client.get(town.person.get_absolute_url()))


def test_when_records_were_entered_is_one_question(town, django_assert_num_queries):
    found = [town.person, *Verification.objects.all()]
    with django_assert_num_queries(1):
        days = entered_on(found)
    assert {days[record] for record in found[1:]} == {date(2023, 5, 10), date(2023, 8, 1)}
    assert entered_on([]) == {}
    assert (day_of(Person).name, day_of(Employment).name) == ("joined_on", "started_on")
