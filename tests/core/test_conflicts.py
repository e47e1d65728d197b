"""Three values meet: what stood there, what somebody else saved, what is sent. Only what differs is asked about."""

from datetime import date

import pytest
from django.forms import modelform_factory
from django.http import QueryDict
from time_machine import travel

from accounts.models import User
from core.records.conflicts import decided, latest_version, latest_versions, meanwhile
from workshops.models import Workshop

NamesAndDays = modelform_factory(Workshop, fields=["name", "kind", "stopped_on"])
BEFORE = {"name": "白水头车间", "kind": "factory", "stopped_on": None}


@pytest.fixture
def workshop(small_town):
    Workshop.objects.filter(pk=small_town.workshop.pk).update(**BEFORE)
    small_town.workshop.refresh_from_db()
    small_town.workshop.save()
    return small_town.workshop


def meet(workshop, theirs, mine):
    """What is to be decided when `theirs` was saved while a form with `mine` was open."""
    seen = latest_version(workshop)
    other = Workshop.objects.get(pk=workshop.pk)
    for name, value in theirs.items():
        setattr(other, name, value)
    other.save()
    sent = {name: "" if value is None else str(value) for name, value in {**BEFORE, **mine}.items()}
    form = NamesAndDays(sent, instance=Workshop.objects.get(pk=workshop.pk))
    assert form.is_valid(), form.errors
    reader = User(role=User.Role.STAFF)
    found = meanwhile(form, seen, reader)
    return {each.name: (each.theirs, each.mine, each.untouched) for each in found.conflicts} if found else {}


def test_the_versions_of_many_are_those_of_each(workshop):
    own = {"village_id": workshop.village_id, "kind": "home", "certified_on": date(2022, 1, 1)}
    other, unasked = (Workshop.objects.create(code=code, name=code, **own) for code in ("CJ02", "CJ03"))
    other.save()
    found = latest_versions(Workshop, [workshop.pk, other.pk])
    assert found == {each.pk: latest_version(each) for each in (workshop, other)}
    assert unasked.pk not in found


def test_two_different_values_are_asked_about(workshop):
    assert meet(workshop, {"name": "他改的"}, {"name": "我改的"}) == {"name": ("他改的", "我改的", False)}


def test_what_only_somebody_else_changed_is_asked_about_as_untouched(workshop):
    assert meet(workshop, {"name": "他改的"}, {}) == {"name": ("他改的", "白水头车间", True)}


def test_what_only_the_sender_changed_is_not_asked_about(workshop):
    assert meet(workshop, {"kind": "home"}, {"kind": "home", "name": "我改的"}) == {}


def test_the_same_change_twice_is_none(workshop):
    assert meet(workshop, {"name": "一样的"}, {"name": "一样的"}) == {}


def test_a_value_that_was_taken_away_is_asked_about(workshop):
    day = date(2023, 4, 1)
    Workshop.objects.filter(pk=workshop.pk).update(stopped_on=day)
    workshop.refresh_from_db()
    workshop.save()
    assert set(meet(workshop, {"stopped_on": None}, {"stopped_on": day})) == {"stopped_on"}


def test_only_the_fields_that_differ_are_asked_about(workshop):
    theirs, mine = {"name": "他改的", "kind": "home"}, {"name": "他改的", "stopped_on": date(2023, 4, 1)}
    assert set(meet(workshop, theirs, mine)) == {"kind"}


def test_the_value_of_the_other_is_taken_where_it_was_chosen():
    sent = QueryDict("name=mine&kind=home&stopped_on=2023-04-01&keep-name=theirs&keep-kind=mine&keep-stopped_on=theirs")
    settled = decided(sent, {"name": "theirs", "kind": "factory", "stopped_on": None})
    assert (settled["name"], settled["kind"], settled["stopped_on"]) == ("theirs", "home", "")


def test_what_was_typed_to_find_a_village_does_not_outlive_the_other_one_that_was_chosen():
    sent = QueryDict("village=1&village-typed=木瓜村&keep-village=theirs&site=2&site-typed=安置点&keep-site=mine")
    settled = decided(sent, {"village": "3", "site": "4"})
    assert (settled["village"], "village-typed" in settled) == ("3", False)
    assert (settled["site"], settled["site-typed"]) == ("2", "安置点")


def test_it_names_who_saved_last_and_the_field_of_the_form_that_takes_the_choice(workshop):
    seen = latest_version(workshop)
    for name in ("王先", "李后"):
        workshop.name, workshop._history_user = f"{name}改的", User.objects.create_user(name)
        workshop.save()
    form = NamesAndDays({**BEFORE, "name": "我改的", "stopped_on": ""}, instance=Workshop.objects.get(pk=workshop.pk))
    assert form.is_valid()
    found = meanwhile(form, seen, User(role=User.Role.STAFF))
    assert "李后" in found.who
    assert found.at == workshop.history.latest("history_id").history_date
    assert [each.choice for each in found.conflicts] == ["keep-name"]


def test_a_record_without_history_has_no_version(workshop):
    workshop.history.all().delete()
    assert latest_version(workshop) == 0


def test_the_newest_version_is_the_last_that_was_written_though_the_clock_was_set_back_meanwhile(workshop):
    seen = latest_version(workshop)
    with travel("2020-01-01"):
        workshop.save()
    assert latest_version(workshop) > seen


def test_it_is_this_record_that_is_compared_and_none_of_its_kind(workshop):
    other = {"name": "别的车间", "kind": "home", "village": workshop.village, "certified_on": workshop.certified_on}
    Workshop.objects.create(code="CJ-BIE", **other)
    assert meet(workshop, {"name": "他改的"}, {"name": "我改的"}) == {"name": ("他改的", "我改的", False)}
