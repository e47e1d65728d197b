"""What an import did, or would do: counts by sheet, unknown columns, every refused cell with its reason, and what the
rest does to stored values."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from core.printable import printable
from ledger.cells import as_text


@dataclass(frozen=True)
class CellError:
    """A refused cell. `row` is the row number in the file; None for an error of the whole sheet."""

    sheet: str
    row: int | None
    column: str
    value: str
    message: str


@dataclass(frozen=True)
class ListError(CellError):
    """A refused cell of a list that others made. `place` is its column, from 0; None where it stands in no column."""

    place: int | None = None


class EffectKind(models.TextChoices):
    """What a file does to what is stored. The first four are the contract's warnings."""

    NAME_DIFFERS = "name-differs", "姓名完全不同"
    REOPENS = "reopens", "结束了的又重新开始"
    SAME_START = "same-start", "同一天已有一份工作"
    KEPT = "kept", "写了“无”，原来的内容保留"
    CLEARED = "cleared", "清空"
    RENAMED = "renamed", "改名"
    MOVED = "moved", "换村、换户"
    BY_HAND = "by-hand", "手工录入或改过，又被改动"
    # What lists do, said of people.
    NEW_PERSON = "new-person", "新登记的人"
    WORK_CHANGED = "work-changed", "换了单位"
    NEW_WORK = "new-work", "新登记的工作"
    RETURNED = "returned", "返乡、离岗"
    NEW_RECORD = "new-record", "新登记的其他内容"
    ENDED = "ended", "其他的结束"
    CORRECTED = "corrected", "内容不同，改成名册的"
    FILLED = "filled", "原来空着，补上"
    REPEATED = "repeated", "同一条写了几行"
    MISSING = "missing", "名册里没有"


WARNINGS = (EffectKind.NAME_DIFFERS, EffectKind.REOPENS, EffectKind.SAME_START, EffectKind.KEPT)


@dataclass(frozen=True)
class Effect:
    """What a cell does to what is stored. `value` is the value found; `key` are the cells that identify its row.

    Of a list also: the worksheet it was `found_in`, the stored row that is the `target`, and of whom (`name`) where
    nobody of that number is stored yet.
    """

    sheet: str
    row: int
    column: str
    value: str
    stored: str
    kind: EffectKind
    key: tuple[str, ...] = ()
    name: str = ""
    found_in: str = ""
    target: str = ""
    decision: str = ""

    def as_warning(self) -> dict[str, Any]:
        """The effect as the contract tells a warning."""
        return {
            **{name: getattr(self, name) for name in ("sheet", "row", "column", "value", "stored")},
            "kind": str(self.kind),
        }


@dataclass
class SheetCounts:
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    def as_dict(self) -> dict[str, int]:
        return dict(vars(self))


@dataclass
class Report:
    """The contract's JSON report as an object."""

    sheets: dict[str, SheetCounts] = field(default_factory=dict)
    unknown: dict[str, list[str]] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    written: bool = False
    #: Lines of a comparison that were to be written, each with what became of it.
    taken: list[Any] = field(default_factory=list)
    #: Of a comparison: how many rows of each sheet only one side has, both have alike, and so on.
    compared: dict[str, dict[str, int]] = field(default_factory=dict)
    #: What a list reports as a total, beside what its rows and the ledger count.
    totals: list[dict[str, Any]] = field(default_factory=list)

    @property
    def cleared(self) -> dict[str, dict[str, int]]:
        """How many stored values are emptied, by sheet and column."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for effect in self.effects:
            if effect.kind == EffectKind.CLEARED:
                counts[effect.sheet][effect.column] += 1
        return {sheet: dict(columns) for sheet, columns in counts.items()}

    def as_dict(self) -> dict[str, Any]:
        return {
            "sheets": {name: counts.as_dict() for name, counts in self.sheets.items()},
            "unknown": self.unknown,
            "errors": [dict(vars(error)) for error in self.errors],
            "cleared": self.cleared,
            "warnings": [effect.as_warning() for effect in self.effects if effect.kind in WARNINGS],
            "written": self.written,
        }


def shown(value: Any) -> str:
    """A cell's value as a report shows it."""
    day = value.isoformat().removesuffix("T00:00:00") if isinstance(value, date) else None  # Excel has no bare days
    text = day or printable(as_text(value))
    return text if len(text) <= 100 else text[:99] + "…"
