"""Twenty sub-items cost a fixed number of queries, whatever the number of people and towns."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from core.actor import acting_as
from core.assessment import judged_by
from core.compiled import CompiledQuery
from fictional.scale.storing import load
from fictional.scale.town import COUNTY, HOME, county
from scoring.catalogue import rubric_for
from scoring.rules import PerCase
from scoring.score import compiled_scans, count, score_town, score_towns, village_shares
from scoring.tallies import Scope, Tally, scans
from workshops.models import Workshop

DAY = date(2023, 12, 31)
MOST = 30


def queries(action):
    action()  # the rubric is read and compiled once
    with acting_as(None), CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "towns"), [(3, 1), (300, 1), (36, 12), (360, 12)])
def test_the_number_of_queries_does_not_grow(people, towns):
    load(county(people, towns=towns), rebuild_indexes=False)
    town = queries(lambda: score_town(HOME, DAY))
    assert town == 23  # one of them asks which rubrics are published, one whether anything has changed
    assert queries(lambda: score_towns(COUNTY, DAY)) == queries(lambda: village_shares(HOME, DAY)) == town + 1
    assert len(score_towns(COUNTY, DAY)) == towns


@pytest.mark.django_db
@pytest.mark.parametrize(("people", "towns"), [(300, 1), (360, 12)])
def test_the_cases_cost_one_query_a_list_for_all_towns_together(people, towns):
    load(county(people, towns=towns), rebuild_indexes=False)
    assert queries(lambda: score_towns(COUNTY, DAY, cases=True)) <= MOST + 8


@pytest.mark.django_db
@settings(deadline=None)
@given(st.dates(date(2020, 1, 1), date(2031, 12, 31)), st.sampled_from(["430529104", "430529", "430529104206", "43"]))
def test_what_is_compiled_once_is_what_django_would_compile_each_time(day, division):
    rubric, scope = rubric_for(2023), Scope(division, day)
    ended = len(list(scope.ended_terms(rubric.deadlines)))
    with judged_by(rubric):
        anew = [CompiledQuery.of(scan.query(division)) for scan in scans(rubric.tallies(scope))]
    once = [scan.query for scan in compiled_scans(rubric, ended, connection.vendor, True)]
    bound = [(query.sql, query.bound(division=division, on=day)) for query in once]
    assert bound == [(query.sql, query.bound()) for query in anew]


@dataclass(frozen=True)
class Strange(PerCase):
    """A rule that wants to know the day before the query runs."""

    def tallies(self, scope):
        return {"": Tally(Workshop.objects.operating(scope.on.replace(month=5, day=scope.on.year % 28 + 1)))}


@pytest.mark.django_db
def test_a_rule_that_needs_the_day_beforehand_is_refused():
    rubric = rubric_for(2023)
    item = rubric.items[-1]
    strange = replace(item.sub_items[0], rule=Strange(code="1.1", max=item.max, step=item.max))
    with pytest.raises(AttributeError, match="replace"):
        count(replace(rubric, items=(replace(item, sub_items=(strange,)),)), Scope(HOME, DAY))
