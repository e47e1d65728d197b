"""What the rows of a file mean for what is stored: repeated keys, references, added, changed or unchanged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from core.models import Division, Village
from labor.models import Person, PersonAlias
from ledger.cells import CLEAR
from ledger.changed_objects import ChangedObjects
from ledger.columns import MISSING, REFUSED, Reference, SheetColumn
from ledger.effects import Effects, name_differs
from ledger.kept import Kept
from ledger.parsed_sheet import ParsedSheet, is_reversed
from ledger.reach import Reach, path_of
from ledger.report import Effect
from ledger.sheets import SHEETS_BY_MODEL, Sheet
from ledger.sheets.status import NUMBER
from ledger.stored import Stored, StoredRow, chunks

OTHER_TOWN = "编号已被其他乡镇使用，导入不能把记录转到别的乡镇"

OTHER_NAME = "已登记的姓名是“{}”，没有一个字相同：确是改名的，先检查，再勾选“确认改名”写入"

TOWN = int(Division.Level.TOWN)


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """A row that others may refer to. A negative `pk` stands for a row of the file that has no number yet."""

    pk: Any
    place: str


@dataclass
class SheetChanges:
    """What to write of one sheet: rows are tuples of `attributes`, with the pk in front.

    They were compared when `seen` was the newest entry of the history.
    """

    sheet: type[Sheet]
    attributes: tuple[str, ...] = ()
    added: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    unchanged: int = 0
    seen: int = 0
    effects: list[Effect] = field(default_factory=list)


class Matcher:
    """Matches one sheet after another, in the order of the contract, remembering what later sheets refer to.

    Rows outside `divisions` are refused, and so are those that would change or move what is stored outside them, or
    that refer to it; None stands for every division. Without `renames`, a row that gives a person another name is
    refused until somebody says that it is meant.
    """

    def __init__(self, divisions: Sequence[str] | None = None, *, renames: bool = True) -> None:
        self._reach, self._renames = Reach(divisions), renames
        self._accepted: dict[type[models.Model], dict[Any, ReferenceTarget]] = defaultdict(dict)
        self._refused: dict[type[models.Model], set[Any]] = defaultdict(set)
        self._stored: dict[type[models.Model], dict[Any, ReferenceTarget | None]] = defaultdict(dict)

    def match(self, parsed: ParsedSheet) -> list[SheetChanges]:
        """Refuse what repeats a key or refers to nothing, and tell the rest into added, changed, unchanged."""
        self._resolve_aliases(parsed)
        repeats = _refuse_repeated(parsed)
        parts = ChangedObjects(parsed, self).parts() if parsed.sheet.parts else [parsed]
        return [self._match(part, repeats) for part in parts]

    def _match(self, parsed: ParsedSheet, repeats: set[int]) -> SheetChanges:
        filled = self._fill(parsed)
        change = self._compare(parsed, filled, repeats)
        self._remember(parsed)
        return change

    # what columns ask for

    def rows(self, model: type[models.Model], codes: Iterable[Any]) -> Mapping[Any, ReferenceTarget]:
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
        told = (Division.objects.told_by(chunk) for chunk in chunks(names))
        return {name: code for chunk in told for name, code in chunk.items()}

    def accept(self, model: type[models.Model], code: Any, pk: Any, place: str) -> None:
        """Let later rows refer to one that is to be written; a negative `pk` is provisional."""
        self._accepted[model][code] = ReferenceTarget(pk, place)

    def is_refused(self, model: type[models.Model], code: Any) -> bool:
        """Whether a row of this file with this code was refused."""
        return code in self._refused[model]

    def holds(self, place: str) -> bool:
        """Whether the importer may write there."""
        return self._reach.holds(place)

    # steps

    def _load(self, model: type[models.Model], codes: set[Any]) -> None:
        stored = self._stored[model]
        if model is Village:  # whose row it is says its code alone; whether it is registered elsewhere, nobody learns
            stored |= {code: ReferenceTarget(code, code) for code in codes if _is_elsewhere(code, self._reach)}
        for chunk in chunks(code for code in codes if code not in stored):
            stored |= dict.fromkeys(chunk)
            for code, pk, place in self._reach.find(model, chunk):
                stored[getattr(code, "plain", code)] = ReferenceTarget(pk, place)

    def _resolve_aliases(self, parsed: ParsedSheet) -> None:
        """Put a person's present identity number where the file has a former one."""
        for position, column in enumerate(parsed.columns):
            if column.attribute == "id_number" or Person in column.targets or column.column_name == NUMBER:
                former = former_numbers(parsed.values[position])
                if former:
                    parsed.values[position] = [former.get(value, value) for value in parsed.values[position]]

    def _fill(self, parsed: ParsedSheet) -> list[list[Any]]:
        """Columns of model attributes; rows that refer to nothing are refused."""
        filled: list[list[Any]] = []
        for position, column in enumerate(parsed.columns):
            values = parsed.values[position]
            meaning = column.expand({values[row] for row in parsed.good} - {CLEAR}, self)
            if meaning is None:
                filled.append([column.blank if value is CLEAR else value for value in values])
                continue
            nothing = (None,) * len(column.outputs)
            meaning[CLEAR] = meaning.get(column.blank) or (column.blank,) * len(column.outputs)
            for row in parsed.good:
                if meaning[values[row]] is None:
                    why = self._why_missing(column, values[row])
                    parsed.refuse(row, position, why + parsed.hint(column, values[row]))
            expanded = [meaning.get(value) or nothing for value in values]
            filled += map(list, zip(*expanded, strict=True)) if expanded else ([] for _ in nothing)
        return filled

    def _why_missing(self, column: SheetColumn, code: Any) -> str:
        return REFUSED if any(code in self._refused[target] for target in column.targets) else MISSING

    def _compare(self, parsed: ParsedSheet, filled: list[list[Any]], repeats: set[int]) -> SheetChanges:
        change, rows = SheetChanges(parsed.sheet, tuple(parsed.attributes)), parsed.accepted()
        lines = list(zip(*filled, strict=True))
        stored = Stored(parsed.sheet, parsed.attributes, [lines[row] for row in rows])
        kept, effects, place_of = Kept(parsed), Effects(parsed), self._places_of(parsed)
        for row in rows:
            line, place = lines[row], place_of(row)
            old = stored.find(line)
            if old and not old.voided:
                line = kept.complete(row, line, old.values)
            if self._is_refused(parsed, row, line, old, place):
                continue
            if row in repeats:
                change.unchanged += 1
                continue
            self._sort_in(change, parsed, row, line, old, place)
            if not old:
                effects.adds(row, line)
            elif not old.voided:
                effects.meets(row, line, old)
        change.effects, change.seen = effects.told(stored), stored.seen
        return change

    def _is_refused(
        self, parsed: ParsedSheet, row: int, line: tuple[Any, ...], old: StoredRow | None, place: str
    ) -> bool:
        """Refuse a row that may not be written, or contradicts what is stored."""
        if fault := self._foreign(parsed.sheet, place, old):
            parsed.refuse(row, parsed.key_positions[0], fault)
        elif old and line != old.values:
            _refuse_reversed(parsed, row, line, old)
            if not self._renames and not old.voided:
                _refuse_renamed(parsed, row, line, old.values)
        column, fault = parsed.sheet.fault_of(dict(zip(parsed.attributes, line, strict=True)))
        if fault:
            parsed.refuse(row, parsed.position(column), fault)
        return row in parsed.refused

    def _sort_in(
        self, change: SheetChanges, parsed: ParsedSheet, row: int, line: Any, old: StoredRow | None, place: str
    ) -> None:
        pk = old.pk if old else _own_key(change, line) or -len(change.added) - 1
        if not old:
            change.added.append((pk, *line))
        elif old.values == line and not old.voided:
            change.unchanged += 1
        else:
            change.changed.append((pk, *line))
        if parsed.sheet.model in REFERABLE:
            key = parsed.values[parsed.key_positions[0]][row]
            self._accepted[parsed.sheet.model][key] = ReferenceTarget(pk, place)

    def _foreign(self, sheet: type[Sheet], place: str, old: StoredRow | None) -> str:
        """Why the importer may not write a row of `place`, now stored as `old`; blank where it may."""
        if fault := self._reach.why_foreign(place, old.place if old else None):
            return fault
        owns_place = "__" not in path_of(sheet.model)
        moves = old and owns_place and old.place[:TOWN] != place[:TOWN]
        return OTHER_TOWN if moves and not sheet.movable else ""

    def _places_of(self, parsed: ParsedSheet) -> Callable[[int], str]:
        """A function from a row to the code of the village or town it belongs to."""
        model = parsed.sheet.model
        owner = path_of(model).split("__")[0].removesuffix("_id")
        position = parsed.position(owner)
        column, values = parsed.columns[position], parsed.values[position]
        if isinstance(column, Reference) and column.target in REFERABLE and "__" in path_of(model):
            targets = self.rows(column.target, set(values))
            return lambda row: targets[values[row]].place
        return lambda row: values[row]

    def _remember(self, parsed: ParsedSheet) -> None:
        """Keep the keys refused in this file: what refers to them is refused too, unless another row was accepted."""
        if parsed.sheet.model in REFERABLE:
            keys = parsed.values[parsed.key_positions[0]]
            bad = {keys[row] for row in parsed.refused if keys[row]}
            self._refused[parsed.sheet.model] |= bad - self._accepted[parsed.sheet.model].keys()


#: Models that rows of other sheets refer to.
REFERABLE = {target for sheet in SHEETS_BY_MODEL.values() for column in sheet.columns for target in column.targets}


def _refuse_reversed(parsed: ParsedSheet, row: int, line: tuple[Any, ...], old: StoredRow) -> None:
    """Refuse a row of which a day, as it would be stored, lies before another that it may not precede."""
    new, blamed = dict(zip(parsed.attributes, line, strict=True)), set()
    for order in parsed.sheet.orders():
        earlier, later = (new.get(name, old.extra.get(name)) for name in (order.earlier, order.later))
        at = order.blame if order.blame in new else order.earlier
        if is_reversed(earlier, later) and at in new and at not in blamed:
            blamed.add(at)
            parsed.refuse(row, parsed.position(at), f"{order.message}（与已登记的日期矛盾）")


def _refuse_renamed(parsed: ParsedSheet, row: int, line: tuple[Any, ...], old: tuple[Any, ...]) -> None:
    """Refuse a row that gives somebody another name."""
    for position, (at, column) in enumerate(zip(parsed.places, parsed.columns, strict=True)):
        if name_differs(parsed.sheet, column, old[at], line[at]):
            parsed.refuse(row, position, OTHER_NAME.format(old[at]))


def _refuse_repeated(parsed: ParsedSheet) -> set[int]:
    """Refuse rows that share a key and differ; return those that merely repeat an earlier row to the letter."""
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    keys = [parsed.values[position] for position in parsed.key_positions]
    for row in parsed.good:
        groups[tuple(column[row] for column in keys)].append(row)
    repeats = set()
    for rows in groups.values():
        if len(rows) > 1:
            if len({tuple(column[row] for column in parsed.values) for row in rows}) == 1:
                repeats.update(rows[1:])
            else:
                others = "、".join(str(parsed.numbers[row]) for row in rows[:5])
                for row in rows:
                    parsed.refuse(row, parsed.key_positions[0], f"同一记录在本表出现多次且内容不同（第 {others} 行）")
    return repeats


def former_numbers(values: Iterable[Any]) -> dict[Any, str]:
    former: dict[Any, str] = {}
    for chunk in chunks(set(values) - {None, ""}):
        aliases = PersonAlias.objects.filter(id_number__in=chunk).values_list("id_number", "person__id_number")
        former |= {alias.plain: number.plain for alias, number in aliases}
    return former


def _own_key(change: SheetChanges, line: tuple[Any, ...]) -> Any:
    """The primary key where the ledger names it (villages), else None."""
    name = change.sheet.model._meta.pk.attname
    return line[change.attributes.index(name)] if name in change.attributes else None


def _is_elsewhere(code: str, reach: Reach) -> bool:
    """Whether it is the code of a village outside the importer's divisions; a word that is no code is nowhere."""
    return len(code) == Division.Level.VILLAGE and code.isdecimal() and not reach.holds(code)
