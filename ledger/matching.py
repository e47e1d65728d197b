"""What the rows of a file mean for what is stored: repeated keys, references, added, changed or unchanged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import models

from core.models import Division
from core.scoping import ScopedQuerySet
from labor.models import Person, PersonAlias
from ledger.columns import MISSING, REFUSED, Column, Reference, natural_key
from ledger.sheets import SHEETS_BY_MODEL, Sheet
from ledger.tables import Table, is_reversed

CHUNK = 5_000

OUTSIDE = "这一行不在您的管辖区划内，请由所属乡镇（村）导入"
STORED_OUTSIDE = "这条记录登记在您管辖以外的区划，导入不能改动或转入，请由上级办理"
OTHER_TOWN = "编号已被其他乡镇使用，导入不能把记录转到别的乡镇"

TOWN = int(Division.Level.TOWN)


@dataclass(frozen=True, slots=True)
class Target:
    """A row that others may refer to. A negative `pk` stands for a row of the file that has no number yet."""

    pk: Any
    place: str


@dataclass
class Change:
    """What to write of one sheet: `rows` are tuples of `attributes`, with the pk in front."""

    sheet: type[Sheet]
    attributes: tuple[str, ...] = ()
    added: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    unchanged: int = 0


class Matcher:
    """Matches one sheet after another, in the order of the contract, remembering what later sheets refer to.

    Rows outside `divisions` are refused, and so are those that would change or move what is stored outside them; None
    stands for every division.
    """

    def __init__(self, divisions: Sequence[str] | None = None) -> None:
        self._divisions_held = None if divisions is None else tuple(divisions)
        self._accepted: dict[type[models.Model], dict[Any, Target]] = defaultdict(dict)
        self._refused: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._stored: dict[type[models.Model], dict[Any, Target | None]] = defaultdict(dict)

    def match(self, table: Table) -> Change:
        """Refuse what repeats a key or refers to nothing, and tell the rest into added, changed, unchanged."""
        self._resolve_aliases(table)
        repeats = _refuse_repeated(table)
        filled = self._fill(table)
        change = self._compare(table, filled, repeats)
        self._remember(table)
        return change

    # what columns ask for

    def rows(self, model: type[models.Model], codes: Iterable[Any]) -> Mapping[Any, Target]:
        """The rows of `model` that `codes` name: in the file and accepted there, or stored and not refused there."""
        accepted, refused = self._accepted[model], self._refused[model]
        open_codes = {code for code in codes if code not in accepted and code not in refused}
        self._load(model, open_codes)
        stored = self._stored[model]
        usable = (code for code in codes if code in accepted or code not in refused)
        found = {code: accepted.get(code) or stored.get(code) for code in usable}
        return {code: target for code, target in found.items() if target}

    def places(self, names: Iterable[str]) -> Mapping[str, str | None]:
        """The code of the division that a name or a code tells, where it tells just one."""
        told = (Division.objects.told_by(chunk) for chunk in _chunks(names))
        return {name: code for chunk in told for name, code in chunk.items()}

    # steps

    def _load(self, model: type[models.Model], codes: set[Any]) -> None:
        stored, key = self._stored[model], natural_key(model)
        for chunk in _chunks(code for code in codes if code not in stored):
            stored |= dict.fromkeys(chunk)
            for code, pk, place in _live(model).filter(**{f"{key}__in": chunk}).values_list(key, "pk", _path(model)):
                stored[getattr(code, "plain", code)] = Target(pk, place)

    def _resolve_aliases(self, table: Table) -> None:
        """Put a person's present identity number where the file has a former one."""
        for position, column in enumerate(table.columns):
            if column.attribute == "id_number" or Person in column.targets:
                former = _former_numbers(table.values[position])
                if former:
                    table.values[position] = [former.get(value, value) for value in table.values[position]]

    def _fill(self, table: Table) -> list[list[Any]]:
        """Columns of model attributes; rows that refer to nothing are refused."""
        filled: list[list[Any]] = []
        for position, column in enumerate(table.columns):
            values = table.values[position]
            meaning = column.expand({values[row] for row in table.good}, self)
            if meaning is None:
                filled.append(values)
                continue
            nothing = (None,) * len(column.outputs)
            for row in table.good:
                if meaning[values[row]] is None:
                    table.refuse(row, position, self._why_missing(column, values[row]))
            expanded = [meaning.get(value) or nothing for value in values]
            filled += map(list, zip(*expanded, strict=True)) if expanded else ([] for _ in nothing)
        return filled

    def _why_missing(self, column: Column, code: Any) -> str:
        return REFUSED if any(code in self._refused[target] for target in column.targets) else MISSING

    def _compare(self, table: Table, filled: list[list[Any]], repeats: set[int]) -> Change:
        attributes = [output for column in table.columns for output in column.outputs]
        change = Change(table.sheet, tuple(attributes))
        rows = table.accepted()
        lines = list(zip(*filled, strict=True)) if filled else []
        key = [attributes.index(column.outputs[0]) for column in table.sheet.key_columns() if column in table.columns]
        stored = Stored(table.sheet, attributes, key, [lines[row] for row in rows])
        place_of = self._places_of(table)
        kept = [attributes.index(name) for column in table.columns for name in column.kept]
        for row in rows:
            old, place = stored.find(lines[row]), place_of(row)
            line = _keeping(lines[row], old, kept)
            if fault := self._foreign(table.sheet, place, old):
                table.refuse(row, table.key_positions[0], fault)
            elif old and _refuse_reversed(table, row, dict(zip(attributes, line, strict=True)), old):
                continue
            elif row in repeats:
                change.unchanged += 1
            else:
                self._sort_in(change, table, row, line, old, place)
        return change

    def _sort_in(self, change: Change, table: Table, row: int, line: Any, old: "StoredRow | None", place: str) -> None:
        pk = old.pk if old else _own_key(change, line) or -len(change.added) - 1
        if not old:
            change.added.append((pk, *line))
        elif old.values == line and not old.voided:
            change.unchanged += 1
        else:
            change.changed.append((pk, *line))
        if table.sheet.model in REFERABLE:
            key = table.values[table.key_positions[0]][row]
            self._accepted[table.sheet.model][key] = Target(pk, place)

    def _foreign(self, sheet: type[Sheet], place: str, old: "StoredRow | None") -> str:
        """Why the importer may not write a row of `place`, now stored as `old`; blank where it may."""
        if not self._holds(place):
            return OUTSIDE
        if old and not self._holds(old.place):
            return STORED_OUTSIDE
        owns_place = "__" not in _path(sheet.model)
        moves = old and owns_place and old.place[:TOWN] != place[:TOWN]
        return OTHER_TOWN if moves and not sheet.movable else ""

    def _holds(self, place: str) -> bool:
        return self._divisions_held is None or place.startswith(self._divisions_held)

    def _places_of(self, table: Table) -> Any:
        """A function from a row to the code of the village or town it belongs to."""
        model = table.sheet.model
        owner = _path(model).split("__")[0].removesuffix("_id")
        position = next(i for i, column in enumerate(table.columns) if column.attribute == owner)
        column, values = table.columns[position], table.values[position]
        if isinstance(column, Reference) and column.target in REFERABLE and "__" in _path(model):
            targets = self.rows(column.target, set(values))
            return lambda row: targets[values[row]].place
        return lambda row: values[row]

    def _remember(self, table: Table) -> None:
        """Keep the keys refused in this file: what refers to them is refused too, unless another row was accepted."""
        if table.sheet.model in REFERABLE:
            keys = table.values[table.key_positions[0]]
            bad = {keys[row] for row in table.refused if keys[row]}
            self._refused[table.sheet.model] |= bad - self._accepted[table.sheet.model].keys()


@dataclass
class StoredRow:
    pk: Any
    values: tuple[Any, ...]
    place: str
    voided: bool
    extra: dict[str, Any]


class Stored:
    """The stored rows that the lines of a file may meet, found by key."""

    def __init__(self, sheet: type[Sheet], attributes: list[str], key: list[int], lines: list[Any]) -> None:
        self._key = key
        self._rows: dict[tuple[Any, ...], StoredRow] = {}
        involved = {name for order in sheet.orders() for name in (order.earlier, order.later)}
        extra = sorted(involved - set(attributes))
        narrow = _narrowest(sheet, attributes, key)
        columns = ("pk", _path(sheet.model), "voided_at", *attributes, *extra)
        for chunk in _chunks({line[narrow] for line in lines if not _is_new(line[narrow])}):
            found = sheet.model.with_voided.filter(**{f"{attributes[narrow]}__in": chunk}).values_list(*columns)
            for pk, place, voided_at, *values in found.iterator(chunk_size=CHUNK):
                plain = tuple(getattr(value, "plain", value) for value in values)
                own, rest = plain[: len(attributes)], dict(zip(extra, plain[len(attributes) :], strict=True))
                self._rows[tuple(own[i] for i in key)] = StoredRow(pk, own, place, voided_at is not None, rest)

    def find(self, line: tuple[Any, ...]) -> StoredRow | None:
        return self._rows.get(tuple(line[i] for i in self._key))


#: Models that rows of other sheets refer to.
REFERABLE = {target for sheet in SHEETS_BY_MODEL.values() for column in sheet.columns for target in column.targets}


def _refuse_reversed(table: Table, row: int, new: dict[str, Any], old: StoredRow) -> bool:
    """Refuse a row of which a day contradicts a stored one that the file leaves alone."""
    for order in table.sheet.orders():
        earlier, later = (new.get(name, old.extra.get(name)) for name in (order.earlier, order.later))
        present = order.blame if order.blame in new else order.earlier
        if is_reversed(earlier, later) and present in new:
            position = next(i for i, column in enumerate(table.columns) if column.attribute == present)
            table.refuse(row, position, f"{order.message}（与已登记的日期矛盾）")
            return True
    return False


def _refuse_repeated(table: Table) -> set[int]:
    """Refuse rows that share a key and differ; return those that merely repeat an earlier row to the letter."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    keys = [table.values[position] for position in table.key_positions]
    for row in table.good:
        groups[tuple(column[row] for column in keys)].append(row)
    repeats = set()
    for rows in groups.values():
        if len(rows) > 1:
            if len({tuple(column[row] for column in table.values) for row in rows}) == 1:
                repeats.update(rows[1:])
            else:
                others = "、".join(str(table.numbers[row]) for row in rows[:5])
                for row in rows:
                    table.refuse(row, table.key_positions[0], f"同一记录在本表出现多次且内容不同（第 {others} 行）")
    return repeats


def _keeping(line: tuple[Any, ...], old: StoredRow | None, kept: list[int]) -> tuple[Any, ...]:
    """`line` with what a stored row keeps; one that was voided is written anew."""
    if not old or old.voided or not kept:
        return line
    return tuple(old.values[i] if i in kept else value for i, value in enumerate(line))


def _narrowest(sheet: type[Sheet], attributes: list[str], key: list[int]) -> int:
    """The key column by which stored rows are fetched: an owner if there is one, else the first."""
    owners = [i for i in key if attributes[i].endswith("_id")]
    return owners[0] if owners else key[0]


def _former_numbers(values: Iterable[Any]) -> dict[Any, str]:
    former: dict[Any, str] = {}
    for chunk in _chunks(set(values) - {None, ""}):
        aliases = PersonAlias.objects.filter(id_number__in=chunk).values_list("id_number", "person__id_number")
        former |= {alias.plain: number.plain for alias, number in aliases}
    return former


def _path(model: type[models.Model]) -> str:
    return "code" if model is Division else model.division_path  # type: ignore[attr-defined]


def _live(model: type[models.Model]) -> ScopedQuerySet:
    return Division.objects.towns() if model is Division else model._default_manager.all()  # type: ignore[return-value]


def _own_key(change: Change, line: tuple[Any, ...]) -> Any:
    """The primary key where the ledger names it (villages), else None."""
    name = change.sheet.model._meta.pk.attname
    return line[change.attributes.index(name)] if name in change.attributes else None


def _is_new(value: Any) -> bool:
    return isinstance(value, int) and value < 0


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(values)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk
