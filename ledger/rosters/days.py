"""Days as official lists write them: days, bare months, and two of them in one cell."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.periods import month_end
from ledger.cells import Day as LedgerDay
from ledger.cells import Fault, as_text
from ledger.rosters.words import STILL, plain

#: Excel's days that nobody takes for anything else: 2000 to 2100.
SERIALS = range(36_526, 73_051)
#: No day, and no two of them, take more characters.
LONGEST = 100
EPOCH = date(1899, 12, 30)
_WIDE = str.maketrans("．－／", ".-/")  # noqa: RUF001
_DAY = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))"
)
_TIME = re.compile(
    r"(?:[ T\s]\s*|(?<=日))(?:上午|下午|晚上|凌晨|中午|[AaPp][Mm])?\s*"
    r"\d{1,2}[:：时点][\d:：分秒.\s]*(?:[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?"
)
_MONTH = re.compile(r"(\d{4})(?:年(\d{1,2})月份?|-(\d{1,2})|/(\d{1,2})|\.(\d{1,2})|(\d{2}))")
_MONTH_ALONE = re.compile(r"(\d{1,2})(?:月份?)?")
_RUN = re.compile(r"-*(?:[至到~～—–]|--)(?:[至到~～—–]|-)*")  # noqa: RUF001


@dataclass(frozen=True)
class BareMonth:
    """A month without a day."""

    first: date

    @property
    def last(self) -> date:
        return month_end(self.first)


@dataclass(frozen=True)
class FullDay:
    day: date
    serial: bool = False


def day_told(value: Any) -> FullDay | BareMonth | None:
    """The day or month that a cell tells; None where it tells neither. Raises Fault where nobody can tell which."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return _plausible(FullDay(value))
    text = as_text(value).translate(_WIDE).strip()
    if text.isdecimal() and len(text) == 5 and int(text) in SERIALS:
        return FullDay(EPOCH + timedelta(days=int(text)), serial=True)
    if isinstance(value, float) and LedgerDay.JANUARY_OR_OCTOBER.fullmatch(text):
        raise Fault("分不清是1月还是10月，请写成 2023年1月 或 2023年10月")
    if len(text) > 40:
        return None
    try:
        return _plausible(_full(text) or _month(text))
    except ValueError:
        return None


def _full(text: str) -> FullDay | None:
    found = _DAY.match(text)
    if found and (found.end() == len(text) or _TIME.fullmatch(text, found.end())):
        return FullDay(date(*(int(each) for each in found.groups() if each)))
    return None


def _month(text: str) -> BareMonth | None:
    found = _MONTH.fullmatch(text)
    return BareMonth(date(*(int(each) for each in found.groups() if each), 1)) if found else None


def _plausible(told: FullDay | BareMonth | None) -> FullDay | BareMonth | None:
    day = told.day if isinstance(told, FullDay) else told.first if told else None
    return told if day and day.year >= 1900 else None


@dataclass(frozen=True)
class Period:
    """A time in one cell: `start` and `end` as they are written, None where it has no end."""

    start: Any
    end: Any = None


def period_told(value: Any, beside: Any) -> Period:
    """The halves of a time in one cell, not yet read; `beside` is the cell to its right where that has no heading."""
    if beside not in ("", None) and as_text(beside) != as_text(value):
        return Period(value, beside)
    if not isinstance(value, str) or len(value) > LONGEST or _told(value):
        return Period(value)
    if run := _RUN.search(value):
        return Period(value[: run.start()].strip(), value[run.end() :].strip())
    for at, sign in enumerate(value):
        halves = value[:at].strip(), value[at + 1 :].strip()
        if sign == "-" and _told(halves[0]) and end_of(*halves) is not None:
            return Period(*halves)
    return Period(value)


def end_of(start: Any, end: Any) -> FullDay | BareMonth | bool | None:
    """The second half read; False where there is no end, None where it can't be read."""
    if end in (None, "") or end in STILL:
        return False
    if told := _told(end):
        return told
    first, alone = _told(start), _MONTH_ALONE.fullmatch(as_text(end))
    if first and alone and 1 <= int(alone[1]) <= 12:
        begun = first.first if isinstance(first, BareMonth) else first.day
        return BareMonth(date(begun.year, int(alone[1]), 1))
    return None


def _told(value: Any) -> FullDay | BareMonth | None:
    try:
        return day_told(plain(value))
    except Fault:
        return None
