"""The three shapes that serve all rules, and the register of rules.

A rule is a frozen dataclass: its fields are the parameters that the year's rubric must give, a `Literal` field is a
disputed reading. It says what to count (`tallies`), what the numbers are worth (`outcome`), and which of them somebody
can still change (`duties`).
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeVar, dataclass_transform

from core.periods import year_end
from scoring.duties import Duty, Proof
from scoring.tallies import Facts, Scope, Tally

Rounding = Literal["floor", "ceil"]


class Status(StrEnum):
    """What became of a sub-item: an empty one scores full marks, a pending one lacks its base figures."""

    SCORED = "scored"
    EMPTY = "empty"
    PENDING = "pending"


@dataclass(frozen=True)
class Outcome:
    """How many were found, what they cost before 扣完为止, and the tallies whose rows are the cases."""

    count: int
    deducted: Decimal
    status: Status = Status.SCORED
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lever:
    """What wins back points that are lost by level: each one more of it, `most` at most, `moves` the rule's numbers.

    `words` are a sentence's, with a place for how many: 再有{}人就业.
    """

    name: str
    words: str
    moves: Mapping[str, int]
    most: int
    #: The number whose rows are those that come into question; blank where they are counted nowhere.
    rows: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule of the rubric. A `per_village` rule's count is the sum of its villages' counts."""

    #: What the year's file calls the sub-item that it scores, such as 6.2.
    code: str
    max: Decimal

    #: What the years' files and the registers know it by, such as services_311.
    name: ClassVar[str]
    per_village: ClassVar[bool] = False
    #: What its count counts, as a page says it after the number.
    unit: ClassVar[str] = "条"
    #: Numbers to which rows do not belong either that had ended, as another number, before the town began.
    left_out: ClassVar[Mapping[str, str]] = {}

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        """What to count, by name."""
        raise NotImplementedError

    def outcome(self, facts: Facts) -> Outcome:
        """What the counted numbers are worth. A missing name is a base figure that nobody has entered."""
        raise NotImplementedError

    def lost(self, facts: Facts, before: Decimal = Decimal(0)) -> Decimal:
        """What the numbers cost a town together with what it lost `before`, 扣完为止."""
        return min(self.outcome(facts).deducted + before, self.max)

    def without(self, facts: Facts, ended: Facts) -> Facts:
        """The numbers less those of rows that had `ended` before the town began with the program."""
        ended = {**ended, **{name: ended[other] for name, other in self.left_out.items() if other in ended}}
        return {**facts, **{name: facts[name] - number for name, number in ended.items()}}

    def lowering(self, before: Scope, after: Scope) -> Any:
        """Of a rate or a total: the rows by which stored days lower it, each with how much (`lowers_by`)."""
        raise NotImplementedError

    def came_with(self, name: str, rows: Collection[Any], before: Scope, after: Scope) -> Mapping[Any, Any]:
        """Of rows of a number that came or went between two days: the record that took them along, by the row's key.

        What is not in it came or went by itself.
        """
        return {}

    def duties(self, today: date) -> Iterable[Duty]:
        """What has to be done as things stand on the day `today`; none where no single record settles anything."""
        return ()

    def levers(self, facts: Facts) -> Iterable[Lever]:
        """What more of wins points back where the numbers lose them by level, not each record by itself."""
        return ()


@dataclass(frozen=True)
class AllOrNothing(Rule):
    """Full marks when there is proof, else none."""

    unit = "项未完成"

    #: What its duty is called, in code and on a page.
    wanted: ClassVar[tuple[str, str]]

    def proof(self, scope: Scope) -> Tally:
        raise NotImplementedError

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        return {"proofs": self.proof(scope)}

    def duties(self, today: date) -> Iterable[Duty]:
        yield Proof(self, *self.wanted, "proofs", on=year_end(today), due=year_end(today))

    def levers(self, facts: Facts) -> Iterable[Lever]:
        name, title = self.wanted
        yield Lever(name, title, {"proofs": 1}, most=1)

    def outcome(self, facts: Facts) -> Outcome:
        return Outcome(0, Decimal(0)) if facts["proofs"] else Outcome(1, self.max)


@dataclass(frozen=True)
class PerCase(Rule):
    """Every case found costs a step; all tallies are cases."""

    step: Decimal

    per_village = True

    def outcome(self, facts: Facts) -> Outcome:
        cases = sum(facts.values())
        return Outcome(cases, cases * self.step, listed=tuple(facts))


@dataclass(frozen=True)
class PerPoint(Rule):
    """Every point below a base or a target costs a step."""

    step: Decimal

    unit = "个百分点"

    #: Tallies whose rows a list shows: those who make up the shortfall.
    listed: ClassVar[tuple[str, ...]] = ()

    def status(self, facts: Facts) -> Status:
        return Status.SCORED

    def points(self, facts: Facts) -> int:
        raise NotImplementedError

    def outcome(self, facts: Facts) -> Outcome:
        status = self.status(facts)
        points = self.points(facts) if status is Status.SCORED else 0
        return Outcome(points, points * self.step, status, self.listed)


def percent(part: int, whole: int) -> Fraction:
    return Fraction(100 * part, whole)


def percent_below(base: int, number: int) -> Fraction:
    """By how many percent of `base` the number is below it; nothing can be below a base of 0."""
    return max(percent(base - number, base), Fraction(0)) if base else Fraction(0)


def whole_points(points: Fraction, rounding: Rounding) -> int:
    """不足1个百分点: counted as a whole one (ceil) or not at all (floor)."""
    return {"floor": math.floor, "ceil": math.ceil}[rounding](points)


RuleClass = TypeVar("RuleClass", bound=Rule)
#: Every rule by its name. A changed rule is another name, in the file of the year in which it changes.
RULES: dict[str, type[Rule]] = {}


@dataclass_transform(frozen_default=True)
def rule(name: str) -> Callable[[type[RuleClass]], type[RuleClass]]:
    """Register a rule under its name; which code it has, and in which years, is said by the years' files."""

    def register(cls: type[RuleClass]) -> type[RuleClass]:
        if name in RULES:
            raise ValueError(f"{RULES[name].__qualname__} is called {name} already")
        cls = dataclass(frozen=True)(cls)
        cls.name = name
        RULES[name] = cls
        return cls

    return register
