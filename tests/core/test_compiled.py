"""A query is compiled once and run for any values of its parameters; nothing about them is guessed."""

from datetime import date

import pytest
from django.db import connection, transaction

from core.compiled import CompiledQuery, QueryParameter, UnboundParameter, takes_parameters
from core.exists_query import RECORD, ExistsQuery
from core.models import Village
from core.periods import first_day, last_year_end, year_of, years_before
from fictional.one_of_everything import NEXT, OWN, TOWN
from labor.models import Employment, Person

pytestmark = pytest.mark.django_db
DAY = QueryParameter("on")


def names(**values):
    people = Person.objects.within(QueryParameter("division")).filter(joined_on__lte=DAY)
    return {name for (name,) in CompiledQuery.of(people.order_by().values_list("name")).rows(**values)}


def test_a_query_runs_for_any_values(small_town):
    assert names(division=TOWN, on=date(2023, 1, 1)) == {"石小军", "杨木瓜"}
    assert names(division=NEXT, on=date(2023, 1, 1)) == {"杨木瓜"}
    assert names(division=TOWN, on=date(2020, 1, 1)) == set()


def test_what_the_database_answers_comes_as_pythons_values(small_town):
    people = Person.objects.within(QueryParameter("division")).order_by("pk").values_list("pk", "joined_on")
    assert CompiledQuery.of(people).rows(division=TOWN)[0] == (small_town.person.pk, date(2021, 1, 1))


@pytest.mark.parametrize("values", [{"division": TOWN}, {}, {"division": TOWN, "on": date(2023, 1, 1), "year": 2023}])
def test_every_parameter_is_bound_and_nothing_else(small_town, values):
    with pytest.raises(UnboundParameter):
        names(**values)


def test_a_queryset_with_a_parameter_answers_nothing_by_itself(small_town):
    with pytest.raises(Exception, match="QueryParameter"), transaction.atomic():
        list(Person.objects.filter(joined_on__lte=DAY))


def test_a_parameter_has_no_text_and_takes_no_part_in_the_calendar():
    for attempt in (lambda: f"{DAY}-06-30", lambda: date(DAY, 1, 1), lambda: DAY.replace(day=1), lambda: DAY.year):
        with pytest.raises((TypeError, AttributeError)):
            attempt()


def test_what_follows_from_a_parameter_is_found_when_it_is_bound():
    adapt = connection.ops.adapt_datefield_value
    for derived, found in (
        (years_before(DAY, 16), adapt(date(2008, 2, 28))),
        (last_year_end(DAY), adapt(date(2023, 12, 31))),
        (first_day(year_of(DAY)), adapt(date(2024, 1, 1))),
        (takes_parameters(str)(DAY), "2024-02-28"),
    ):
        assert derived.bound({"on": date(2024, 2, 28)}) == found


def test_a_constant_that_looks_like_a_value_stays_what_it_is(small_town):
    """Once -1 stood for the record: a condition with a -1 of its own was asked about something else."""
    wages = Employment.objects.filter(person=RECORD, monthly_wage__gt=-1)
    query = ExistsQuery.about(Person, [wages, wages.filter(monthly_wage=-1), Village.objects.filter(code=OWN)])
    assert query.of(small_town.person.pk) == [True, False, True]
    assert query.of(small_town.people[NEXT].pk) == [True, False, True]
