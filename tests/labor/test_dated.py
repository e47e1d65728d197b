"""What people and households were on a day: the stored value, or that before the earliest later change."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from core.models import Village
from core.records.dated import anything_changed, as_stored
from core.records.places import place_on
from core.records.voiding import void
from fictional.one_of_everything import NEXT, OWN, TODAY, add_person
from labor.models import Employment, Household, HouseholdChange, Person, PersonChange, SpotCheck
from labor.people import conditions

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SPRING, SUMMER, AUTUMN = date(2023, 3, 1), date(2023, 7, 1), date(2023, 10, 1)


@pytest.fixture
def homes(divisions):
    for code, name in ((OWN, "白水头村"), (NEXT, "木瓜村")):
        Village.objects.create(code=code, name=name)
    kinds = {"H1": (OWN, "out_of_poverty"), "H2": (NEXT, "ordinary")}
    return [
        Household.objects.create(code=code, head_name="杨家", village_id=village, kind=kind)
        for code, (village, kind) in kinds.items()
    ]


@pytest.fixture
def person(homes):
    return add_person(OWN, 61, "杨变更", household=homes[0], capacity="lost", joined_on=date(2020, 1, 1))


def was(person, item, changed_on, **before):
    return PersonChange.objects.create(person=person, item=item, changed_on=changed_on, **before)


def at(person, on, name):
    return getattr(Person.objects.at(on).get(pk=person.pk), f"{name}_at")


def test_a_value_is_that_before_the_earliest_later_change(person):
    was(person, "capacity", SPRING, was_text="ordinary")
    was(person, "capacity", AUTUMN, was_text="weak")
    found = [at(person, on, "capacity") for on in (SPRING - DAY, SPRING, AUTUMN - DAY, AUTUMN, date(2030, 1, 1))]
    assert found == ["ordinary", "weak", "weak", "lost", "lost"]


def test_a_blank_before_a_change_is_a_value(person):
    Person.objects.filter(pk=person.pk).update(schooling="本科三年级", left_on=AUTUMN)
    was(person, "schooling", SUMMER)
    was(person, "left_on", SUMMER)
    assert (at(person, SPRING, "schooling"), at(person, SUMMER, "schooling")) == ("", "本科三年级")
    assert (at(person, SPRING, "left_on"), at(person, SUMMER, "left_on")) == (None, AUTUMN)


def test_a_void_change_is_none(person):
    change = was(person, "capacity", SPRING, was_text="ordinary")
    assert anything_changed()
    void(record=change, reason="误录")
    assert at(person, date(2023, 1, 1), "capacity") == "lost"
    assert not anything_changed()


def test_a_household_is_that_of_the_day_and_so_is_what_it_was(person, homes):
    former, present = homes[1], homes[0]
    was(person, "household", SUMMER, was_household=former)
    HouseholdChange.objects.create(household=former, item="kind", changed_on=SPRING, was_text="out_of_poverty")
    HouseholdChange.objects.create(household=present, item="kind", changed_on=AUTUMN, was_text="ordinary")
    days = (SPRING - DAY, SPRING, SUMMER, AUTUMN)
    poor = [Person.objects.filter(conditions.out_of_poverty(on)).exists() for on in days]
    assert poor == [True, False, False, True]


@pytest.mark.parametrize("path", ["", "person__"])
def test_a_condition_is_read_at_its_day_by_any_path(person, path):
    was(person, "capacity", SPRING, was_text="ordinary")
    Employment.objects.create(
        person=person, started_on=date(2022, 1, 1), employer="厂", channel="county", workplace="城步"
    )
    rows = (Employment if path else Person).objects
    able = [rows.filter(conditions.able(on, path)).exists() for on in (SPRING - DAY, SPRING)]
    assert able == [True, False]


def test_each_row_may_have_its_own_day(person):
    was(person, "capacity", SPRING, was_text="ordinary")
    for day in (SPRING - DAY, SPRING):
        SpotCheck.objects.create(person=person, checked_on=day, level="town", result="untrue", problem="不在家")
    able = SpotCheck.objects.filter(conditions.able(F("checked_on"), "person__", judged_on=TODAY))
    assert [check.checked_on for check in able] == [SPRING - DAY]


def test_a_row_belongs_to_the_village_of_the_day(person):
    was(person, "village", SUMMER, was_village_id=NEXT)
    found = {}
    for on in (SUMMER - DAY, SUMMER):
        rows = place_on(Person, on).on_day(Person.objects.filter(pk=person.pk), "village_id")
        (found[on],) = rows.values_list(F("village_then"), flat=True)
    assert found == {SUMMER - DAY: NEXT, SUMMER: OWN}


def test_without_changes_it_is_what_is_stored(person):
    able = conditions.able(date(2023, 1, 1))
    with as_stored(True):
        stored = conditions.able(date(2023, 1, 1))
    Person.objects.update(capacity="ordinary")
    assert Person.objects.filter(able).get() == Person.objects.filter(stored).get() == person


def test_what_is_put_together_once_answers_for_every_day(person):
    was(person, "capacity", SPRING, was_text="ordinary")
    found, costs = [], set()
    for on in (SPRING - DAY, SPRING, SPRING - DAY):
        with CaptureQueriesContext(connection) as captured:
            found.append(Person.objects.filter(conditions.able(on)).count())
        costs.add(len(captured))
    assert (found, len(costs)) == ([1, 0, 1], 1)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"item": "capacity", "was_text": "weak"}, False),
        ({"item": "capacity"}, True),  # it can't have been blank
        ({"item": "schooling"}, False),
        ({"item": "left_on", "was_on": SPRING}, False),
        ({"item": "left_on", "was_text": "2023-03-01"}, True),  # in another column
        ({"item": "capacity", "was_text": "weak", "was_on": SPRING}, True),  # two values
        ({"item": "name", "was_text": "杨"}, True),  # has no day
    ],
)
def test_the_database_keeps_only_what_fits_the_column(person, values, refused):
    with pytest.raises(IntegrityError) if refused else nullcontext(), transaction.atomic():
        PersonChange.objects.create(person=person, changed_on=SUMMER, **values)


def test_a_value_changes_once_a_day(person):
    was(person, "capacity", SUMMER, was_text="weak")
    with pytest.raises(IntegrityError), transaction.atomic():
        was(person, "capacity", SUMMER, was_text="ordinary")
