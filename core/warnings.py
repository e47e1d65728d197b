"""Rules that warn and do not block: each app says in its `warnings.py` what is odd about its records.

    @warns(Employment)
    def wage_missing(job: Employment, on: date) -> Iterator[str]:
        if job.monthly_wage is None: yield "没有填月收入"

A form shows them before it saves, a record's page as long as they hold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from core.records import Record

Rule = Callable[[Any, date], Iterable[str]]
_rules: dict[type[Record], list[Rule]] = defaultdict(list)


def warns(model: type[Record]) -> Callable[[Rule], Rule]:
    """Have the rule look at every record of `model`; the record may be one that is not saved yet."""

    def register(rule: Rule) -> Rule:
        _rules[model].append(rule)
        return rule

    return register


def warns_ahead(model: type[Record], field: str, so: str = "") -> None:
    """Have `field` asked about where it holds a day to come; `so` says what follows from it."""

    @warns(model)
    def ahead(record: Record, on: date) -> Iterable[str]:
        day = getattr(record, field)
        if day and day > on:
            yield f"{record._meta.get_field(field).verbose_name}在今天以后{so}"  # type: ignore[union-attr]


def warnings_of(record: Record, on: date) -> list[str]:
    """What is odd about `record` on the day `on`, in words for whoever keeps it."""
    return [text for rule in _rules[type(record)] for text in rule(record, on)]
