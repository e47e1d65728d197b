"""What counts in a town and is somebody else's to do: tasks about people who have moved between towns."""

from datetime import date

import pytest

from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN, add_person
from labor.models import Employment, Household, HouseholdChange, JobSeekingCase, Person, PersonChange, SpotCheck
from platforms.models import HouseholdHelp
from scoring.models import TownStart
from scoring.score import score_town, village_shares
from scoring.task_groups import task_groups
from tests.scoring.test_deeds import become_unstable, duty
from workshops.models import Inspection, Workshop, WorkshopChange

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


def late(person, registered_on=date(2023, 2, 10)):
    return JobSeekingCase.objects.create(person=person, registered_on=registered_on, willing=True)


def look_for_work(town):
    Employment.objects.update(ended_on=date(2023, 1, 31))
    late(town.person)


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


def test_who_was_late_in_two_villages_is_one_person_of_the_town(small_town):
    person = add_person(OWN, 80, "杨搬家", household=small_town.household)
    before = score_town(TOWN, TODAY).sub_items["6.2"].facts["eligible"]
    late(person)
    move(person, NEXT)
    late(person, date(2023, 4, 10))
    assert score_town(TOWN, TODAY).sub_items["6.2"].facts["eligible"] - before == 1


@pytest.mark.parametrize(("arise", "code"), [(become_unstable, "6.4"), (look_for_work, "6.3")])
def test_a_household_counts_until_it_moves_where_it_was_and_then_where_it_is(small_town, arise, code):
    arise(small_town)
    HouseholdChange.objects.create(household=small_town.household, item="village", changed_on=MOVED, was_village_id=OWN)
    Household.objects.filter(pk=small_town.household.pk).update(village_id=FAR)
    found = [
        score_town(town, day).sub_items[code].count for day in (date(2023, 3, 31), TODAY) for town in (TOWN, FAR[:9])
    ]
    assert found == [1, 0, 0, 1]


def test_help_on_the_day_on_which_a_household_was_found_unstable_is_help(small_town):
    become_unstable(small_town)
    assert score_town(TOWN, TODAY).sub_items["6.4"].count == 1
    HouseholdHelp.objects.create(household=small_town.household, helped_on=date(2023, 2, 1), measure="job")
    assert score_town(TOWN, TODAY).sub_items["6.4"].count == 0


def test_somebody_is_labor_of_the_town_until_they_move(small_town):
    move(add_person(OWN, 81, "杨在业", household=small_town.household), FAR)
    days, towns = (date(2023, 3, 31), TODAY), (TOWN, FAR[:9])
    found = [[score_town(town, day).sub_items["2.1"].facts["labor"] for town in towns] for day in days]
    assert [later - before for before, later in zip(*found, strict=True)] == [-1, 1]


def test_a_workshop_below_the_standard_counts_in_the_village_where_it_stood(small_town):
    workshop = small_town.workshop
    Inspection.objects.create(
        workshop=workshop, inspected_on=date(2023, 3, 10), **dict.fromkeys(Inspection.QUESTIONS, False), result="failed"
    )
    WorkshopChange.objects.create(workshop=workshop, item="village", changed_on=MOVED, was_village_id=OWN)
    Workshop.objects.filter(pk=workshop.pk).update(village_id=NEXT)
    shares = [village_shares(TOWN, day) for day in (date(2023, 3, 31), TODAY)]
    assert [[share.division for share in each if share.sub_items["3.2"].count] for each in shares] == [[OWN], [NEXT]]
