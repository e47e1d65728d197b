"""The demo town: no cell of it is refused on any day, every kind of point is lost in it, and nobody in it exists."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache

import pytest

from accounts import demo as accounts
from core.personal_data.identity import birth_date, normalise
from fictional.story import build
from labor.models import Employment, Household, JobSeekingCase, Person, PublicBenefitPost
from ledger.importing import import_ledger
from ledger.sheets import SHEETS
from ledger.sheets.labor import EmploymentSheet, HouseholdSheet, PersonSheet
from ledger.sheets.oversight import SupervisionTaskSheet
from ledger.sheets.platforms import StaffMemberSheet
from oversight.models import SupervisionTask
from platforms.models import StaffMember
from scoring.score import score_town, village_shares
from tests.once import once

pytestmark = [pytest.mark.django_db, once]  # who is able to work is asked of the rubric in force

TOWN = "430529104"
DAY = date(2024, 11, 15)
SMALL = 400
#: Done once a year or not at all, early in the year: lost until then.
ONCE_A_YEAR = {"1.1", "1.2", "4.4", "5.1"}
#: What the state of things costs on any day.
ANY_DAY = {"2.1", "3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "6.1", "6.2", "6.3", "6.4"}
#: What counts by the year, and so needs some days of it.
WITHIN_THE_YEAR = {"2.3", "4.3", "7.1", "8.1"}
PER_VILLAGE = {"2.2", "2.3", "3.2", "3.3", "4.1", "4.2", "6.1", "6.3", "6.4"}


@cache
def built(day, people):
    """A demo town, made once for all its sheets."""
    return build(day, people)


def rows(sheet, day=DAY, people=2000):
    return built(day, people).rows[sheet]


@pytest.fixture(scope="module")
def town(listed_divisions, tmp_path_factory):
    """The whole demo town on DAY in the database, for all tests of this file that only read."""
    path = tmp_path_factory.mktemp("demo") / "town.xlsx"
    build(DAY).save(path)
    return import_ledger(path)


def lost(on):
    return {code for code, indicator in score_town(TOWN, on).sub_items.items() if indicator.deducted}


# --- a valid ledger, whatever the day ---


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), ANY_DAY | ONCE_A_YEAR),
        (date(2024, 1, 11), ANY_DAY | ONCE_A_YEAR | WITHIN_THE_YEAR),
        (date(2024, 2, 29), ANY_DAY | WITHIN_THE_YEAR),
        (date(2024, 6, 30), ANY_DAY | WITHIN_THE_YEAR | {"2.2"}),
        (date(2024, 12, 31), ANY_DAY | WITHIN_THE_YEAR | {"2.2"}),
        (date.today(), ANY_DAY),  # noqa: DTZ011 - any day will do
    ],
)
def test_no_cell_is_refused_every_sheet_has_rows_and_the_calendar_says_what_is_lost(divisions, tmp_path, day, expected):
    counts = build(day, SMALL).save(tmp_path / "town.xlsx")
    report = import_ledger(tmp_path / "town.xlsx")
    assert (report.errors, report.unknown) == ([], {})
    assert {name: count.added for name, count in report.sheets.items()} == counts
    assert set(counts) == {sheet.sheet_name for sheet in SHEETS}
    assert all(counts.values())
    found = lost(day)
    assert found >= expected
    assert day.year != 2024 or found == expected


def test_the_same_day_gives_the_same_town_and_another_day_another(db):
    first, second = build(DAY, SMALL), build(DAY, SMALL)
    assert first.rows == second.rows
    assert build(DAY + timedelta(days=1), SMALL).rows != first.rows


# --- lost points ---


def test_every_sub_item_loses_points_in_the_year(town):
    days = [date(2024, 1, 2), *(date(2024, month, 15) for month in range(1, 12))]
    by_day = {day: lost(day) for day in days}
    assert set().union(*by_day.values()) == set(score_town(TOWN, DAY).sub_items)
    assert by_day[date(2024, 1, 2)] >= ONCE_A_YEAR
    assert by_day[DAY] == ANY_DAY | WITHIN_THE_YEAR | {"2.2"}


def test_the_total_is_plausible_and_nothing_is_pending(town):
    score = score_town(TOWN, DAY)
    assert 75 <= score.total <= 88
    assert score.pending == 0
    assert score.sub_items["2.1"].deducted == 2
    assert score.sub_items["3.4"].deducted == 2


def test_villages_lose_points_in_everything_that_villages_share_the_clerks_own_not_least(town):
    by_code = defaultdict(set)
    for village in village_shares(TOWN, DAY):
        for code, indicator in village.sub_items.items():
            if indicator.deducted:
                by_code[code].add(village.division)
    assert set(by_code) == PER_VILLAGE
    assert sum(accounts.CLERK.division in villages for villages in by_code.values()) >= 5


def test_more_will_be_lost_soon(town):
    soon = DAY + timedelta(days=14)
    assert score_town(TOWN, soon).total < score_town(TOWN, DAY).total
    cases = JobSeekingCase.objects.willing_out_of_poverty().open(DAY)
    assert cases.filter(due_on__gt=DAY, due_on__lte=soon).count() >= 3
    assert SupervisionTask.objects.filter(due_on__gt=DAY, due_on__lte=soon, completed_on=None).count() == 2
    assert PublicBenefitPost.objects.filter(contract_ended_on__gt=DAY, contract_ended_on__lte=soon).exists()
    assert StaffMember.objects.filter(ended_on__gt=DAY).exists()
    unverified = Person.objects.labor_to_verify(DAY).exclude(verifications__verified_on__gte=date(2024, 7, 1))
    assert 100 <= unverified.count() <= 800


# --- people who might live there ---


def test_the_town_has_the_size_and_the_mixture_of_the_plan(town):
    assert 1950 <= Person.objects.within(TOWN).count() <= 2050
    assert 700 <= Household.objects.count() <= 850
    assert 0.65 <= Household.objects.filter(kind="out_of_poverty").count() / Household.objects.count() <= 0.78
    assert set(Household.objects.monitored(DAY).values_list("monitoring", flat=True)) == set(Household.Monitoring)
    labor = Person.objects.labor_out_of_poverty(DAY)
    assert 1250 <= labor.employed(DAY).count() <= 1400
    assert set(Employment.objects.current(DAY).values_list("channel", flat=True)) == set(Employment.Channel)
    assert Person.objects.exclude(village__in=Person.objects.within(TOWN).values("village")).count() == 5


def test_nobody_there_exists():
    for person in rows(PersonSheet):
        assert normalise(person["id_number"]) == person["id_number"]
        assert person["id_number"].startswith("430599")
    phones = [row["phone"] for sheet in (PersonSheet, StaffMemberSheet) for row in rows(sheet) if row["phone"]]
    assert all(phone.startswith("154") and len(phone) == 11 for phone in phones)
    assert max(Counter(phones).values()) == 3  # one number in three households, for the checks of data quality


def households():
    members = defaultdict(list)
    for person in rows(PersonSheet):
        members[person["household"]].append(person)
    return [(home, members[home["code"]]) for home in rows(HouseholdSheet)]


def is_man(person):
    return int(person["id_number"][16]) % 2 == 1


def test_a_household_has_one_head_and_kin_of_fitting_sex_and_age():
    sexes = {"之子": True, "之父": True, "之女": False, "之母": False, "之儿媳": False}
    for home, members in households():
        (head,) = [person for person in members if person["relation_to_head"] == "户主"]
        assert home["head_name"] == head["name"]
        spouses = [person for person in members if person["relation_to_head"] == "配偶"]
        assert [is_man(spouse) for spouse in spouses] in ([], [not is_man(head)])
        for person in members:
            relation = person["relation_to_head"]
            assert is_man(person) == sexes.get(relation, is_man(person))
            older = birth_date(head["id_number"]).year - birth_date(person["id_number"]).year
            if relation in ("之子", "之女"):
                assert older <= -16
            if relation in ("之父", "之母"):
                assert older >= 16


def test_everybody_is_at_school_or_done_with_it():
    for person in rows(PersonSheet):
        assert bool(person["schooling"]) != bool(person["education"])


def test_jobs_follow_each_other_but_for_a_few_contradictions():
    by_person = defaultdict(list)
    for job in rows(EmploymentSheet):
        by_person[job["person"]].append((job["started_on"], job["ended_on"] or date.max))
    overlaps = sum(
        ended >= started
        for jobs in by_person.values()
        for (_, ended), (started, _) in zip(sorted(jobs), sorted(jobs)[1:], strict=False)
    )
    assert 2 <= overlaps <= 6


def test_official_acts_fall_on_working_days_and_no_fact_lies_ahead():
    assert all(row["due_on"].weekday() < 5 or row["due_on"] > DAY for row in rows(SupervisionTaskSheet))
    ahead = {"ended_on", "contract_ended_on", "due_on", "closes_on"}
    for sheet, lines in build(DAY, SMALL).rows.items():
        for row in lines:
            late = {name for name, value in row.items() if isinstance(value, date) and value > DAY}
            assert late <= ahead, sheet.sheet_name
