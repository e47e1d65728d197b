"""What counts in a town and is somebody else's to do: tasks about people who have moved between towns."""

from datetime import date

import pytest

from fictional.one_of_everything import FAR, OWN, TODAY, TOWN, add_person
from labor.models import JobSeekingCase, Person, PersonChange, SpotCheck
from scoring.inbox import task_groups
from scoring.models import TownStart
from scoring.score import score_town
from tests.scoring.test_deeds import duty

pytestmark = pytest.mark.django_db

MOVED = date(2023, 4, 1)


@pytest.fixture
def moved(small_town):
    """Somebody who lived here when a case fell due and something untrue was found, and has gone to another town."""
    person = add_person(OWN, 77, "杨迁走", household=small_town.household)
    late(person)
    SpotCheck.objects.create(person=person, checked_on=date(2023, 3, 1), level="town", method="visit", result="untrue")
    return move(person, FAR)


def move(person, village):
    PersonChange.objects.create(person=person, item="village", changed_on=MOVED, was_village_id=person.village_id)
    Person.objects.filter(pk=person.pk).update(village_id=village)
    return person


def late(person):
    return JobSeekingCase.objects.create(person=person, registered_on=date(2023, 2, 10), willing=True)


def tasks(division):
    """How many rows there are to do of each kind, and the points in all of them."""
    groups, _ = task_groups(division, TODAY)
    return {group.duty.name: (len(group.keys), group.points) for group in groups}


def test_what_counts_where_somebody_was_is_no_task_where_they_are(moved):
    wanted = {"clear_late", "rectify_data", "serve"}
    assert not wanted & tasks(FAR[:9]).keys()
    assert not wanted & tasks(TOWN).keys()  # nobody there may open it
    missed = {code: score_town(TOWN, TODAY).sub_items[code].count for code in ("2.3", "6.1")}
    assert missed == {"2.3": 1, "6.1": 1}


def test_the_points_of_who_stayed_are_their_own(moved, small_town):
    late(add_person(OWN, 78, "杨留下", household=small_town.household))
    count, points = tasks(TOWN)["clear_late"]
    assert (count, points) == (1, duty("clear_late").rule.step)


@pytest.mark.parametrize(("began", "listed"), [(FAR[:9], False), (TOWN, True)])
def test_what_had_ended_before_the_town_of_the_day_began_is_nobodys_task(small_town, began, listed):
    case = late(move(add_person(FAR, 79, "杨迁来", household=small_town.household), OWN))
    TownStart.objects.create(town_id=began, started_on=date(2023, 5, 1))
    assert duty("clear_late").rows.filter(pk=case.pk).exists() == listed
