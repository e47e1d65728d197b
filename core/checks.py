"""Checks that warn and do not block: each app says in its `checks.py` what is odd about its records.

    @contribute(CHECKS, Employment)
    def wage_missing(job: Employment, on: date) -> Iterator[str]:
        if job.monthly_wage is None: yield "没有填月收入"

A form asks about them before it saves, a record's page says them as long as they hold; a `Notice` stands there alone.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
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


class Altered(NamedTuple):
    """A record as it was, None where it is new, and as it is filled in."""

    before: Any
    after: Any


#: What is odd about each of many changes that was not odd before, in their order.
FindMany = Callable[[Sequence[Altered], date], Sequence[Collection[str]]]


class Check(NamedTuple):
    """Looks at records of a model, those not saved yet too. What has a code is listed, and can be switched off.

    `reads` names the columns that it looks at, where looking costs a query: nothing is new where none of them changes.
    `find_many` asks of many in as many queries as of one.
    """

    find: Find
    model: type[Record]
    code: str = ""
    reads: Collection[str] = ()
    find_many: FindMany | None = None

    def new(self, changes: Sequence[Altered], on: date) -> Sequence[Collection[str]]:
        """What is odd about each, and was not before."""
        if self.find_many and len(changes) > 1:
            return self.find_many(changes, on)
        return [self._new(*each, on) if self._concerns(*each) else () for each in changes]

    def _concerns(self, before: Any, after: Any) -> bool:
        columns = (after._meta.get_field(name).attname for name in self.reads)
        return not (self.reads and before) or any(getattr(before, each) != getattr(after, each) for each in columns)

    def _new(self, before: Any, after: Any, on: date) -> list[str]:
        found = list(self.find(after, on))
        known = set(self.find(before, on)) if found and before else set()
        return [text for text in found if text not in known]


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
    return [text for check in _asked(type(record), on) for text in check.find(record, on)]


@everywhere("what is odd about a record that the user keeps is odd whosever the other record is")
def warnings_of_many(changes: Sequence[Altered], on: date) -> list[list[str]]:
    """What a form asks about each of these changes of records of one model: what is odd now, and was not before."""
    told: list[list[str]] = [[] for _ in changes]
    for check in _asked(type(changes[0].after), on) if changes else ():
        for texts, found in zip(told, check.new(changes, on), strict=True):
            texts += (text for text in found if not isinstance(text, Notice))
    return told


def _asked(model: type[Record], on: date) -> list[Check]:
    """The checks of a model that are switched on."""
    checks = [check for check in CHECKS if check.model is model]
    off = _are_off(checks, on)
    return [check for check in checks if not check.code or check.code not in off]
