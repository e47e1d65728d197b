"""Days and numbers at which a rule turns, and what each disputed reading makes of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from scoring.models import TownStart
from scoring.score import score_town
from tests.scoring.offenders import case, home, site, somebody, workshop
from tests.scoring.readings import rubric_with
from tests.scoring.rows import HOME, VILLAGES, empty_town, stored
from tests.scoring.towns import id_number

pytestmark = pytest.mark.django_db

VILLAGE = VILLAGES[HOME][0]
JUNE_END, YEAR_END = date(2023, 6, 30), date(2023, 12, 31)


def of(code, rows, day, **readings):
    """The sub-item of a town with these rows only."""
    with stored(rows):
        rubric = rubric_with(**readings) if readings else None
        return score_town(HOME, day, rubric=rubric, cases=True).sub_items[code]


def labor_on(day, born):
    """Whether somebody born on `born` is 脱贫劳动力 on `day`."""
    rows = empty_town()
    somebody(rows, home(rows))
    rows["people"][0]["id_number"] = id_number(born, 1)
    return of("2.1", rows, day).facts["labor"] == 1


BORN_AND_BIRTHDAY = [
    (date(2008, 2, 29), date(2024, 2, 29)),
    (date(2008, 2, 28), date(2024, 2, 28)),
    (date(2008, 3, 1), date(2024, 3, 1)),
    (date(2007, 3, 1), date(2023, 3, 1)),
    (date(2007, 12, 31), date(2023, 12, 31)),
]


@pytest.mark.parametrize(("born", "sixteen"), BORN_AND_BIRTHDAY)
def test_somebody_is_labor_from_the_sixteenth_birthday_on(born, sixteen):
    assert not labor_on(sixteen - timedelta(days=1), born)
    assert labor_on(sixteen, born)


@pytest.mark.parametrize(("born", "sixteen"), BORN_AND_BIRTHDAY)
def test_somebody_is_no_longer_labor_on_the_sixtieth_birthday(born, sixteen):
    forty_four_years_older = born.replace(year=born.year - 44)
    assert labor_on(sixteen - timedelta(days=1), forty_four_years_older)
    assert not labor_on(sixteen, forty_four_years_older)


@pytest.mark.parametrize(("born", "sixteen"), BORN_AND_BIRTHDAY)
def test_a_spot_check_counts_from_the_sixteenth_birthday_of_the_person_checked(born, sixteen):
    rows = empty_town()
    person = id_number(born, 1)
    rows["people"].append({**person_row(1), "id_number": person, "household": home(rows)})
    rows["spot_checks"] += [untrue(person, sixteen - timedelta(days=1)), untrue(person, sixteen)]
    assert of("2.3", rows, date(sixteen.year, 12, 31)).cases == (f"{person}@{sixteen}",)


def untrue(person, day):
    return {"person": person, "checked_on": day, "level": "superior", "result": "untrue", "rectified_on": None}


@pytest.mark.parametrize(
    ("registered", "due", "thirty_days"),
    [
        (date(2023, 1, 31), date(2023, 2, 28), date(2023, 3, 2)),
        (date(2023, 1, 28), date(2023, 2, 28), date(2023, 2, 27)),
        (date(2023, 3, 31), date(2023, 4, 30), date(2023, 4, 30)),
        (date(2023, 12, 31), date(2024, 1, 31), date(2024, 1, 30)),
        (date(2024, 1, 30), date(2024, 2, 29), date(2024, 2, 29)),
        (date(2023, 2, 28), date(2023, 3, 28), date(2023, 3, 30)),
    ],
)
def test_a_case_is_due_a_month_on_or_by_the_other_reading_thirty_days_on(registered, due, thirty_days):
    rows = empty_town()
    case(rows, somebody(rows, home(rows)), registered)
    for reading, first in (("calendar_month", due), ("thirty_days", thirty_days)):
        assert of("6.1", rows, first - timedelta(days=1), due_day=reading).count == 0
        assert of("6.1", rows, first, due_day=reading).count == 1


def test_who_was_no_labor_on_the_day_of_the_check_counts_only_where_everybody_does():
    rows = empty_town()
    person = somebody(rows, home(rows, kind="ordinary"))
    rows["spot_checks"].append(untrue(person, JUNE_END))
    assert of("2.3", rows, YEAR_END).cases == ()
    assert of("2.3", rows, YEAR_END, population="everybody").cases == (f"{person}@2023-06-30",)


def test_an_attempt_that_reached_nobody_is_no_verification():
    rows = empty_town()
    person = somebody(rows, home(rows))
    attempt = {"person": person, "verified_on": JUNE_END, "result": "unreachable"}
    rows["verifications"].append(attempt)
    assert of("2.2", rows, JUNE_END).cases == (f"{person}@2023H1",)
    rows["verifications"].append({**attempt, "verified_on": date(2023, 1, 1), "result": "unchanged"})
    assert of("2.2", rows, JUNE_END).count == 0


def served(rows, person, *days):
    kinds = ["recommendation"] * 3 + ["guidance", "training"]
    rows["services"] += [
        {"person": person, "served_on": day, "kind": kind, "employer": str(number), "post": "工"}
        for day in days
        for number, kind in enumerate(kinds)
    ]


def test_services_of_last_autumn_count_in_twelve_months_but_not_in_the_calendar_year():
    rows = empty_town()
    person = somebody(rows, home(rows))
    case(rows, person, date(2022, 10, 1))
    served(rows, person, date(2022, 10, 2))
    assert of("6.2", rows, JUNE_END, window="twelve_months").count == 0
    assert of("6.2", rows, JUNE_END, window="calendar_year").cases == (person,)


def test_the_twelve_months_begin_after_the_same_day_of_the_year_before():
    rows = empty_town()
    person = somebody(rows, home(rows))
    case(rows, person, date(2022, 3, 1))
    served(rows, person, JUNE_END.replace(year=2022))
    assert of("6.2", rows, JUNE_END - timedelta(days=1)).count == 0
    assert of("6.2", rows, JUNE_END).count == 100


def test_a_case_of_this_year_not_yet_due_is_served_only_by_the_other_reading():
    rows = empty_town()
    person = somebody(rows, home(rows))
    case(rows, person, JUNE_END)
    assert of("6.2", rows, JUNE_END).status == "empty"
    assert of("6.2", rows, JUNE_END, eligible="jobless_in_year").cases == (person,)
    job = {"person": person, "started_on": JUNE_END, "ended_on": None, "employer": "厂", "workshop": None}
    rows["jobs"].append(job)
    assert of("6.2", rows, JUNE_END, eligible="jobless_in_year").status == "empty"


@pytest.mark.parametrize(
    ("code", "most", "add"),
    [
        ("2.2", 61, lambda rows, number: add_person(rows, number)),
        ("2.3", 21, lambda rows, number: rows["spot_checks"].append(untrue(add_person(rows, number), JUNE_END))),
        ("6.1", 13, lambda rows, number: case(rows, add_person(rows, number), date(2023, 1, 1))),
        ("8.1", 4, lambda rows, number: rows["tasks"].append(missed(number))),
    ],
)
def test_beyond_the_floor_cases_are_listed_and_cost_nothing(code, most, add):
    rows = empty_town()
    for number in range(most):
        add(rows, number)
    result = of(code, rows, YEAR_END if code != "2.2" else JUNE_END)
    assert (result.score, result.deducted) == (0, result.sub_item.rule.max)
    assert result.count == len(result.cases) == most


def add_person(rows, number):
    code = home(rows, f"H{number}")
    rows["people"].append({**person_row(number), "household": code})
    return id_number(date(1990, 1, 1), number)


def person_row(number):
    row = {"id_number": id_number(date(1990, 1, 1), number), "village": VILLAGE, "capacity": "weak", "schooling": ""}
    return {**row, "joined_on": date(2022, 1, 1), "left_on": None}


def missed(number):
    return {"code": f"DB{number}", "town": HOME, "due_on": JUNE_END, "completed_on": JUNE_END + timedelta(days=1)}


def test_a_town_without_a_single_row_scores_what_needs_no_proof():
    with stored(empty_town()):
        result = score_town(HOME, YEAR_END)
    statuses = {code: str(each.status) for code, each in result.sub_items.items() if str(each.status) != "scored"}
    assert statuses == {"2.1": "pending", "3.4": "pending", "6.2": "empty"}
    assert (result.total, result.pending) == (100 - 20 - 3 - 2 - 2 - 5 - 2, 20)


def test_a_base_of_nought_is_pending_in_2_1_and_takes_nothing_in_3_4():
    rows = empty_town()
    for indicator in ("labor", "employed", "workshop_workers", "workshop_labor"):
        rows["baselines"].append({"year": 2022, "town": HOME, "indicator": indicator, "value": 0})
    assert str(of("2.1", rows, YEAR_END).status) == "pending"
    assert of("3.4", rows, YEAR_END).score == 10


def test_somebody_in_two_workshops_of_two_villages_is_one_worker_of_the_town():
    rows = empty_town()
    person = somebody(rows, home(rows))
    for number, village in enumerate(VILLAGES[HOME][:2]):
        rows["workshops"].append({**workshop_row(), "code": f"CJ{number}", "village": village})
        job = {"person": person, "started_on": JUNE_END, "ended_on": None, "employer": f"厂{number}"}
        rows["jobs"].append({**job, "workshop": f"CJ{number}"})
    assert of("3.4", rows, YEAR_END).facts["workers"] == 1


def test_a_worker_who_left_the_register_is_no_longer_one_of_the_labor():
    rows = empty_town()
    person = somebody(rows, home(rows))
    job = {"person": person, "started_on": JUNE_END, "ended_on": None, "employer": "厂", "workshop": workshop(rows)}
    rows["jobs"].append(job)
    rows["people"][0]["left_on"] = YEAR_END
    last, gone = (of("3.4", rows, day).facts for day in (YEAR_END - timedelta(days=1), YEAR_END))
    assert (last["workers"], last["labor"]) == (1, 1)
    assert (gone["workers"], gone["labor"]) == (1, 0)


def workshop_row():
    rows = empty_town()
    workshop(rows)
    return rows["workshops"][0]


def test_a_site_of_exactly_a_hundred_needs_a_window_and_no_workshop():
    rows = empty_town()
    site(rows, population=100)
    assert of("3.3", rows, YEAR_END).count == 0
    assert of("4.2", rows, YEAR_END).count == 1


@pytest.mark.parametrize(("population", "wanting"), [(99, 0), (100, 1)])
def test_a_site_of_fewer_than_a_hundred_needs_no_window(population, wanting):
    rows = empty_town()
    site(rows, population=population)
    assert of("4.2", rows, YEAR_END).count == wanting


def platform(rows, village, **facts):
    rows["villages"].append({"code": village, "name": "某村", "platform_required": True})
    built = {"village": village, "built_on": JUNE_END, "closed_on": None, "account_assigned_on": JUNE_END}
    rows["platforms"].append({**built, **facts})


def test_platforms_without_staff_cost_all_of_4_3_once_and_are_listed():
    rows, villages = empty_town(), VILLAGES[HOME][:2]
    for village in villages:
        platform(rows, village)
    result = of("4.3", rows, YEAR_END)
    assert (result.count, result.deducted, result.cases) == (1, result.sub_item.rule.max, villages)


def test_a_platform_that_is_not_built_costs_a_step_and_one_not_ready_its_own():
    rule = rubric_with().scored_by("platforms")[0].rule
    half = replace(rule, step=Decimal("0.5"), step_unready=Decimal("0.2"))
    assert half.outcome({"missing": 2, "unready": 3}).deducted == Decimal("1.6")


def ended(rows, day):
    """What counts in six sub-items and is final on a day."""
    person = somebody(rows, home(rows))
    rows["spot_checks"].append(untrue(person, day))
    check = {"village": VILLAGE, "item": "other", "level": "superior", "result": "failed"}
    rows["business_checks"].append({**check, "checked_on": day})
    platform(rows, VILLAGE)
    staff = {"village": VILLAGE, "name": "石平台", "started_on": date(2022, 1, 1), "ended_on": None}
    rows["staff"].append(staff)
    case(rows, person, day.replace(month=day.month - 1))
    rows["policies"].append({"code": "ZX1", "town": HOME, "year": day.year, "due_on": day, "done_on": None})
    rows["tasks"].append({"code": "DX1", "town": HOME, "due_on": day, "completed_on": None})


@pytest.mark.parametrize(("start", "counts"), [(JUNE_END, 1), (JUNE_END + timedelta(days=1), 0)])
@pytest.mark.parametrize("code", ["2.2", "2.3", "4.3", "6.1", "7.1", "8.1"])
def test_what_had_ended_before_the_town_began_stands_apart(code, start, counts):
    rows = empty_town()
    ended(rows, JUNE_END)
    with stored(rows):
        TownStart.objects.create(town_id=HOME, started_on=start)
        result = score_town(HOME, YEAR_END if code != "2.2" else JUNE_END + timedelta(days=1)).sub_items[code]
    assert (result.count, result.before.count if result.before else 0) == (counts, 1 - counts)


@pytest.mark.parametrize(("start", "eligible"), [(JUNE_END, 1), (JUNE_END + timedelta(days=1), 0)])
def test_whoever_was_not_served_before_the_town_began_is_not_among_those_who_had_to_be(start, eligible):
    rows = empty_town()
    ended(rows, JUNE_END)
    with stored(rows):
        TownStart.objects.create(town_id=HOME, started_on=start)
        result = score_town(HOME, YEAR_END).sub_items["6.2"]
    assert result.facts == {"eligible": eligible, "uncovered": eligible}
    assert (result.before is not None) == (not eligible)
