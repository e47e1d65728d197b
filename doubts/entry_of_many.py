"""What rules find of many records that change at once: everything near any of them is read once, and asked twice.

A doubt is about a change if it is there with what is filled in, and was not with what was so before. Whose it is tells
the number that it names: the record's own, that of its person, of their household, of its workshop.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, cast

from django.db import connection

from core.audit import division_of
from core.checks import Altered
from core.compiled import CompiledQuery
from core.divisions import town_code
from core.doubts import Everything, Snapshot, Table
from core.wall import everywhere
from doubts.entry import sentences
from doubts.holding import rules_as_set
from doubts.models import Exemption
from doubts.models.exemptions import name_of
from doubts.neighbourhood import near_changes, near_rows
from labor.people.facts import HOUSEHOLDS, PEOPLE
from labor.placement.doubts import EXPORTS
from workshops.facts import WORKSHOPS

#: A doubt that is told: the number that it is about, and the sentence.
Told = tuple[str, str]
#: Where the number stands that a record has itself.
OWN_NUMBERS = ("id_number", "code", "subject_code", "village_id", "town_id")
#: What a record may be about, and where that says its number.
ABOUT: Mapping[str, tuple[Table[Any], str]] = {
    "person_id": (PEOPLE, "id_number"),
    "household_id": (HOUSEHOLDS, "code"),
    "workshop_id": (WORKSHOPS, "code"),
    "export_id": (EXPORTS, "code"),
}


class Surroundings(Everything):
    """Reads what is near any of some records of one model, each table once."""

    def __init__(self, records: Sequence[Any]) -> None:
        self.records, self.model = records, cast(Any, type(records[0]))
        self._rows: dict[Table[Any], list[Any]] = {}
        self._changed: dict[Table[Any], list[Any]] = {}

    def rows(self, table: Table[Any]) -> Iterator[Any]:
        if table not in self._rows:
            found = map(table.row._make, self._answers(near_rows(self.model, table, connection.vendor)))
            own = {record.pk for record in self.records} if issubclass(self.model, table.model) else set()
            self._rows[table] = [row for row in found if row.pk not in own]
        return iter(self._rows[table])

    def changes(self, table: Table[Any]) -> Iterator[Any]:
        if table.changes and table not in self._changed:
            found = self._answers(near_changes(self.model, table, connection.vendor))
            self._changed[table] = list(table.told(found))
        return iter(self._changed.get(table, ()))

    def _answers(self, query: CompiledQuery | None) -> list[tuple[Any, ...]]:
        names = query.parameters if query else ()
        values = {name: {_plain(attrgetter(name)(each)) for each in self.records} - {None} for name in names}
        return query.rows_of_any(**values) if query and any(values.values()) else []


def _plain(value: Any) -> Any:
    return getattr(value, "plain", value)


class Amid(Everything):
    """The surroundings with some states of their records."""

    def __init__(self, surroundings: Surroundings, states: Iterable[Any]) -> None:
        self.surroundings, self.states = surroundings, list(states)

    def rows(self, table: Table[Any]) -> Iterator[Any]:
        yield from self.surroundings.rows(table)
        if issubclass(self.surroundings.model, table.model):
            yield from (_typed(table, place, state) for place, state in enumerate(self.states, start=1))

    def changes(self, table: Table[Any]) -> Iterator[Any]:
        return self.surroundings.changes(table)


def _typed(table: Table[Any], place: int, record: Any) -> Any:
    """The row of a record; those that are not stored yet have keys that no stored one has."""
    row = table.row._make([getattr(record, name) for name in table.row._fields])
    return row._replace(pk=-place) if row.pk is None else row


@everywhere("what is odd about a record that the user keeps is odd whosever the other record is")
def told_about_many(changes: Sequence[Altered], on: date) -> list[Collection[str]]:
    """The sentences about each, those that are new."""
    told: list[Collection[str]] = [()] * len(changes)
    towns = sorted(range(len(changes)), key=lambda place: _town(changes[place]))
    for _, places in groupby(towns, key=lambda place: _town(changes[place])):
        group = list(places)
        for place, found in zip(group, _told_in_town([changes[each] for each in group], on), strict=True):
            told[place] = found
    return told


def _town(change: Altered) -> str:
    return town_code(division_of(change.after))


def _told_in_town(changes: Sequence[Altered], on: date) -> Iterator[Collection[str]]:
    surroundings = Surroundings([state for change in changes for state in change if state is not None])
    after = Snapshot(on, Amid(surroundings, (each.after for each in changes)))
    before = Snapshot(on, Amid(surroundings, (each.before for each in changes if each.before is not None)))
    leave = Exemption.objects.everywhere("what is exempted is asked of nobody").holding(on).by_name()
    found: dict[str, Counter[tuple[bool, str]]] = {}
    for rule in (rule for rule in rules_as_set().values() if rule.on_entry and rule.is_on(on)):
        hits = [hit for hit in rule.hits(after) if name_of(rule.code, hit) not in leave]
        known = {(hit.subject, hit.key, rule.told(hit)) for hit in rule.hits(before)} if hits else set()
        for hit in hits:
            if (hit.subject, hit.key, rule.told(hit)) not in known:
                found.setdefault(hit.subject, Counter())[rule.asked, rule.told(hit)] += 1
    for change in changes:
        numbers = _numbers(change.after, after)
        yield list(sentences(sum((found[number] for number in numbers if number in found), Counter())))


def _numbers(record: Any, facts: Snapshot) -> set[str]:
    """What a doubt may call the record, and what it is about."""
    numbers = {str(_plain(getattr(record, name))) for name in OWN_NUMBERS if getattr(record, name, None)}
    rows = [record]
    for row in rows:
        for name, (table, number) in ABOUT.items():
            if other := facts.by_key(table).get(getattr(row, name, None)):
                numbers.add(str(_plain(getattr(other, number))))
                rows.append(other)
    return numbers
