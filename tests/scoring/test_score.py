"""The engine on some towns that are the same every time, quick to run after a change of a rule. The laws try many."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.wall import everywhere, walled
from scoring.result import decimal_text
from scoring.rules import Status
from scoring.score import (
    Score,
    count,
    of_rubric,
    score_of,
    score_town,
    score_towns,
    village_shares,
)
from scoring.tallies import Scope
from tests.scoring.naive import evaluate
from tests.scoring.readings import combinations, rubric_with
from tests.scoring.rows import COUNTY, HOME, NEIGHBOUR, VILLAGES, empty_town, stored
from tests.scoring.towns import SCORED_DAYS, random_town

pytestmark = pytest.mark.django_db

SEEDS = range(12)


def town_and_day(seed):
    chance = Random(seed)
    return random_town(chance), SCORED_DAYS[seed % len(SCORED_DAYS)]


def found(result):
    return {
        code: (
            str(each.status),
            each.score if each.score is None else Fraction(each.score),
            each.count,
            list(each.cases),
        )
        for code, each in result.sub_items.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_town_scores_what_the_contract_says(seed):
    rows, day = town_and_day(seed)
    readings = combinations[seed % len(combinations)]
    with stored(rows):
        for town in (HOME, NEIGHBOUR):
            result = score_town(town, day, rubric=rubric_with(**readings), cases=True)
            assert found(result) == evaluate(rows, town, day, **readings)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_totals_add_up_and_what_lacks_base_figures_is_pending(seed):
    rows, day = town_and_day(seed)
    rows["baselines"] = rows["baselines"][:1]
    with stored(rows):
        result = score_town(HOME, day)
    each = result.sub_items.values()
    assert (result.division, result.name, result.on) == (HOME, "", day)
    assert (
        result.total
        == sum(item.score for item in result.items)
        == sum(one.score for one in each if one.score is not None)
    )
    assert result.pending == sum(one.sub_item.rule.max for one in each if one.status is Status.PENDING) > 0
    assert all(one.deducted == 0 for one in each if one.status is Status.PENDING)
    assert all(one.score + one.deducted == one.sub_item.rule.max for one in each if one.status is not Status.PENDING)
    assert {one.cases for one in each} == {None}


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_villages_share_what_the_town_counts_and_nothing_that_only_a_town_has(seed):
    rows, day = town_and_day(seed)
    with stored(rows):
        town, villages = score_town(HOME, day, cases=True), village_shares(HOME, day, cases=True)
        bare = village_shares(HOME, day)
    assert [village.division for village in villages] == sorted(
        row["code"] for row in rows["villages"] if row["code"].startswith(HOME)
    )
    assert {(village.total, village.pending) for village in villages} == {(None, None)}
    for code, whole in town.sub_items.items():
        shares = [village.sub_items[code] for village in villages]
        if whole.sub_item.rule.per_village:
            assert sum(share.count for share in shares) == whole.count
            assert sorted(case for share in shares for case in share.cases) == list(whole.cases)
        else:
            assert {(share.status, share.count, share.cases) for share in shares} == {(whole.status, None, ())}
        assert {share.score for share in shares} == {None}
        assert {village.sub_items[code].cases for village in bare} == {None}


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_the_towns_of_a_county_score_what_each_scores_alone(seed):
    rows, day = town_and_day(seed)
    rubric = rubric_with(due_day="thirty_days")
    with stored(rows):
        together = score_towns(COUNTY, day, rubric=rubric, cases=True)
        alone = [score_town(town, day, rubric=rubric, cases=True) for town in (HOME, NEIGHBOUR)]
    assert together == alone


def test_the_rows_behind_a_number_are_read_once_for_all_villages(django_assert_num_queries):
    rows, day = town_and_day(1)
    with stored(rows):
        score = Score(HOME, day, with_cases=True)
        score.result(HOME)
        with django_assert_num_queries(0):
            score.result(HOME)
            score.share(VILLAGES[HOME][0], "某村")


def test_counts_that_are_known_already_are_not_counted_again(django_assert_num_queries):
    rows, day = town_and_day(2)
    with stored(rows):
        score = Score(HOME, day)
        with django_assert_num_queries(0):
            again = Score(HOME, day, score.rubric, counts=score.counts).result(HOME)
        assert again == score.result(HOME)


def test_a_deduction_is_never_larger_than_the_points():
    rows = empty_town()
    rows["villages"] = [
        {"code": f"{HOME}{number}", "name": "某村", "platform_required": True} for number in range(200, 230)
    ]
    with stored(rows):
        result = score_town(HOME, SCORED_DAYS[-1], cases=True).sub_items["4.1"]
    assert (result.score, result.deducted, result.count) == (Decimal(0), result.sub_item.rule.max, 30)
    assert len(result.cases) == 30


@pytest.mark.parametrize(
    ("number", "text"),
    [("17.40", "17.4"), ("10.00", "10"), ("1E+1", "10"), ("100", "100"), ("0.05", "0.05"), ("0", "0"), (None, None)],
)
def test_a_number_is_told_in_its_shortest_form(number, text):
    assert decimal_text(number and Decimal(number)) == text


def test_the_towns_of_a_place_are_those_inside_it_and_list_no_cases_unasked():
    rows, day = town_and_day(0)
    with stored(rows):
        (alone,) = score_towns(HOME, day)
        assert alone == score_town(HOME, day)
        assert {each.cases for each in alone.sub_items.values()} == {None}


def test_inside_a_request_a_place_is_scored_whoever_looks():
    rows, day = town_and_day(0)
    with stored(rows), everywhere("counts are of a place"):
        counted = (score_towns(COUNTY, day), village_shares(HOME, day))
        with walled():
            score = Score(COUNTY, day)
            assert score.counts
            assert (score_towns(COUNTY, day), village_shares(HOME, day)) == counted


def test_some_sub_items_are_counted_without_the_others(django_assert_max_num_queries):
    rows, day = town_and_day(3)
    rubric, scope = rubric_with(), Scope(HOME, day)
    with stored(rows):
        everything = count(rubric, scope)
        for code, columns in everything.items():
            some = count(rubric, scope, codes=[code])
            assert {name: some[code][name].at(HOME) for name in columns} == {
                name: column.at(HOME) for name, column in columns.items()
            }
        with django_assert_max_num_queries(0):
            count(rubric, scope, codes=[])


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_where_the_count_is_one_of_rows_so_many_cases_are_listed(seed):
    rows, day = town_and_day(seed)
    with stored(rows):
        each = [one for one in score_town(HOME, day, cases=True).sub_items.values() if one.status is Status.SCORED]
    assert {one.counts_rows for one in each} == {True, False}
    assert all(len(one.cases) == one.count for one in each if one.counts_rows)


def test_a_score_is_told_in_the_contracts_form():
    rows, day = town_and_day(0)
    with stored(rows):
        town, (village, *_) = score_town(HOME, day, cases=True), village_shares(HOME, day)
    told = town.as_json()
    assert told | {"items": None} == {
        "division": HOME, "year": day.year, "as_of": day.isoformat(), "rubric": town.rubric,
        "total": decimal_text(town.total), "pending": decimal_text(town.pending), "items": None,
    }  # fmt: skip
    for item, shown in zip(town.items, told["items"], strict=True):
        assert shown | {"indicators": None} == {
            "code": item.item.code, "title": item.item.title, "max": decimal_text(item.item.max),
            "score": decimal_text(item.score), "indicators": None,
        }  # fmt: skip
        for each, line in zip(item.sub_items, shown["indicators"], strict=True):
            assert line == {
                "code": each.sub_item.code, "max": decimal_text(each.sub_item.rule.max),
                "score": decimal_text(each.score), "status": str(each.status),
                "deducted": decimal_text(each.deducted), "count": each.count, "cases": list(each.cases),
            }  # fmt: skip
    shared = village.as_json()
    assert (shared["name"], shared["total"]) == (village.name, None)
    assert "cases" not in shared["items"][0]["indicators"][0]


def test_a_score_that_is_remembered_is_the_score(as_committed, django_assert_num_queries):
    rows, day = town_and_day(4)
    with stored(rows):
        score = score_of(HOME, day)
        assert score.result(HOME) == score_town(HOME, day)
        with CaptureQueriesContext(connection) as first:
            count(score.rubric, score.scope)
        with CaptureQueriesContext(connection) as again:
            score_of(HOME, day)
    assert len(again) < len(first)


def test_a_year_without_a_rubric_says_by_which_it_goes():
    assert of_rubric(2023) == []
    assert of_rubric(2031) == ["按2023年细则计算，2031年细则未发布"]
