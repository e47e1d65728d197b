"""What apps below the score may know of a year's rubric: the codes of its rules, and the terms of verification.

They name a rule by its name; its code stands in the year's file only. `scoring.catalogue` answers, once it is loaded.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from core.periods import HALF_YEARS, Term, terms


class Rubrics(Protocol):
    """Who knows the rubric of every year."""

    def rules_on(self, day: date) -> Mapping[str, str]:
        """The names of the rules by the codes of the sub-items that they score, in the rubric that scores `day`."""

    def verification_deadlines(self, year: int) -> Sequence[str]:
        """Month and day of the deadlines by which data are verified in `year`; none where the rubric wants nothing."""


_rubrics: list[Rubrics] = []


def answered_by(rubrics: Rubrics) -> None:
    """Ask `rubrics` from now on."""
    _rubrics[:] = [rubrics]


def rules_on(day: date) -> Mapping[str, str]:
    """The names of the rules by code, in the rubric that scores `day`."""
    return {code: name for rubrics in _rubrics for code, name in rubrics.rules_on(day).items()}


def codes_of(rules: Iterable[str], on: date) -> list[str]:
    """The codes of the sub-items that these rules score in the rubric of the day `on`, in order."""
    wanted = set(rules)
    return sorted(code for code, name in rules_on(on).items() if name in wanted)


def codes_now(code: str, then: date, now: date) -> list[str]:
    """What the rubric of the day `now` calls the sub-item that was `code` on the day `then`; none if it is dropped."""
    return codes_of({rules_on(then)[code]}, now) if code in rules_on(then) else []


def terms_of(year: int) -> list[Term]:
    """The terms of `year` in which data are to be verified; the plan wants halves where the rubric says nothing."""
    deadlines = next((rubrics.verification_deadlines(year) for rubrics in _rubrics), ())
    return list(terms(year, deadlines or HALF_YEARS))


def term_of(day: date) -> Term:
    """The term in which `day` lies; after the last deadline of a year, the first of the next."""
    return next((term for term in terms_of(day.year) if day <= term.end), None) or terms_of(day.year + 1)[0]


def term_before(term: Term) -> Term:
    """The term that ended last when `term` began."""
    ended = [each for year in (term.year - 1, term.year) for each in terms_of(year) if each.end < term.start]
    return ended[-1]
