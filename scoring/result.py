"""The result of a score: what a division got, lost, and does not know yet, by item and sub-item."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from scoring.rules import Status
from scoring.years import Item, SubItem


def decimal_text(number: Decimal | None) -> str | None:
    """The shortest decimal form: 17.40 is "17.4", 1E+1 is "10"."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class BeforeStart:
    """What of a sub-item had ended before the town's start day: how many rows, and what they cost.

    `deducted` and `document` are official; without them nobody knows yet, and what the rows would cost is `pending`.
    """

    count: int
    pending: Decimal = Decimal(0)
    deducted: Decimal | None = None
    document: str = ""
    cases: tuple[str, ...] | None = None

    @property
    def words(self) -> str:
        """What a page says of it in a line."""
        if self.deducted is not None:
            return f"含启用前官方扣分{decimal_text(self.deducted)}"
        return f"启用前{self.count}" + (f"，{decimal_text(self.pending)}分待定" if self.pending else "")

    def as_json(self) -> dict[str, Any]:
        known = {} if self.cases is None else {"cases": list(self.cases)}
        points = {"pending": decimal_text(self.pending), "deducted": decimal_text(self.deducted)}
        return {"count": self.count, **points, **known}


@dataclass(frozen=True)
class SubItemResult:
    """The result of a sub-item. A village has no score and shares only what its villages can share (else None)."""

    sub_item: SubItem
    status: Status
    score: Decimal | None
    deducted: Decimal | None
    count: int | None
    facts: Mapping[str, int]
    listed: tuple[str, ...]
    cases: tuple[str, ...] | None = None
    before: BeforeStart | None = None

    @property
    def pending(self) -> Decimal:
        """The points of which nobody knows yet whether they are lost."""
        if self.status is Status.PENDING:
            return self.sub_item.rule.max
        return self.before.pending if self.before else Decimal(0)

    @property
    def counts_rows(self) -> bool:
        """The count is that of the rows behind it; elsewhere it is one of points, or of what has not been done."""
        return self.count == sum(self.facts[name] for name in self.listed)

    def as_json(self) -> dict[str, Any]:
        cases = {} if self.cases is None else {"cases": list(self.cases)}
        return {
            "code": self.sub_item.code,
            "max": decimal_text(self.sub_item.rule.max),
            "score": decimal_text(self.score),
            "status": str(self.status),
            "deducted": decimal_text(self.deducted),
            "count": self.count,
            **cases,
            **({"before_start": self.before.as_json()} if self.before else {}),
        }


@dataclass(frozen=True)
class ItemResult:
    item: Item
    score: Decimal | None
    sub_items: tuple[SubItemResult, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.item.code,
            "title": self.item.title,
            "max": decimal_text(self.item.max),
            "score": decimal_text(self.score),
            "indicators": [each.as_json() for each in self.sub_items],
        }


@dataclass(frozen=True)
class Result:
    """A division's score on a day; `name` only where several divisions stand side by side."""

    division: str
    name: str
    on: date
    rubric: str
    total: Decimal | None
    pending: Decimal | None
    items: tuple[ItemResult, ...]

    @property
    def sub_items(self) -> dict[str, SubItemResult]:
        return {each.sub_item.code: each for item in self.items for each in item.sub_items}

    @property
    def pending_before(self) -> Decimal:
        """The part of what is pending that had ended before the town began."""
        return sum((each.before.pending for each in self.sub_items.values() if each.before), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        """The contract's form; a village, which has no total, bears its name."""
        name = {"name": self.name} if self.total is None else {}
        return {
            "division": self.division,
            **name,
            "year": self.on.year,
            "as_of": self.on.isoformat(),
            "rubric": self.rubric,
            "total": decimal_text(self.total),
            "pending": decimal_text(self.pending),
            "items": [item.as_json() for item in self.items],
        }
