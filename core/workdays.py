"""Workdays: Monday to Friday, except where the State Council has arranged otherwise.

Its arrangement of a year is announced the November before, and kept as a file in `fixtures/holidays/`. A year without a
file has its weekends and nothing else.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from core.models import SpecialDay

SATURDAY = 5
Kind = SpecialDay.Kind


class BrokenCalendar(ValueError):
    """A file of holidays that cannot be right; says where."""


class Workdays:
    """The calendar as it was when it was read: one query, however many days are asked for."""

    def __init__(self, special: Mapping[date, str]) -> None:
        self._special = special

    @classmethod
    def stored(cls) -> "Workdays":
        return cls(dict(SpecialDay.objects.values_list("day", "kind")))

    def __contains__(self, day: date) -> bool:
        usual = Kind.WORKDAY if day.weekday() < SATURDAY else Kind.HOLIDAY
        return self._special.get(day, usual) == Kind.WORKDAY

    def on_or_before(self, day: date) -> date:
        """`day` itself, or the last workday before it."""
        while day not in self:
            day -= timedelta(days=1)
        return day


def load(folder: Path) -> int:
    """Bring the arrangements in `folder` into the database; returns how many days are new or changed."""
    stored = dict(SpecialDay.objects.values_list("day", "kind"))
    listed = [special for path in sorted(folder.glob("*.csv")) for special in _read(path)]
    wanted = [special for special in listed if stored.get(special.day) != special.kind]
    SpecialDay.objects.bulk_create(wanted, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "name"])
    return len(wanted)


def _read(path: Path) -> Iterator[SpecialDay]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield SpecialDay(day=date.fromisoformat(row["day"]), kind=Kind(row["kind"]), name=row["name"])
    except (KeyError, ValueError) as error:  # an encoding that is not UTF-8 is a ValueError too
        raise BrokenCalendar(
            f"{path.name} 应为 UTF-8 编码的 CSV，首行为 day,kind,name，日期如 2027-01-01，kind 为 holiday 或 workday"
        ) from error
