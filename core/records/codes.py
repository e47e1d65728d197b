"""The next number of a register, as its town has numbered it so far; another one may be typed."""

import re
from datetime import date
from typing import Any, NamedTuple

from django.db import models
from django.db.models.functions import Length

from core.fields import SensitiveCharField

#: A year within a number begins the count anew: DB2023005 is followed by DB2024001.
OF_A_YEAR = re.compile(r"^(.*?)(20\d\d)(\D?)(\d{2,})(\D*)$")
COUNTED = re.compile(r"^(.*?)()()(\d+)(\D*)$")
#: A year is one of the last few: WT2020017 is household 17 of village 202.
RECENT = 2
#: So many of the largest are looked at, for one may be numbered in another way.
LOOKED_AT = 50
#: So many numbers that others have are stepped over.
STEPS = 200


class Pattern(NamedTuple):
    """What stands before and behind the count, and how many digits it has."""

    before: str
    behind: str
    width: int

    def number(self, count: int) -> str:
        return f"{self.before}{count:0{self.width}}{self.behind}"

    def counted(self, number: str) -> int | None:
        """What `number` has counted; None where it is of another pattern."""
        middle = number[len(self.before) : len(number) - len(self.behind)]
        is_of_it = self.number(0)[: len(self.before)] == number[: len(self.before)] and number.endswith(self.behind)
        return int(middle) if is_of_it and middle.isascii() and middle.isdecimal() else None


def code_field(model: type[models.Model]) -> str:
    """The field that numbers the records of `model`; blank where none does."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField) and not isinstance(field, SensitiveCharField)
        if is_text and field.unique and not field.primary_key:
            return str(field.name)
    return ""


def pattern_of(number: str, year: int) -> Pattern | None:
    """How `number` is made; one of an earlier year is followed by those of `year`."""
    found = OF_A_YEAR.match(number)
    if not found or not year - RECENT <= int(found[2]) <= year:
        found = COUNTED.match(number)
    if not found:
        return None
    before, of_year, between, digits, behind = found.groups()
    return Pattern(f"{before}{year if of_year else ''}{between}", behind, len(digits))


def next_number(rows: Any, name: str, on: date) -> str:
    """The number after the largest that is made like the newest of `rows`; blank where there is none to follow.

    What somebody has elsewhere, or had before it was voided, is stepped over.
    """
    newest = rows.order_by("-pk").values_list(name, flat=True).first()
    pattern = pattern_of(newest, on.year) if newest else None
    if pattern is None:
        return ""
    alike = rows.filter(**{f"{name}__startswith": pattern.before}).order_by(Length(name).desc(), f"-{name}")
    counts = [pattern.counted(number) for number in alike.values_list(name, flat=True)[:LOOKED_AT]]
    largest = max((count for count in counts if count is not None), default=0)
    offered = [pattern.number(count) for count in range(largest + 1, largest + STEPS)]
    everybody = rows.model.with_voided.everywhere("a number is taken, whoever has it")
    taken = set(everybody.filter(**{f"{name}__in": offered}).values_list(name, flat=True))
    return next((number for number in offered if number not in taken), "")
