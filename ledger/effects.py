"""What the rows of a file do to stored values that somebody should look at before they are written."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from core.fields import NameField
from labor.models import Person
from ledger.cells import CLEAR, normalise
from ledger.columns import Reference, SheetColumn
from ledger.history import written_by_hand
from ledger.parsed_sheet import ParsedSheet
from ledger.report import Effect, EffectKind, shown
from ledger.sheets import Sheet
from ledger.stored import Stored, StoredRow, chunks

#: Ends that are seldom taken back: emptied or put off, they bring back to life what was over.
ENDS = frozenset({"退出日期", "风险消除日期", "停产日期", "结束日期", "终结日期", "撤销日期", "离岗日期", "停用日期"})


class Effects:
    """Gathers what the rows of one sheet do: told of each row that is neither refused nor a repetition."""

    def __init__(self, parsed: ParsedSheet) -> None:
        self._parsed, self._at = parsed, parsed.places
        self._found: list[tuple[int, int, EffectKind, Any]] = []
        self._met: dict[int, StoredRow] = {}
        self._changed: dict[int, tuple[Any, ...]] = {}
        self._added: dict[int, tuple[Any, ...]] = {}

    def adds(self, row: int, line: tuple[Any, ...]) -> None:
        self._added[row] = line

    def meets(self, row: int, line: tuple[Any, ...], old: StoredRow) -> None:
        """The row finds a stored one, of which it makes `line`."""
        self._met[row] = old
        if line != old.values:
            self._changed[row] = line

    def told(self, stored: Stored) -> list[Effect]:
        """Everything there is to tell of the sheet, in the order of its rows."""
        for row, line in self._changed.items():
            self._compare(row, line, self._met[row].values)
        self._look_for_dashes()
        self._look_for_hand_work()
        self._look_beside(stored)
        codes = self._codes()
        effects = [self._effect(*found, codes) for found in self._found]
        return sorted(effects, key=lambda effect: (effect.row, effect.column))

    def _compare(self, row: int, line: tuple[Any, ...], old: tuple[Any, ...]) -> None:
        for position, column in enumerate(self._parsed.columns):
            before, after = (column.value_of(values, self._at[position]) for values in (old, line))
            if before != after and before not in (None, ""):
                cleared = self._parsed.values[position][row] is CLEAR
                for kind in _kinds(self._parsed.sheet, column, before, after, cleared):
                    self._found.append((row, position, kind, before))

    def _look_for_dashes(self) -> None:
        """Where 无 or a dash leaves a stored value, which its writer may have meant to take away."""
        for position, column in enumerate(self._parsed.columns):
            raw = self._parsed.raw[position]
            signs = {cell for cell in set(raw) if column.may_be_cleared and _is_sign(column, cell)}
            for row in (row for row in self._met if raw[row] in signs) if signs else ():
                kept = column.value_of(self._met[row].values, self._at[position])
                if kept not in (None, ""):
                    self._found.append((row, position, EffectKind.KEPT, kept))

    def _look_for_hand_work(self) -> None:
        """Values that the file changes in rows which somebody wrote by hand since an import last did."""
        pks = {self._met[row].pk: row for row in self._changed}
        for row in (pks[pk] for pk in written_by_hand(self._parsed.sheet.model, pks)):
            old, new = self._met[row].values, self._changed[row]
            differing = (position for position, at in enumerate(self._at) if old[at] != new[at])
            self._found += [(row, position, EffectKind.BY_HAND, old[self._at[position]]) for position in differing]

    def _look_beside(self, stored: Stored) -> None:
        """Rows added beside a stored one that agrees in all of its key but the last column."""
        if not (self._parsed.sheet.asks_about_neighbours and self._added):
            return
        *shared, last = (self._at[position] for position in self._parsed.key_positions)
        neighbours: dict[Any, list[str]] = defaultdict(list)
        for old in stored.live():
            neighbours[tuple(old.values[at] for at in shared)].append(old.values[last])
        for row, line in self._added.items():
            if beside := neighbours.get(tuple(line[at] for at in shared)):
                self._found.append((row, self._parsed.key_positions[-1], EffectKind.SAME_START, min(beside)))

    def _codes(self) -> dict[int, dict[Any, str]]:
        """Of the columns that name other rows: the stored numbers, and the codes that stand for them in a ledger."""
        found: dict[int, set[Any]] = defaultdict(set)
        for _, position, _, old in self._found:
            if isinstance(self._parsed.columns[position], Reference) and old is not None:
                found[position].add(old)
        return {position: _codes_of(self._parsed.columns[position], keys) for position, keys in found.items()}

    def _effect(self, row: int, position: int, kind: EffectKind, old: Any, codes: dict[int, dict[Any, str]]) -> Effect:
        parsed, column = self._parsed, self._parsed.columns[position]
        stored = codes[position].get(old, "") if position in codes else column.text(old)
        key = tuple(shown(parsed.raw[at][row]) for at in parsed.key_positions)
        value = shown(parsed.raw[position][row])
        return Effect(parsed.sheet.sheet_name, parsed.numbers[row], column.column_name, value, stored, kind, key)


def name_differs(sheet: type[Sheet], column: SheetColumn, before: str, after: str) -> bool:
    """Whether somebody on the register gets a name of which no character was in the old one."""
    is_person = sheet.model is Person and isinstance(column.field, NameField)
    return is_person and not (set(before) & set(after)) - {"·"}


def _kinds(sheet: type[Sheet], column: SheetColumn, before: Any, after: Any, cleared: bool) -> Iterator[EffectKind]:
    if cleared:
        yield EffectKind.CLEARED
    if column.column_name in ENDS and (after is None or after > before):
        yield EffectKind.REOPENS
    if isinstance(column.field, NameField):
        yield EffectKind.NAME_DIFFERS if name_differs(sheet, column, before, after) else EffectKind.RENAMED
    if isinstance(column, Reference) and sheet.movable:
        yield EffectKind.MOVED


def _is_sign(column: SheetColumn, cell: Any) -> bool:
    text = normalise(cell)
    return text != "" and column.means_blank(text)


def _codes_of(column: Any, keys: set[Any]) -> dict[Any, str]:
    target = column.target
    if target._meta.pk.name == column.target_key:
        return {key: key for key in keys}
    found: dict[Any, str] = {}
    for chunk in chunks(keys):
        rows = target.with_voided.filter(pk__in=chunk).values_list("pk", column.target_key)
        found |= {pk: getattr(code, "plain", code) for pk, code in rows}
    return found
