"""Values that have a day: what a list replaces is kept as a row of 状态变更, from the day of the file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ledger.columns import SheetColumn
from ledger.rosters.records import StoredRecord
from ledger.sheets import SHEETS_BY_MODEL, Sheet
from ledger.sheets.status import ChangeSheet, StatusChangeSheet
from ledger.stored import chunks

#: The sheet of changes about each kind of object.
PARTS: dict[type[Sheet], type[ChangeSheet]] = {
    SHEETS_BY_MODEL[part.columns[0].target]: part for part in StatusChangeSheet.parts  # type: ignore[attr-defined]
}  # fmt: skip


class StoredChanges:
    """The rows of 状态变更 about stored rows of a sheet; none where its values have no day."""

    def __init__(self, sheet: type[Sheet], records: Iterable[StoredRecord]) -> None:
        self.part = PARTS.get(sheet)
        self._rows: dict[tuple[Any, str, date], tuple[Any, bool]] = {}
        self._latest: dict[tuple[Any, str], date] = {}
        if self.part:
            labels: Any = self.part.model._meta.get_field("item")
            self.items = {label: value for value, label in labels.flatchoices}
            for chunk in chunks(record.pk for record in records):
                self._load(chunk)

    def _load(self, pks: list[Any]) -> None:
        model: Any = self.part.model  # type: ignore[union-attr]
        owner = self.part.columns[0].outputs[0]  # type: ignore[union-attr]
        rows = model.with_voided.filter(**{f"{owner}__in": pks}).order_by("pk")
        for pk, own, item, day, voided in rows.values_list("pk", owner, "item", "changed_on", "voided_at"):
            self._rows[own, item, day] = pk, voided is not None
            if voided is None:
                self._latest[own, item] = max(day, self._latest.get((own, item), day))

    def has_day(self, column: SheetColumn) -> bool:
        return bool(self.part) and column.column_name in self.items

    def is_newer(self, record: StoredRecord, column: SheetColumn, as_of: date | None) -> bool:
        """Whether a later change of the value is stored than the day of the file."""
        if as_of is None or not self.has_day(column):
            return False
        return self._latest.get((record.pk, self.items[column.column_name]), as_of) > as_of

    def told(self, record: StoredRecord, column: SheetColumn, day: date) -> tuple[Any, bool] | None:
        """The change of that day that is there: its key, and whether it is voided."""
        return self._rows.get((record.pk, self.items[column.column_name], day))
