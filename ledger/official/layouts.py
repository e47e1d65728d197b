"""What a list that goes out looks like: its lines and columns, what is added up, and how it is masked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from core.periods import month_end
from core.personal_data.masking import keep_ends
from ledger.official.sources import OfficialSource

#: What a list is about; without one it is about its subject, as things stand today.
MONTH, YEAR, DAY = "month", "year", "day"
PERIODS = (MONTH, YEAR, DAY)
#: How numbers of people are shown where everybody reads them: as the authorities do.
MASKS: Mapping[str, Callable[[str], str]] = {"id_number": keep_ends(6, 4), "phone": keep_ends(3, 4)}
#: How days are written.
DAYS: Mapping[str, str] = {"month": "{0.year}年{0.month:02}月", "day": "{0.year}年{0.month}月{0.day}日"}
#: What sources call numbers of people.
NUMBERS = {"证件号码", "身份证号", "联系电话"}
#: Beside the last digits of an identity number these would tell the day of birth.
TELLING = {"年龄", "出生日期"}


@dataclass(frozen=True)
class OfficialColumn:
    """A column: what its head says, which of the source's columns fills it; without one it is filled in by hand.

    A column without a head stands under the one before it.
    """

    heading: str
    field: str = ""
    mask: str = ""
    days: str = ""
    sums: bool = False


@dataclass(frozen=True)
class OfficialPeriod:
    """The days that a list is about, the last of them as far as it has come, and what they are called."""

    first: date
    last: date
    label: str

    @classmethod
    def of(cls, period: str, day: date) -> "OfficialPeriod":
        """The month, the year or the day itself in which `day` lies."""
        if period == MONTH:
            return cls(day.replace(day=1), month_end(day), f"{day.year}年{day.month}月")
        if period == YEAR:
            return cls(date(day.year, 1, 1), date(day.year, 12, 31), f"{day.year}年")
        return cls(day, day, DAYS["day"].format(day))

    def until(self, today: date) -> "OfficialPeriod":
        """As far as it has come."""
        return replace(self, last=min(self.last, today))


@dataclass(frozen=True, eq=False)
class OfficialList:
    """A list that goes out; one that is `public` is posted up, and nobody gets it unmasked."""

    name: str
    title: str
    about: str
    group: str
    source: OfficialSource
    columns: tuple[OfficialColumn, ...]
    called: str = ""
    public: bool = False
    period: str = ""
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    counts: str = ""
    beside: tuple[str, ...] = ()
    order: int = 0

    @property
    def has_numbers(self) -> bool:
        return any(column.field in NUMBERS for column in self.columns)

    @property
    def by_hand(self) -> str:
        """What nothing is known of, and is written on paper."""
        return "、".join(column.heading for column in self.columns if not column.field)

    @property
    def is_added_up(self) -> bool:
        return bool(self.counts) or any(column.sums for column in self.columns)


def posted_for(first: date, last: date) -> int:
    """How many days something is posted up, both counted."""
    return (last - first + timedelta(days=1)).days


def masked(column: OfficialColumn, value: Any) -> str:
    """A number of somebody's as everybody may read it; where the layout does not say how, nothing of it."""
    return MASKS[column.mask](value.plain) if column.mask else "*" * len(value)
