"""The rubric of a year as data: items, sub-items with their official wording, and the parameters of each rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property

from core.assessment import LaborForce
from scoring.rubric.item_2 import DataMaintenance
from scoring.rules import Rule
from scoring.tallies import BEGUN, Name, Scope, Tally, begun_villages

FULL_MARKS = 100


@dataclass(frozen=True)
class Parameter:
    """A number, a day or a disputed reading, with the wording it comes from."""

    name: str
    value: Any
    label: str
    source: str
    readings: Mapping[str, str]

    @property
    def shown(self) -> str:
        """The value as a page says it: the chosen reading in words, days and numbers as they are."""
        values = self.value if isinstance(self.value, list | tuple) else [self.value]
        return "、".join(self.readings.get(str(value), str(value)) for value in values)

    @property
    def other_readings(self) -> list[str]:
        """Where one reading is chosen, what the others would be."""
        if not isinstance(self.value, str):
            return []
        return [text for name, text in self.readings.items() if name != self.value]


@dataclass(frozen=True)
class Target:
    """What the plan's section 二 wants beside the points; `value` is None where it names no number.

    `percent` is the share of all those who come into question, where the plan wants so much of them.
    """

    name: str
    clause: str
    label: str
    unit: str
    source: str
    responsible: str
    value: int | None = None
    percent: int = 100

    @property
    def wanted(self) -> str:
        """What the plan wants, as a page says it."""
        if self.value is not None:
            return f"{self.value}{self.unit}"
        return f"应做的{self.percent}%" if self.percent != FULL_MARKS else "方案没有写明数量"


@dataclass(frozen=True)
class SubItem:
    """A sub-item as the year's rubric has it: what it is called, how it is worded, and the rule that scores it."""

    code: str
    title: str
    wording: str
    counting: str
    rule: Rule
    parameters: tuple[Parameter, ...]
    #: What the rule's numbers are called on a page, by the name of their tally.
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    code: str
    title: str
    max: Decimal
    checked_by: str
    sub_items: tuple[SubItem, ...]


@dataclass(frozen=True, eq=False)
class Rubric:
    """The rubric of a year. What is made from it once is kept by its identity."""

    year: int
    title: str
    source: str
    items: tuple[Item, ...]
    #: What the wording leaves open, by number.
    questions: Mapping[str, str]
    #: SHA-256 of the year's file.
    digest: str
    #: What the plan wants beside the points, by name.
    targets: Mapping[str, Target]
    #: Who is able to work, and the parameters that say so.
    labor_force: LaborForce
    populations: tuple[Parameter, ...]

    @property
    def sub_items(self) -> Iterator[SubItem]:
        for item in self.items:
            yield from item.sub_items

    @property
    def total(self) -> Decimal:
        """The points of all items: 100 but for a draft."""
        return sum((item.max for item in self.items), Decimal(0))

    @cached_property
    def deadlines(self) -> tuple[str, ...]:
        """Month and day of every deadline within the year, in order."""
        return tuple(sorted({day for sub_item in self.sub_items for day in getattr(sub_item.rule, "deadlines", ())}))

    def tallies(self, scope: Scope) -> dict[Name, Tally]:
        """Everything that the rules count, and the villages of towns that begin with the program during the year."""
        rules = {each.code: each.rule.tallies(scope).items() for each in self.sub_items}
        return {BEGUN: begun_villages(scope)} | {(code, key): tally for code in rules for key, tally in rules[code]}

    def sub_item(self, code: str) -> SubItem:
        """The sub-item with this code; KeyError when there is none."""
        return {sub_item.code: sub_item for sub_item in self.sub_items}[code]

    def scored_by(self, rule: str) -> tuple[SubItem, ...]:
        """The sub-items that the rule of this name scores: none in a year that has dropped it."""
        return tuple(sub_item for sub_item in self.sub_items if sub_item.rule.name == rule)

    @cached_property
    def rules(self) -> dict[str, str]:
        """The names of the rules by code."""
        return {sub_item.code: sub_item.rule.name for sub_item in self.sub_items}

    @cached_property
    def verification_deadlines(self) -> tuple[str, ...]:
        """Month and day of the deadlines of the verification; none where there is none."""
        rules = (sub_item.rule for sub_item in self.sub_items)
        return next((rule.deadlines for rule in rules if isinstance(rule, DataMaintenance)), ())

    def __str__(self) -> str:
        return str(self.year)
