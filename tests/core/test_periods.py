"""Calendar arithmetic at its edges: month ends, 29 February, halves of a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import HALF_YEARS, full_years, month_end, terms, year_back, years_before
from tests.once import once

pytestmark = once

days = st.dates(min_value=date(1930, 1, 1), max_value=date(2100, 12, 31))


# --- terms ---


def test_the_halves_of_a_year_end_on_30_june_and_31_december():
    first, second = terms(2023, HALF_YEARS)
    assert (first.start, first.end) == (date(2023, 1, 1), date(2023, 6, 30))
    assert (second.start, second.end) == (date(2023, 7, 1), date(2023, 12, 31))


def test_a_half_year_has_a_code_and_a_chinese_name():
    first, second = terms(2023, HALF_YEARS)
    assert (str(first), str(second)) == ("2023H1", "2023H2")
    assert (first.label, second.label) == ("2023年上半年", "2023年下半年")


def test_quarters_are_called_by_their_number_and_other_terms_too():
    quarters = terms(2024, ("03-31", "06-30", "09-30", "12-31"))
    assert [each.label for each in quarters][:2] == ["2024年第一季度", "2024年第二季度"]
    assert [each.label for each in terms(2024, ("04-30", "08-31", "12-31"))][2] == "2024年第3期"
    assert [each.label for each in terms(2024, ("12-31",))] == ["2024年"]


@given(days)
def test_every_day_lies_in_one_half_of_its_year(day):
    assert sum(term.start <= day <= term.end for term in terms(day.year, HALF_YEARS)) == 1


# --- a month ---


@given(days)
def test_a_month_ends_the_day_before_the_next_one_begins(day):
    end = month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + timedelta(days=1)).day == 1


# --- years of age ---


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2007-06-30", "2023-06-29", 15),
        ("2007-06-30", "2023-06-30", 16),
        ("2004-02-29", "2020-02-28", 15),
        ("2004-02-29", "2020-02-29", 16),
        ("2004-02-29", "2023-02-28", 18),
        ("2004-02-29", "2023-03-01", 19),
        ("2004-12-31", "2023-01-01", 18),
        ("2023-06-30", "2023-06-30", 0),
    ],
)
def test_years_are_full_on_the_birthday_and_for_29_february_on_1_march(born, day, years):
    assert full_years(date.fromisoformat(born), date.fromisoformat(day)) == years


@given(born=days, day=days, years=st.integers(0, 25))
def test_who_was_born_by_years_before_has_completed_them_and_nobody_else(born, day, years):
    assert (born <= years_before(day, years)) == (full_years(born, day) >= years)


def test_the_twelve_months_up_to_29_february_begin_after_28_february():
    assert year_back(date(2024, 2, 29)) == date(2023, 2, 28)
    assert year_back(date(2025, 2, 28)) == date(2024, 2, 28)
    assert year_back(date(2023, 12, 31)) == date(2022, 12, 31)
