"""Checks that warn and do not block: each app says in its `checks.py` what is odd about its records.

    @check(Employment)
    def wage_missing(job: Employment, on: date) -> Iterator[str]:
        if job.monthly_wage is None: yield "没有填月收入"

A form shows them before it saves, a record's page as long as they hold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from core.records import Record

Check = Callable[[Any, date], Iterable[str]]
_checks: dict[type[Record], list[Check]] = defaultdict(list)


def check(model: type[Record]) -> Callable[[Check], Check]:
    """Have the decorated function check every record of `model`, one that is not saved yet too."""

    def register(find: Check) -> Check:
        _checks[model].append(find)
        return find

    return register


def check_ahead(model: type[Record], field: str, so: str = "") -> None:
    """Have `field` asked about where it holds a day to come; `so` says what follows from it."""

    @check(model)
    def ahead(record: Record, on: date) -> Iterable[str]:
        day = getattr(record, field)
        if day and day > on:
            yield f"{record._meta.get_field(field).verbose_name}在今天以后{so}"  # type: ignore[union-attr]


def warnings_of(record: Record, on: date) -> list[str]:
    """What is odd about `record` on the day `on`, in words for whoever keeps it."""
    return [text for find in _checks[type(record)] for text in find(record, on)]
