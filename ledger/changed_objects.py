"""The rows of 状态变更 by the object that each is about: its number and its 项目 together tell just one."""

from collections.abc import Mapping
from typing import Any

from core.models import Division
from ledger.columns import MISSING, REFUSED, Reference
from ledger.parsed_sheet import ParsedSheet
from ledger.sheets import Sheet
from ledger.sheets.status import ChangeSheet

NOT_ITS_ITEM = "这个对象没有这一项：{}"
SEVERAL = "农户和车间都有这个编号，又都有这一项，分不清是谁：请先改其中一个的编号"
OTHER_TOWN = "车间不能从别的乡镇迁来：变更前的村、安置点须在本乡镇"
NEEDS_BOTH = "这条变更涉及您管辖以外的区划，请由上级办理"
TOWN = int(Division.Level.TOWN)


class ChangedObjects:
    """Tells the rows of the sheet apart; `matcher` answers what numbers and codes there are."""

    def __init__(self, parsed: ParsedSheet, matcher: Any) -> None:
        self._parsed, self._matcher = parsed, matcher
        self._at = {column.attribute: at for at, column in enumerate(parsed.columns)}
        numbers = set(self._column("number")) - {None, ""}
        self._known = {part: matcher.rows(_target(part), numbers) for part in parsed.sheet.parts}

    def parts(self) -> list[ParsedSheet]:
        """The good rows of each kind of object as a sheet of its own; what tells none or several is refused."""
        rows: dict[type[Sheet], list[int]] = {part: [] for part in self._parsed.sheet.parts}
        for row in self._parsed.good:
            if part := self._part_of(row):
                rows[part].append(row)
        return [self._part(part, rows[part]) for part in self._parsed.sheet.parts if rows[part]]

    def _column(self, name: str) -> list[Any]:
        return self._parsed.values[self._at[name]]

    def _part_of(self, row: int) -> type[ChangeSheet] | None:
        number, item = self._column("number")[row], self._column("item")[row]
        there = [part for part in self._parsed.sheet.parts if number in self._known[part]]
        having = [part for part in there if item in part.before_column().columns]
        if len(having) == 1:
            return having[0] if self._may_be(row, having[0]) else None
        if having:
            self._parsed.refuse(row, self._at["number"], SEVERAL)
        elif there:
            names = "、".join(str(_target(part)._meta.verbose_name) for part in there)
            self._parsed.refuse(row, self._at["item"], NOT_ITS_ITEM.format(names))
        else:
            refused = any(self._matcher.is_refused(_target(part), number) for part in self._parsed.sheet.parts)
            self._parsed.refuse(row, self._at["number"], REFUSED if refused else MISSING)
        return None

    def _may_be(self, row: int, part: type[ChangeSheet]) -> bool:
        """Whether what was before lies where the importer may write; a workshop stays in its town."""
        place, was = self._known[part][self._column("number")[row]].place, self._place_before(row, part)
        if was and not part.changes_town and was[:TOWN] != place[:TOWN]:
            self._parsed.refuse(row, self._at["before"], OTHER_TOWN)
        elif was and not self._matcher.holds(was):
            self._parsed.refuse(row, self._at["number"], NEEDS_BOTH)
        else:
            return True
        return False

    def _place_before(self, row: int, part: type[ChangeSheet]) -> str:
        before = self._column("before")[row]
        column = isinstance(before, tuple) and part.before_column().columns.get(before[0])
        if not isinstance(column, Reference):
            return ""
        found: Mapping[Any, Any] = self._matcher.rows(column.target, [before[1]])
        return found[before[1]].place if before[1] in found else ""

    def _part(self, part: type[ChangeSheet], rows: list[int]) -> ParsedSheet:
        by_header = {column.column_name: column for column in part.columns}
        values = list(self._parsed.values)
        names = {label: value for value, label in part.model._meta.get_field("item").flatchoices}  # type: ignore[union-attr]
        values[self._at["item"]] = [names.get(label) for label in self._column("item")]
        return ParsedSheet(
            part,
            [by_header[column.column_name] for column in self._parsed.columns],
            self._parsed.numbers,
            self._parsed.raw,
            values,
            rows,
            errors=self._parsed.errors,
            refused=self._parsed.refused,
        )


def _target(part: type[ChangeSheet]) -> Any:
    return part.columns[0].target  # type: ignore[attr-defined]
