"""What rules find of one record, as it is stored or as somebody types it: by the same functions as over everything.

A doubt is about a record if it would not be there without the record. So the rules read the neighbourhood of the record
twice, with the record and without it; what lies outside makes no difference.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from django.db import connection
from django.utils.functional import cached_property

from core.checks import Notice
from core.compiled import CompiledQuery, QueryParameter
from core.doubts import Doubt, Everything, Snapshot, Table
from core.records import Record
from core.records.dated import anything_changed
from core.wall import everywhere
from doubts.catalogue import DoubtRule
from doubts.holding import rules_as_set
from doubts.models import Exemption
from doubts.models.exemptions import DoubtName, name_of
from doubts.neighbourhood import near_changes, near_rows

#: The key of a record that is not stored yet.
UNSAVED = 0


class Neighbourhood(Everything):
    """Reads what is near a record, each table once, and the record as it is in memory."""

    def __init__(self, record: Any) -> None:
        self.record, self._model = record, cast(Any, type(record))
        self._others: dict[Table[Any], list[Any]] = {}
        self._changed: dict[Table[Any], list[Any]] = {}
        self._divisions: dict[str, tuple[str, ...]] = {}

    def rows(self, table: Table[Any]) -> Iterator[Any]:
        yield from self.others(table)
        if isinstance(self.record, table.model):
            yield self._typed(table)

    def others(self, table: Table[Any]) -> list[Any]:
        """The rows beside the record."""
        if table not in self._others:
            found = map(table.row._make, self._answers(near_rows(self._model, table, connection.vendor)))
            own = self.record.pk if isinstance(self.record, table.model) else None
            self._others[table] = [row for row in found if row.pk != own]
        return self._others[table]

    def changes(self, table: Table[Any]) -> Iterator[Any]:
        if table.changes and table not in self._changed:
            found = self._answers(near_changes(self._model, table, connection.vendor)) if self._any_changes else []
            self._changed[table] = list(table.told(found))
        return iter(self._changed.get(table, ()))

    @cached_property
    def _any_changes(self) -> bool:
        """Asked once, so that where nobody's values have changed no table is asked whose have."""
        return anything_changed()

    def divisions(self, texts: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        if unknown := set(texts) - self._divisions.keys():
            self._divisions |= super().divisions(unknown)
        return self._divisions

    def _answers(self, query: CompiledQuery | None) -> list[tuple[Any, ...]]:
        """The rows of the query for this record; none where it names nothing that the query looks for."""
        values = {name: _plain(attrgetter(name)(self.record)) for name in query.parameters} if query else {}
        known = any(value is not None for value in values.values())
        return query.rows(**values) if query and known else []

    def _typed(self, table: Table[Any]) -> Any:
        values = [getattr(self.record, name) for name in table.row._fields]
        row = table.row._make(values)
        return row._replace(pk=UNSAVED) if row.pk is None else row


def _plain(value: Any) -> Any:
    return getattr(value, "plain", value)


class Without(Everything):
    """A neighbourhood without its record."""

    def __init__(self, neighbourhood: Neighbourhood) -> None:
        self.neighbourhood = neighbourhood

    def rows(self, table: Table[Any]) -> Iterator[Any]:
        return iter(self.neighbourhood.others(table))

    def changes(self, table: Table[Any]) -> Iterator[Any]:
        return self.neighbourhood.changes(table)

    def divisions(self, texts: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return self.neighbourhood.divisions(texts)


def doubts_about(record: Record, on: date) -> list[tuple[DoubtRule, Doubt]]:
    """What the rules that are switched on find of the record on the day `on`, and nobody has exempted."""
    found = doubts_with_exempted(record, on)
    exempted = _exempted(on) if found else ()
    return [(rule, hit) for rule, hit in found if name_of(rule.code, hit) not in exempted]


def _exempted(on: date) -> set[DoubtName]:
    """The doubts that are left alone on the day."""
    rows = _exemptions(connection.vendor).rows(on=on)
    return {DoubtName(rule, _plain(subject), key) for rule, subject, key in rows}


@lru_cache
def _exemptions(_vendor: str) -> CompiledQuery:
    """What names the doubts left alone on the day `on`, in the SQL of a kind of database."""
    leave, on = Exemption.objects.everywhere("what is exempted is asked of nobody"), cast(date, QueryParameter("on"))
    return CompiledQuery.of(leave.holding(on).order_by().values_list("rule", "subject", "key"))


@everywhere("what is odd about a record that the user keeps is odd whosever the other record is")
def doubts_with_exempted(record: Record, on: date) -> list[tuple[DoubtRule, Doubt]]:
    """The same with what is exempted on that day."""
    neighbourhood = Neighbourhood(record)
    with_it, without = Snapshot(on, neighbourhood), Snapshot(on, Without(neighbourhood))
    asked = (rule for rule in rules_as_set().values() if rule.on_entry and rule.is_on(on))
    return [(rule, hit) for rule in asked for hit in _new_hits(rule, with_it, without)]


def _new_hits(rule: DoubtRule, with_it: Snapshot, without: Snapshot) -> Iterator[Doubt]:
    found = list(rule.hits(with_it))
    known = {(hit.subject, hit.key) for hit in rule.hits(without)} if found else set()
    return (hit for hit in found if (hit.subject, hit.key) not in known)


def told_about(record: Record, on: date) -> Iterator[str]:
    """The same in sentences, each once."""
    yield from sentences(Counter((rule.asked, rule.told(hit)) for rule, hit in doubts_about(record, on)))


def sentences(found: Counter[tuple[bool, str]]) -> Iterator[str]:
    """What is found, whether a form asks it, and how often, in words; what a form does not ask is a notice."""
    for (asked, text), number in found.items():
        told = text if number == 1 else f"{text}（{number}处）"
        yield told if asked else Notice(told)
