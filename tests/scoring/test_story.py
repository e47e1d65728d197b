"""The year's course and why it moved: the engine's own numbers, which add up."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from fictional.one_of_everything import NEXT, OWN, TOWN
from labor.models import Employment
from scoring.score import score_town
from scoring.story.course import month_course, steps_ahead, year_course
from scoring.story.plot import Plot
from scoring.story.why import difference
from tests.scoring.rows import HOME, stored
from tests.scoring.test_coming import SOON, leaves, stops
from tests.scoring.test_deeds import TODAY, figures
from tests.scoring.test_laws import changing_towns, examples, towns

pytestmark = pytest.mark.django_db

two_days = st.lists(st.dates(date(2023, 1, 1), date(2023, 12, 31)), min_size=2, max_size=2).map(sorted)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@examples
@given(st.one_of(towns, changing_towns), two_days)
def test_the_causes_add_up_and_their_rows_are_those_that_count(rows, days):
    cache.clear()
    with stored(rows):
        found, (before, after) = difference(HOME, *days), [score_town(HOME, day) for day in days]
    assert [found.before, found.after] == [before.total, after.total]
    assert sum((cause.points for cause in found.causes), Decimal(0)) == found.points == after.total - before.total
    moves = {move.sub_item.code: move for cause in found.causes for move in cause.moves}
    assert len(moves) == sum(len(cause.moves) for cause in found.causes)
    for code, then in before.sub_items.items():
        now = after.sub_items[code]
        assert (code in moves) == ((then.score or 0) != (now.score or 0))
        if code in moves and then.listed == now.listed and then.counts_rows and now.counts_rows and now.listed:
            assert now.count - then.count == len(moves[code].came) - len(moves[code].went)


def causes(since, until):
    """By their points and the rules that they moved: the records of the causes."""
    found = difference(TOWN, since, until)
    return {frozenset(move.sub_item.rule.name for move in cause.moves): cause for cause in found.causes}


def test_a_workshop_that_stops_is_the_one_cause_of_all_that_it_moves(small_town):
    figures(workshop_workers=3, workshop_labor=1)
    stops(small_town)
    found = causes(SOON - timedelta(days=1), SOON)
    together = next(names for names in found if "workshop_jobs" in names)
    assert together == {"workshop_total", "workshop_jobs", "site_workshops"}
    assert found[together].record == ("workshops.workshop", small_town.workshop.pk)


def test_a_village_without_staff_is_the_one_cause_of_what_its_platform_loses(small_town):
    leaves(small_town)
    found = causes(SOON - timedelta(days=1), SOON)
    assert found[frozenset({"platforms", "service_business"})].record == ("core.village", OWN)


def test_two_people_who_lose_their_jobs_are_no_one_cause(small_town):
    figures(workshop_workers=50, workshop_labor=50)
    Employment.objects.filter(person__village__in=[OWN, NEXT]).update(ended_on=SOON)
    found = causes(SOON, SOON + timedelta(days=1))
    assert all(cause.record is None or cause.record[0] != "labor.person" for cause in found.values())


def test_each_point_is_the_score_of_its_day_and_what_is_ahead_is_marked(small_town):
    stops(small_town)
    course = year_course(TOWN, TODAY.year, TODAY)
    assert {point.on: point.total for point in course.points} == {
        point.on: score_town(TOWN, point.on).total for point in course.points
    }
    assert [point.is_expected for point in course.points] == [point.on > TODAY for point in course.points]
    assert course.known[-1].on == course.expected[0].on == TODAY
    assert course.at_year_end.on == date(2023, 12, 31)
    assert SOON in steps_ahead(TOWN, TODAY) or SOON + timedelta(days=1) in steps_ahead(TOWN, TODAY)


def test_a_year_that_is_over_has_nothing_ahead_and_one_before_the_rubrics_nothing_at_all(small_town):
    later = date(2024, 2, 1)
    assert year_course(TOWN, 2023, later).expected == ()
    assert len(year_course(TOWN, 2023, later).points) == 12
    assert year_course(TOWN, 2022, later).points == ()


def test_a_month_is_told_day_by_day(small_town):
    stops(small_town)
    days = {point.on: point.total for point in month_course(TOWN, SOON, date(2023, 6, 1)).points}
    assert len(days) == 31
    assert days[SOON - timedelta(days=1)] > days[SOON]


def test_the_drawing_holds_every_point_within_its_frame(small_town):
    stops(small_town)
    plot = Plot(year_course(TOWN, TODAY.year, TODAY), TODAY.year)
    assert [dot.x for dot in plot.dots] == sorted(dot.x for dot in plot.dots)
    heights = [dot.y for dot in plot.dots] + [plot.end.y]
    assert all(plot.grid[-1][1] <= y <= plot.grid[0][1] for y in heights)
    assert plot.floor <= min(point.total for point in plot.course.points)
    assert plot.known_line.count(" ") + 1 == len(plot.dots)
    assert plot.expected_line.split(" ")[0] == f"{plot.now.x},{plot.now.y}"
    assert plot.expected_line.split(" ")[-1] == f"{plot.end.x},{plot.end.y}"


def test_what_was_counted_once_is_remembered(small_town, as_committed):
    year_course(TOWN, TODAY.year, TODAY)
    with CaptureQueriesContext(connection) as asked:
        year_course(TOWN, TODAY.year, TODAY)
    assert not [query for query in asked if "COUNT(" in query["sql"]]
