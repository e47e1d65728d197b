"""The rows that rules read, as they were known on a day."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, Generic, TypeVar

from core.models import Division
from core.records.dated import before_attname
from core.records.record import Record
from core.records.status_changes import StatusChange

Row = TypeVar("Row", bound=Any)
Owner = TypeVar("Owner", bound=Any)
FETCH = 5_000


@dataclass(frozen=True, eq=False)
class Table(Generic[Row]):
    """The columns of a sheet that rules read, as rows of a NamedTuple that begins with `pk`.

    Its names are those of the model's columns as they are stored: village_id, ended_on.
    """

    sheet: str
    model: type[Record]
    row: type[Row]
    #: A row is known from the day in this column on.
    known_from: str = ""
    #: Days that are blank while they are still to come, and what is blank beside them.
    blank_ahead: tuple[str, ...] = ()
    blank_beside: Mapping[str, Any] = field(default_factory=dict)
    #: What earlier values of its dated columns are kept in, and the column there that names the row.
    changes: type[StatusChange] | None = None

    def known(self, row: Row, on: date) -> bool:
        return not self.known_from or bool(getattr(row, self.known_from) <= on)

    def without_days_ahead(self, row: Row, on: date) -> Row:
        """The row with the days blank that lie after `on`."""
        ahead = [name for name in self.blank_ahead if (day := getattr(row, name)) is not None and day > on]
        return row._replace(**dict.fromkeys(ahead), **self.blank_beside) if ahead else row

    def stored(self) -> Any:
        """The rows that are stored, as tuples of their columns."""
        rows = self.model.objects.everywhere("compared with everything stored; each doubt is shown to who may see it")
        return rows.order_by().values_list(*self.row._fields)

    def changed(self) -> Any:
        """The changes of its rows, the earliest first, as tuples: row, day, item, and the columns that keep values."""
        changes: Any = self.changes
        rows = changes.objects.everywhere("values of rows that are read everywhere").order_by("changed_on")
        return rows.values_list(f"{changes.about}_id", "changed_on", "item", *self._keepers)

    def told(self, changed: Iterable[tuple[Any, ...]]) -> Iterator["Change"]:
        """What such tuples tell."""
        keepers = self._keepers
        for key, day, item, *values in changed:
            column: Any = self.model._meta.get_field(item)
            yield key, day, column.attname, values[keepers.index(before_attname(column))]

    @property
    def _keepers(self) -> list[str]:
        """The columns of a change in which values of dated columns are kept."""
        dated: Iterable[str] = self.model.dated  # type: ignore[attr-defined]
        return sorted({before_attname(self.model._meta.get_field(name)) for name in dated})


Changes = Mapping[Any, list[tuple[date, str, Any]]]
#: A change of a row: its key, the day, the column, and the value before.
Change = tuple[Any, date, str, Any]


class Everything:
    """Reads all that is stored."""

    def rows(self, table: Table[Row]) -> Iterator[Row]:
        return map(table.row._make, table.stored().iterator(chunk_size=FETCH))

    def changes(self, table: Table[Any]) -> Iterator[Change]:
        """The changes of the table's rows, the earliest first."""
        return table.told(table.changed().iterator(chunk_size=FETCH)) if table.changes else iter(())

    def divisions(self, texts: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """For each text the codes of the divisions whose code or name it is exactly."""
        return Division.objects.all_told_by(texts)


class Snapshot:
    """What was known on the day `on`, of everything or of what a source reads; each table once, when a rule asks."""

    def __init__(self, on: date, source: Everything | None = None) -> None:
        self.on, self.source = on, source or Everything()
        self._answers: dict[Any, Any] = {}

    @property
    def first_day(self) -> date:
        """1 January of the year that the day lies in."""
        return self.on.replace(month=1, day=1)

    def this_year(self, day: date | None) -> bool:
        """From 1 January to the day itself."""
        return day is not None and self.first_day <= day <= self.on

    def once(self, key: Any, find: Callable[[], Any]) -> Any:
        """What `find` answers, asked once for each key."""
        if key not in self._answers:
            self._answers[key] = find()
        return self._answers[key]

    def stored(self, table: Table[Row]) -> list[Row]:
        """Rows as they are stored."""
        return self.once((table, "stored"), lambda: list(self.source.rows(table)))

    def rows(self, table: Table[Row]) -> list[Row]:
        """Rows as they were known on the day."""
        return self.once((table, "rows"), lambda: list(self._known(table)))

    def by_key(self, table: Table[Row], column: str = "pk") -> dict[Any, Row]:
        """Rows by a column that no two share."""
        return self.once((table, column, "key"), lambda: {getattr(row, column): row for row in self.rows(table)})

    def grouped(self, table: Table[Row], *columns: str) -> Mapping[Any, list[Row]]:
        """Rows by what they have in common; by a tuple where that is in several columns."""
        return self.once((table, columns), lambda: grouped(self.rows(table), attrgetter(*columns)))

    def joined(self, table: Table[Row], column: str, owners: Table[Owner]) -> Iterator[tuple[Owner, Row]]:
        """Each row of the table with the row of `owners` that its column names."""
        for owner, rows in self.families(table, column, owners):
            yield from ((owner, row) for row in rows)

    def families(self, table: Table[Row], column: str, owners: Table[Owner]) -> Iterator[tuple[Owner, list[Row]]]:
        """The rows of the table that belong to one row of `owners`, for each that has any."""
        known = self.by_key(owners)
        for key, rows in self.grouped(table, column).items():
            if owner := known.get(key):
                yield owner, rows

    def at(self, table: Table[Row], row: Row, day: date) -> Row:
        """A known row with its dated columns as they were on another day; days to come are not blank in it."""
        stored = self.once((table, "stored by key"), lambda: {each.pk: each for each in self.stored(table)})
        return self._at(table, stored[row.pk], day)

    def changes(self, table: Table[Any]) -> Changes:
        """For each row its changes: day, column, and the value before it, the earliest first."""
        return self.once((table, "changes"), lambda: self._changes(table))

    def _known(self, table: Table[Row]) -> Iterator[Row]:
        for row in self.stored(table):
            if table.known(row, self.on):
                yield table.without_days_ahead(self._at(table, row, self.on), self.on)

    def _at(self, table: Table[Row], row: Row, day: date) -> Row:
        later = [each for each in self.changes(table).get(row.pk, ()) if each[0] > day]
        return row._replace(**{column: before for _, column, before in reversed(later)}) if later else row

    def _changes(self, table: Table[Any]) -> Changes:
        changes: dict[Any, list[tuple[date, str, Any]]] = defaultdict(list)
        for key, day, column, before in self.source.changes(table):
            changes[key].append((day, column, before))
        return changes


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> Mapping[Any, list[Row]]:
    """Rows by their key; nothing stands under a key that no row has."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
