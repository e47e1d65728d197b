"""A refused undo lists what stands in the way, each a link: of what was done to many, of a merger."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.models import LifeEvent
from core.records import events
from fictional.one_of_everything import FAR, OWN, TODAY, add_person
from labor.models import Employment, Household, Merger, Person
from labor.people.actions import merge
from tests.exchanged import form_of

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def batch(small_town):
    """Three who were written as one event."""
    people = [add_person(OWN, 400 + number, f"批{name}") for number, name in enumerate("一二三")]
    event = events.begin(label="登记", title="3人", on=TODAY, places={OWN})
    events.wrote(event, *people)
    return event, people


def refused(client, route, event):
    address = reverse(route, args=[event.pk])
    page = client.post(address, {**form_of(client, address), "reason": "做错了"})
    assert page.status_code == 200
    return page


def links(page):
    listed = page.content.decode().partition('id="in-the-way"')[2].partition("</ul>")[0]
    assert all(each.get_absolute_url() in listed for each in page.context["in_the_way"])
    return page.context["in_the_way"]


def test_a_batch_that_was_worked_on_since_names_everything_at_once(staff, batch):
    event, (first, second, third) = batch
    first.education = "高中"
    first.save()
    job = Employment.objects.create(person=second, employer="厂", started_on=date(2023, 3, 1), channel="in_county")
    page = refused(staff, "event_undo", event)
    assert set(links(page)) == {first, job}
    assert "还有1处" in page.content.decode()
    assert third not in links(page)
    event.refresh_from_db()
    assert event.undone_at is None


def test_put_right_one_after_the_other_it_is_undone(staff, batch):
    event, (first, second, _) = batch
    job = Employment.objects.create(person=second, employer="厂", started_on=date(2023, 3, 1), channel="in_county")
    assert links(refused(staff, "event_undo", event)) == [job]
    job.person = Person.objects.exclude(pk__in=[first.pk, second.pk]).first()
    job.save()
    address = reverse("event_undo", args=[event.pk])
    staff.post(address, {**form_of(staff, address), "reason": "做错了"})
    event.refresh_from_db()
    assert event.undone_at


def test_a_later_change_of_the_same_column_leads_to_whom_it_is_about(staff, small_town):
    person = small_town.person
    for capacity, day in (("weak", "2023-05-02"), ("lost", "2023-05-10")):
        address = reverse("labor:person_action", kwargs={"public_id": person.public_id, "action": "capacity"})
        told = {"capacity": capacity, "changed_on": day, "change_reason": "病", "confirmed": "1"}
        staff.post(address, {**form_of(staff, address), **told})
    _, older = LifeEvent.objects.all()
    assert links(refused(staff, "event_undo", older)) == [person]


def test_what_the_user_may_not_open_is_not_listed(staff, batch):
    event, (first, *_) = batch
    home = Household.objects.create(code="FAR1", head_name="远", village_id=FAR, kind="ordinary")
    first.village_id, first.household = FAR, home
    first.save()
    assert links(refused(staff, "event_undo", event)) == []


def test_a_merger_whose_facts_went_elsewhere_names_them(staff, small_town):
    twin, third = add_person(OWN, 410, "双"), add_person(OWN, 411, "三")
    job = Employment.objects.create(person=twin, employer="厂", started_on=date(2023, 3, 1), channel="in_county")
    merge(kept=small_town.person, duplicate=twin, reason="同一人")
    job.refresh_from_db()
    job.person = third
    job.save()
    page = refused(staff, "labor:undo_merge", Merger.objects.get())
    assert links(page) == [job]
    job.person = small_town.person
    job.save()
    address = reverse("labor:undo_merge", args=[Merger.objects.get().pk])
    staff.post(address, {"token": str(uuid4()), "reason": "两个人"})
    assert Merger.objects.get().undone_at
    assert not Person.objects.get(pk=twin.pk).is_voided
