"""What apps below the score may ask of the year's rubric: codes of rules, terms of verification."""

from datetime import date
from types import SimpleNamespace

import pytest

from core import assessment
from core.assessment import codes_now, codes_of, judged_by, term_before, term_of
from core.periods import HALF_YEARS, terms

QUARTERS = ("03-31", "06-30", "09-30", "11-30")


HALVES = SimpleNamespace(
    rules={"6.2": "services_311", "6.4": "monitored_households"}, verification_deadlines=HALF_YEARS, labor_force=None
)
#: From 2024 on “311” is 6.5, verification has quarters of which the last ends early, and 6.4 is dropped.
RENUMBERED = SimpleNamespace(rules={"6.5": "services_311"}, verification_deadlines=QUARTERS, labor_force=None)


@pytest.fixture(autouse=True)
def renumbered(monkeypatch):
    monkeypatch.setattr(assessment, "_finders", [lambda year: RENUMBERED if year >= 2024 else HALVES])


def test_a_rule_has_the_code_of_its_year():
    assert codes_of(["services_311"], date(2023, 12, 31)) == ["6.2"]
    assert codes_of(["services_311", "monitored_households"], date(2024, 1, 1)) == ["6.5"]


def test_a_code_of_an_earlier_year_is_found_again_under_its_rule():
    then, now = date(2023, 5, 1), date(2024, 5, 1)
    assert codes_now("6.2", then, now) == ["6.5"]
    assert codes_now("6.4", then, now) == []
    assert codes_now("9.9", then, now) == []


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2023, 6, 30), "2023H1"),
        (date(2023, 12, 31), "2023H2"),
        (date(2024, 1, 1), "2024H1"),
        (date(2024, 4, 1), "2024H2"),
        (date(2024, 12, 1), "2025H1"),
    ],
)
def test_a_day_lies_in_the_term_whose_deadline_is_next(day, term):
    assert str(term_of(day)) == term


def test_the_term_before_may_be_one_of_the_year_before():
    assert [str(term_before(each)) for each in terms(2024, QUARTERS)] == ["2023H2", "2024H1", "2024H2", "2024H3"]


def test_where_a_rubric_wants_no_verification_the_plan_wants_halves(monkeypatch):
    without = SimpleNamespace(rules={}, verification_deadlines=(), labor_force=None)
    monkeypatch.setattr(assessment, "_finders", [lambda year: without])
    assert str(term_of(date(2024, 12, 1))) == "2024H2"


def test_for_a_while_one_rubric_judges_every_day():
    with judged_by(HALVES):
        assert codes_of(["services_311"], date(2024, 1, 1)) == ["6.2"]
    assert codes_of(["services_311"], date(2024, 1, 1)) == ["6.5"]
