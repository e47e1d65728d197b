"""What a record writes into others by itself: undone with it, and written again when it is revived.

Every kind is declared once (`@contribute(DERIVATIONS)`, in the apps' derived.py), and everything that voids, revives,
corrects or imports a record asks `settle` whether what it wrote elsewhere still holds.
"""

from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django.db import models

from core.contributions import Slot
from core.models import DerivedFact
from core.records import Record, noting
from core.records.conflicts import latest_version


class Derivation:
    """A kind of derived fact: on the word of `cause`, `fields` of `target` are written, or the target is made."""

    cause: ClassVar[type[Record]]
    target: ClassVar[type[Record]]
    fields: ClassVar[tuple[str, ...]]
    #: What a change of a column with a day says of why: the reason and the basis.
    says: ClassVar[tuple[str, str]] = ("", "")

    def holds(self, cause: Any, target: Any, written: Any) -> bool:
        """Whether a live cause still says what it wrote; `written` is the row of the target's history."""
        return True

    @property
    def name(self) -> str:
        return type(self).__name__

    @property
    def facts(self) -> Any:
        return DerivedFact.objects.filter(kind=self.name)

    def day(self, cause: Any) -> date | None:
        """From which day on what is written is so; None where it has always been so."""
        return None

    def because(self, cause: Record, word: str) -> str:
        """The reason that the history keeps: 随就业记录作废一并撤回."""
        return f"随{cause._meta.verbose_name}{word}"

    def row(self, key: int) -> Any:
        """The target as the database has it now; nobody else writes it meanwhile."""
        return self.target.with_voided.select_for_update(of=("self",)).get(pk=key)


class AutomaticDerivation(Derivation):
    """What follows without anybody being asked, so that it is also found where a cause is corrected or undone."""

    #: Fields of the cause from which it follows what is written; a correction of others writes nothing new.
    depends: ClassVar[tuple[str, ...]]

    def due(self, cause: Any) -> Any:
        """The rows into which the cause writes, whether it has or not."""
        raise NotImplementedError

    def causes(self, target: Any) -> Any:
        """The rows that may write into `target`."""
        raise NotImplementedError

    def write(self, cause: Any, target: Any) -> bool:
        """Write what a row of `due` gets, with a reason; whether there was room for it."""
        raise NotImplementedError


def _instance(kind: type[Derivation]) -> Derivation:
    return kind()


#: The table: every kind of derived fact.
DERIVATIONS = Slot(type, _instance)


def caused_by(model: type[models.Model]) -> list[Derivation]:
    return [each for each in DERIVATIONS if each.cause is model]


@dataclass
class Settled:
    """What became of what a record had written: how many rows of each kind changed, and sentences on those left."""

    changed: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)

    @property
    def along(self) -> str:
        """For who did it; blank where nothing was written elsewhere."""
        rows = "、".join(f"{number}条{kind}" for kind, number in self.changed.items())
        return f"同时更新了{rows}，为什么更新写在它的历史里。" if rows else ""

    @property
    def told(self) -> dict[str, Any]:
        """For the audit trail; nothing where nothing was written elsewhere."""
        counts = {"along": dict(self.changed), "left": len(self.left)}
        return {name: value for name, value in counts.items() if value}


class Written:
    """A row of a target's history that an action wrote, with the one before."""

    def __init__(self, table: Derivation, target: Any, version: int, first: int, on: date | None = None) -> None:
        self.table, self.fields, self.version, self.on = table, table.fields, version, on
        self.row = target.history.get(history_id=version)
        self.before = target.history.filter(history_id__lt=first).order_by("-history_id").first()

    @classmethod
    def by(cls, table: Derivation, fact: DerivedFact, target: Any) -> "Written":
        return cls(table, target, fact.version, fact.first, fact.changed_on)

    @property
    def made(self) -> bool:
        """The target was not there before, or was voided."""
        return self.before is None or self.before.voided_at is not None

    def of(self, record: Any) -> list[Any]:
        return [getattr(record, record._meta.get_field(name).attname) for name in self.fields]

    @property
    def values(self) -> list[Any]:
        return self.of(self.row)

    @property
    def before_values(self) -> list[Any]:
        return self.of(self.before) if self.before else []

    def is_followed(self, target: Any) -> bool:
        """Whether what it wrote has changed once more on a later day; then it is history that stands."""
        return self.on is not None and noting.changed_after(target, self._names(), self.on)

    def put_back(self, target: Any, reason: str) -> None:
        if self.on:
            noting.take_back(target, self._names(), self.on, reason)
        self._put(target, self.before_values, reason)

    def put_again(self, target: Any, reason: str) -> None:
        before = copy(target)
        self._set(target, self.values)
        if self.on:
            noting.write(before, target, self.on, *self.table.says)
        self._put(target, self.values, reason)

    def _names(self) -> list[str]:
        """The columns that it changed."""
        values = zip(self.fields, self.before_values, self.values, strict=True)
        return [name for name, was, now in values if was != now]

    def _put(self, target: Any, values: list[Any], reason: str) -> None:
        self._set(target, values)
        target._change_reason = reason
        target.save()

    def _set(self, target: Any, values: list[Any]) -> None:
        for name, value in zip(self.fields, values, strict=True):
            setattr(target, target._meta.get_field(name).attname, value)


def note(kind: type[Derivation], *, cause: Record, target: Record) -> None:
    """Say that an action has just written `target` because of `cause`; nothing is noted where nothing changed."""
    table = next(each for each in DERIVATIONS if type(each) is kind)
    version = latest_version(target)
    written = Written(table, target, version, version)
    if written.made or written.before_values != written.values:
        told: dict[str, Any] = {"version": version, "stands": True, "changed_on": table.day(cause)}
        told["first"] = _first(table, cause, target, written)
        table.facts.update_or_create(kind=table.name, cause=cause.pk, target=target.pk, defaults=told)


def _first(table: Derivation, cause: Record, target: Record, written: Written) -> int:
    """Who says more on the same word has written from their first word on, unless somebody else wrote in between."""
    fact = table.facts.filter(cause=cause.pk, target=target.pk, stands=True).first()
    same = fact and Written.by(table, fact, target).values == written.before_values
    return fact.first if same else written.version


def forget(cause: Record) -> None:
    """What `cause` once wrote is no longer its own: it says something else now."""
    for table in caused_by(type(cause)):
        table.facts.filter(cause=cause.pk).delete()


def is_revived_with(cause: Record, other: Record) -> bool:
    """Whether the voided `other` went with `cause`, so that it is revived with it."""
    tables = [each for each in caused_by(type(cause)) if each.target is type(other)]
    return any(each.facts.filter(cause=cause.pk, target=other.pk, stands=False).exists() for each in tables)
