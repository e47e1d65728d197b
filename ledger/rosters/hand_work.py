"""Which stored values somebody changed by hand after the day of a file: what we know is newer."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from ledger.columns import SheetColumn
from ledger.models import IMPORT_REASON, UNDO_REASON
from ledger.rosters.records import StoredRecord
from ledger.sheets import Sheet
from ledger.stored import chunks


class HandWork:
    """The cells of stored rows of a sheet that were last changed by hand, on a later day than `as_of`."""

    def __init__(self, sheet: type[Sheet], records: Iterable[StoredRecord], as_of: date | None) -> None:
        self._found: dict[Any, set[str]] = {}
        self._entered: set[Any] = set()
        if as_of is None:
            return
        self._since = timezone.make_aware(datetime.combine(as_of + timedelta(days=1), time.min))
        self._history: Any = sheet.model.history.model  # type: ignore[attr-defined]
        self._key = sheet.model._meta.pk.attname
        told = {field.attname for field in self._history._meta.concrete_fields}
        self._attributes = [column.outputs[0] for column in sheet.columns if column.outputs[0] in told]
        for chunk in chunks(record.pk for record in records):
            self._look(chunk)

    def changed(self, record: StoredRecord, column: SheetColumn) -> bool:
        return column.outputs[0] in self._found.get(record.pk, ())

    def left_blank(self, record: StoredRecord, column: SheetColumn) -> bool:
        """Whether the blank in `column` is somebody's word: of a row entered by hand, or emptied by hand."""
        return record.pk in self._entered or self.changed(record, column)

    def _look(self, pks: list[Any]) -> None:
        late = self._history.objects.filter(**{f"{self._key}__in": pks}, history_date__gte=self._since)
        reasons = late.values_list(self._key, "history_change_reason")
        suspects = {pk for pk, reason in reasons.order_by().iterator() if _is_by_hand(reason)}
        for chunk in chunks(suspects):
            self._follow(chunk)

    def _follow(self, pks: list[Any]) -> None:
        """Go through the history of rows, and keep of each cell whether its last change was one by hand."""
        entries = self._history.objects.filter(**{f"{self._key}__in": pks}).order_by(self._key, "history_id")
        columns = (self._key, "history_type", "history_date", "history_change_reason", *self._attributes)
        pk, before = None, None
        for own, kind, at, reason, *values in entries.values_list(*columns).iterator():
            if own != pk:
                pk, before = own, None
            plain = [getattr(value, "plain", value) for value in values]
            late = at >= self._since and _is_by_hand(reason)
            self._take(own, before, plain, late)
            if before is None and late and kind == "+":
                self._entered.add(own)
            before = plain

    def _take(self, pk: Any, before: list[Any] | None, values: list[Any], late: bool) -> None:
        found = self._found.setdefault(pk, set())
        for position, (attribute, value) in enumerate(zip(self._attributes, values, strict=True)):
            changed = value not in (None, "") if before is None else value != before[position]
            if changed and late:
                found.add(attribute)
            elif changed:
                found.discard(attribute)


def _is_by_hand(reason: str | None) -> bool:
    return not (reason or "").startswith((IMPORT_REASON, UNDO_REASON))
