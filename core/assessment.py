"""What apps below the score may know of a year's rubric: its rules' codes, the terms of verification, the labor force.

They name a rule by its name; its code stands in the year's file only. `scoring.catalogue` answers, once it is loaded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.urls import reverse

from core.periods import HALF_YEARS, Term, terms, year_of


@dataclass(frozen=True)
class LaborForce:
    """Whom a rubric takes for able to work: from `youngest` to `oldest` full years, and of these capacities."""

    youngest: int
    oldest: int
    capacities: tuple[str, ...]

    @property
    def too_old(self) -> int:
        """The age at which somebody is of working age no more."""
        return self.oldest + 1

    def has_age(self, years: int) -> bool:
        return self.youngest <= years <= self.oldest


class YearRubric(Protocol):
    """What a year's rubric answers."""

    @property
    def rules(self) -> Mapping[str, str]:
        """The names of its rules by the codes of the sub-items that they score."""

    def sub_item(self, code: str) -> Any:
        """The sub-item of a code, which has a `title`."""

    @property
    def verification_deadlines(self) -> Sequence[str]:
        """Month and day of the deadlines by which data are verified; none where it wants nothing of the kind."""

    @property
    def labor_force(self) -> LaborForce: ...


#: Who finds the rubric of a year.
_finders: list[Callable[[int], YearRubric]] = []
#: The route of the page of a sub-item.
_pages: list[str] = []
_only: ContextVar[YearRubric | None] = ContextVar("only", default=None)


def answered_by(find: Callable[[int], YearRubric], page: str) -> None:
    """Ask `find` for the rubric of a year from now on; `page` is the route of a sub-item's page."""
    _finders[:] = [find]
    _pages[:] = [page]


def address_of(code: str) -> str:
    """Where the page of a sub-item is."""
    return reverse(_pages[0], args=[code])


@contextmanager
def judged_by(rubric: YearRubric) -> Iterator[None]:
    """For a while, judge all facts by one rubric, whatever their day."""
    token = _only.set(rubric)
    try:
        yield
    finally:
        _only.reset(token)


def _rubric(year: int) -> YearRubric:
    return _only.get() or _finders[0](year)


def rules_on(day: date) -> Mapping[str, str]:
    """The names of the rules by code, in the rubric that scores `day`."""
    return _rubric(day.year).rules


def title_of(rule: str, year: int) -> str:
    """What the rubric of a year calls the sub-item that a rule scores; the rule's own name where it scores none."""
    rubric = _rubric(year)
    codes = [code for code, name in rubric.rules.items() if name == rule]
    return f"{codes[0]} {rubric.sub_item(codes[0]).title}" if codes else rule


def labor_force_on(day: date) -> LaborForce:
    """Who is able to work on `day`, as its rubric says."""
    return _rubric(year_of(day)).labor_force


def codes_of(rules: Iterable[str], on: date) -> list[str]:
    """The codes of the sub-items that these rules score in the rubric of the day `on`, in order."""
    wanted = set(rules)
    return sorted(code for code, name in rules_on(on).items() if name in wanted)


def codes_now(code: str, then: date, now: date) -> list[str]:
    """What the rubric of the day `now` calls the sub-item that was `code` on the day `then`; none if it is dropped."""
    return codes_of({rules_on(then)[code]}, now) if code in rules_on(then) else []


def terms_of(year: int) -> list[Term]:
    """The terms of `year` in which data are to be verified; the plan wants halves where the rubric says nothing."""
    return list(terms(year, _rubric(year).verification_deadlines or HALF_YEARS))


def term_of(day: date) -> Term:
    """The term in which `day` lies; after the last deadline of a year, the first of the next."""
    return next((term for term in terms_of(day.year) if day <= term.end), None) or terms_of(day.year + 1)[0]


def term_before(term: Term) -> Term:
    """The term that ended last when `term` began."""
    ended = [each for year in (term.year - 1, term.year) for each in terms_of(year) if each.end < term.start]
    return ended[-1]
