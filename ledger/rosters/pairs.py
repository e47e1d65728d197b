"""What stands above a header as LABEL：VALUE and holds for every row, and on which day a list was made."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from core.files.workbooks import RawSheet
from core.periods import month_end
from core.printable import printable
from ledger.cells import Fault
from ledger.rosters.days import BareMonth, FullDay, day_told
from ledger.rosters.headings import heading
from ledger.rosters.words import shown, text_of, unblanked

LONGEST_LABEL = 12
#: The labels of the day on which a list was made, those that count more first.
DAY_LABELS = (
    "填报日期", "填报时间", "填表日期", "填表时间", "制表日期", "制表时间", "统计日期", "统计时间",
    "截止日期", "截止时间", "数据截止", "导出日期", "导出时间", "日期", "时间",
)  # fmt: skip
_PIECES = re.compile(r"[\r\n]+|\s{2,}")
_COLON = re.compile("[:：]")
_YEAR, _ALONE = r"(?<![0-9])(20[0-9]{2})", r"(?![0-9])"
_DAYS_OF_NAMES = re.compile(
    rf"{_YEAR}(?:([01][0-9])([0-3][0-9])|([-._/])([0-9]{{1,2}})\4([0-9]{{1,2}})|年([0-9]{{1,2}})月([0-9]{{1,2}})日){_ALONE}"
)
_MONTHS_OF_NAMES = re.compile(rf"{_YEAR}(?:年([0-9]{{1,2}})月|([01][0-9])){_ALONE}")
_DAYS_OF_CELLS = re.compile(
    rf"{_YEAR}(?:年([0-9]{{1,2}})月([0-9]{{1,2}})日|([-._/])([0-9]{{1,2}})\4([0-9]{{1,2}})){_ALONE}"
)
_MONTHS_OF_CELLS = re.compile(rf"{_YEAR}年([0-9]{{1,2}})月")


class LabelledValue(NamedTuple):
    """A value that holds for every row: as it stands, and where."""

    value: Any
    place: tuple[int, int]
    broken: str = ""


def pairs_above(raw: RawSheet, end: int) -> dict[str, LabelledValue]:
    """The pairs in the rows before `end`, by label as headings are compared; of equal labels the first."""
    found: dict[str, LabelledValue] = {}
    for number, row in enumerate(raw.rows[:end]):
        for place, cell in enumerate(row):
            for label, value in _of_cell(row, place, cell):
                if value is not None and 0 < len(label) <= LONGEST_LABEL:
                    found.setdefault(label, LabelledValue(value, (number, place)))
    return found


def _of_cell(row: Sequence[Any], place: int, cell: Any) -> Iterator[tuple[str, Any]]:
    """Labels and values of one cell; None where a label has no value."""
    if not isinstance(cell, str):
        return
    pieces = [piece for piece in _PIECES.split(printable(cell).strip()) if piece.strip()]
    for number, piece in enumerate(pieces):
        label, *rest = _COLON.split(piece, maxsplit=1)
        if rest:
            last = number == len(pieces) - 1
            yield heading(label), rest[0].strip() or (_to_the_right(row, place) if last else None)


def _to_the_right(row: Sequence[Any], place: int) -> Any:
    """The next filled cell, unless it has a colon itself."""
    cell = next((cell for cell in row[place + 1 :] if shown(cell)), None)
    return None if isinstance(cell, str) and _COLON.search(cell) else cell


def file_date(name: str, first: RawSheet | None, end: int) -> date | None:
    """The day that a file tells of: by its name, or above the header of its first worksheet."""
    found = _last(_DAYS_OF_NAMES, name, month=False) or _last(_MONTHS_OF_NAMES, name, month=True)
    if found or first is None:
        return found
    return _labelled(pairs_above(first, end)) or _written(first, end)


def _last(pattern: re.Pattern[str], text: str, *, month: bool) -> date | None:
    days = [_day(found, month=month) for found in pattern.finditer(text)]
    return next((day for day in reversed(days) if day), None)


def _day(found: re.Match[str], *, month: bool) -> date | None:
    numbers = [int(each) for each in found.groups() if each and each.isdecimal()]
    try:
        day = date(*numbers[:2], 1) if month else date(*numbers[:3])
    except (ValueError, TypeError):
        return None
    return month_end(day) if month else day


def _labelled(pairs: Mapping[str, LabelledValue]) -> date | None:
    for label in DAY_LABELS:
        if label in pairs:
            value = pairs[label].value
            told = _told(value)
            day = told.last if isinstance(told, BareMonth) else told.day if told else None
            if day and 2000 <= day.year < 2100:
                return day
    return None


def _told(value: Any) -> FullDay | BareMonth | None:
    try:
        return day_told(unblanked(value) if isinstance(value, str) else value)
    except Fault:
        return None


def _written(first: RawSheet, end: int) -> date | None:
    """In the first cell that tells any."""
    cells = [text_of(cell) for row in first.rows[:end] for cell in row if cell not in ("", None)]
    return next((day for text in cells if (day := _first_day(text))), None)


def _first_day(text: str) -> date | None:
    """The first day that a text tells or else, on its last day, the first month."""
    for pattern, month in ((_DAYS_OF_CELLS, False), (_MONTHS_OF_CELLS, True)):
        days = (_day(found, month=month) for found in pattern.finditer(text))
        if first := next(filter(None, days), None):
            return first
    return None
