"""补录: what was entered after the day that it is about is told where it moves a score."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from core.assessment import codes_of
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


def sub_item(client, on):
    return client.get(reverse("scoring:sub_item", args=codes_of(["data_maintenance"], ASKED)), {"as_of": on})


def page(client, on):
    return words(sub_item(client, on))


def test_the_sub_item_of_a_past_day_tells_what_that_day_did_not_know(signed_in, town):
    staff = signed_in("staff")
    assert "却算在这一天里的有 1 条信息核实" in page(staff, "2023-06-30")
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


@pytest.fixture
def left_in_may(town):
    """A job that was there in time; that it ended in May is entered in August."""
    with travel(datetime(2023, 4, 3, 3, tzinfo=UTC), tick=False):
        job = Employment.objects.create(
            person=town.people[NEXT], started_on=date(2023, 4, 1), employer="茶厂", channel="county", workplace="本县"
        )
    with travel(datetime(2023, 8, 1, 3, tzinfo=UTC), tick=False):
        job.ended_on = ASKED
        job.save()
    return job


def late(client, on, kind, code="employment_total"):
    address = reverse("scoring:late_entries", args=codes_of([code], date(2023, 6, 30)))
    return client.get(address, {"as_of": on, "kind": kind})


def test_an_end_that_was_entered_later_is_told_from_its_day_on(signed_in, left_in_may):
    staff = signed_in("staff")
    assert "2023-08-01 登记" in words(late(staff, "2023-06-30", "labor.employment"))
    assert late(staff, "2023-05-09", "labor.employment").status_code == 404
    assert late(staff, "2023-08-01", "labor.employment").status_code == 404


def test_what_is_changed_beside_its_days_is_not_told_of(signed_in, left_in_may):
    left_in_may.ended_on, left_in_may.employer = None, "新茶厂"
    left_in_may.save()
    assert late(signed_in("staff"), "2023-06-30", "labor.employment").status_code == 404


def test_the_number_opens_its_records_of_those_whom_the_reader_may_see(signed_in, town):
    link = re.search(r'href="([^"]+/late/[^"]+)"', sub_item(signed_in("staff"), "2023-06-30").content.decode())[1]
    shown = words(signed_in("staff").get(unescape(link)))
    assert "共 1 条" in shown
    assert "2023-08-01 登记" in shown
    assert late(signed_in("neighbour"), "2023-06-30", "labor.verification", "data_maintenance").status_code == 404


@pytest.mark.parametrize("kind", ["", "labor.nothing", "labor.spotcheck"])
def test_a_kind_that_has_none_is_not_found(signed_in, town, kind):
    assert late(signed_in("staff"), "2023-06-30", kind, "data_maintenance").status_code == 404


def test_a_page_of_many_costs_as_many_queries_as_one_of_few(signed_in, town):
    staff, told = signed_in("staff"), {"method": "phone", "result": "unchanged"}
    with CaptureQueriesContext(connection) as few:
        late(staff, "2023-06-30", "labor.verification", "data_maintenance")
    for day in range(1, 21):
        Verification.objects.create(person=town.person, verified_on=date(2023, 4, day), **told)
    late(staff, "2023-06-30", "labor.verification", "data_maintenance")
    cache.clear()
    with CaptureQueriesContext(connection) as many:
        assert "共 21 条" in words(late(staff, "2023-06-30", "labor.verification", "data_maintenance"))
    assert len(many) <= len(few)


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
