"""What rates and totals cost by each disputed reading, and whose days lower them."""

from dataclasses import replace
from datetime import date

import pytest

from fictional.one_of_everything import OWN, TOWN, add_person
from labor.models import Employment
from scoring.catalogue import rubric_of
from scoring.duties import EVERYWHERE
from scoring.rules import Status
from scoring.score import score_town
from scoring.tallies import Scope
from tests.scoring.offenders import site
from tests.scoring.rows import HOME, empty_town, stored

pytestmark = pytest.mark.django_db

YEAR_END = date(2023, 12, 31)


def rule(name, **readings):
    return replace(rubric_of(2023).scored_by(name)[0].rule, **readings)


@pytest.mark.parametrize(
    ("labor", "employed", "labor_changed", "better_of_two"),
    [
        (100, 77, 4, 3),  # 3.75 % fewer people, 3 points lower a rate
        (100, 90, 0, 0),
        (50, 40, 0, 0),  # half of the people, the same rate
        (200, 80, 40, 0),  # the same people, half of the rate
        (50, 50, 0, 0),
    ],
)
def test_employment_is_measured_by_its_total_or_its_rate(labor, employed, labor_changed, better_of_two):
    facts = {"base_labor": 100, "base_employed": 80, "labor": labor, "employed": employed}
    readings = ("labor_changed", "better_of_two")
    found = [rule("employment_total", basis=basis, rounding="ceil").points(facts) for basis in readings]
    assert found == [labor_changed, better_of_two]


def test_a_part_of_a_point_counts_as_one_or_not_at_all():
    facts = {"base_labor": 100, "base_employed": 80, "labor": 100, "employed": 77}
    roundings = ("ceil", "floor")
    found = [rule("employment_total", basis="labor_changed", rounding=each).points(facts) for each in roundings]
    assert found == [4, 3]


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, Status.PENDING),
        ({"base_labor": 5}, Status.PENDING),
        ({"base_employed": 5}, Status.PENDING),
        ({"base_labor": 5, "base_employed": 0}, Status.PENDING),
        ({"base_labor": 5, "base_employed": 4, "labor": 0}, Status.EMPTY),
        ({"base_labor": 5, "base_employed": 4, "labor": 1}, Status.SCORED),
    ],
)
def test_employment_is_measured_where_there_is_something_to_measure_it_by(facts, status):
    assert rule("employment_total").status(facts) is status


def test_workers_of_workshops_and_those_out_of_poverty_cost_together_or_whichever_costs_more():
    facts = {"base_workers": 100, "workers": 97, "base_labor": 80, "labor": 77}
    found = [rule("workshop_jobs", combined=combined, rounding="ceil").points(facts) for combined in ("sum", "larger")]
    assert found == [7, 4]


@pytest.mark.parametrize("known", [set(), {"base_workers"}, {"base_labor"}, {"base_workers", "base_labor"}])
def test_jobs_of_workshops_wait_for_both_figures(known):
    expected = Status.SCORED if len(known) == 2 else Status.PENDING
    assert rule("workshop_jobs").status(dict.fromkeys(known, 0) | {"workers": 0, "labor": 0}) is expected


def test_more_workshops_than_the_target_cost_nothing_and_win_nothing():
    total = rule("workshop_total", target=3)
    assert [total.points({"operating": number}) for number in (1, 2, 3, 4)] == [2, 1, 0, 0]


@pytest.mark.parametrize(("population", "wanting"), [(100, 0), (101, 1)])
def test_a_site_of_more_than_a_hundred_needs_a_workshop(population, wanting):
    rows = empty_town()
    site(rows, population=population)
    with stored(rows):
        result = score_town(HOME, YEAR_END, cases=True).sub_items["3.3"]
    assert (result.count, result.cases) == (wanting, ("AX1",) * wanting)


def test_whoever_loses_work_and_whoever_comes_or_goes_lowers_the_rate_by_one(small_town):
    before, after = date(2023, 4, 1), date(2023, 5, 1)
    people = [
        add_person(OWN, 60 + number, "杨某", household=small_town.household, joined_on=joined, left_on=left)
        for number, (joined, left) in enumerate(
            [
                (date(2022, 1, 1), None),  # goes on working
                (date(2022, 1, 1), None),  # has never worked
                (date(2022, 1, 1), None),  # loses work
                (date(2022, 1, 1), after),  # leaves the register
                (after, None),  # comes onto it
            ]
        )
    ]
    for person, ended_on in ((people[0], None), (people[2], date(2023, 4, 15))):
        job = {"employer": "某厂", "channel": "county", "workplace": "城步", "ended_on": ended_on}
        Employment.objects.create(person=person, started_on=date(2022, 6, 1), **job)
    lowering = rule("employment_total").lowering(Scope(EVERYWHERE, before), Scope(EVERYWHERE, after))
    found = {row: row.lowers_by for row in lowering.within(TOWN) if row in people}
    assert found == dict.fromkeys(people[2:], 1)
