"""Checks that warn and do not block: each app says in its `checks.py` what is odd about its records.

    @contribute(CHECKS, Employment)
    def wage_missing(job: Employment, on: date) -> Iterator[str]:
        if job.monthly_wage is None: yield "没有填月收入"

A form asks about them before it saves, a record's page says them as long as they hold; a `Notice` stands there alone.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from types import FunctionType
from typing import Any, NamedTuple

from core.contributions import Slot
from core.records import Record
from core.wall import everywhere

Find = Callable[[Any, date], Iterable[str]]


class Notice(str):
    """What a form does not ask about: it can only be put right once the record is there."""

    __slots__ = ()


class Check(NamedTuple):
    """Looks at records of a model, those not saved yet too. What has a code is listed, and can be switched off."""

    find: Find
    model: type[Record]
    code: str = ""


CHECKS = Slot(FunctionType, Check)


class Switch(NamedTuple):
    """Says the codes of the checks that are switched off on a day."""

    find: Callable[[date], Collection[str]]


SWITCHES = Slot(FunctionType, Switch)


def _are_off(checks: Iterable[Check], on: date) -> set[str]:
    """Their codes; nobody is asked where none of them has one."""
    asked = SWITCHES if any(check.code for check in checks) else ()
    return {code for switch in asked for code in switch.find(on)}


def day_ahead(field: str, so: str = "") -> Find:
    """Asks about a day to come in `field`; `so` says what follows from it."""

    def ahead(record: Record, on: date) -> Iterable[str]:
        day = getattr(record, field)
        if day and day > on:
            yield f"{record._meta.get_field(field).verbose_name}在今天以后{so}"  # type: ignore[union-attr]

    return ahead


@everywhere("what is odd about a record that the user keeps is odd whosever the other record is")
def warnings_of(record: Record, on: date) -> list[str]:
    """What is odd about `record` on the day `on`, in words for whoever keeps it."""
    checks = [check for check in CHECKS if check.model is type(record)]
    off = _are_off(checks, on)
    return [text for check in checks if not check.code or check.code not in off for text in check.find(record, on)]
