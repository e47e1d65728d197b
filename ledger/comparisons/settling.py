"""What a village was asked to verify ends with the record's saving: put right, it needs no answer any more."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from simple_history.signals import post_create_historical_record

from core.actor import current_actor
from core.contributions import contribute
from core.records import Record
from core.registers.in_sets import AFTER_SAVING
from core.wall import everywhere
from ledger.actions import AFTER_WRITING
from ledger.comparisons.actions import end_corrected
from ledger.comparisons.keeping import digest_of_stored
from ledger.models import ComparedLine
from ledger.rosters.decisions import Colour, digest_of, digest_of_row
from ledger.rosters.records import StoredRecord, as_text, columns_of, key_texts, records
from ledger.sheets import SHEETS_BY_MODEL, SHEETS_BY_NAME
from ledger.stored import chunks


@receiver(post_create_historical_record)
def look_at_saved(instance: Any, **kwargs: Any) -> None:
    if type(instance) in SHEETS_BY_MODEL:
        transaction.on_commit(partial(settle, type(instance), [instance.pk], current_actor()), robust=True)


@contribute(AFTER_SAVING)
def look_at_each(saved: Sequence[Record]) -> None:
    if saved and type(saved[0]) in SHEETS_BY_MODEL:
        settle(type(saved[0]), [record.pk for record in saved], current_actor())


@contribute(AFTER_WRITING)
def look_at_all() -> None:
    settle_all(current_actor())


@everywhere("a record that was saved, and the lines about it")
def settle(model: type[Record], keys: Sequence[Any], actor: Any) -> None:
    """End what was asked about these records, where they say something else by now."""
    asked = ComparedLine.objects.verifying().filter(sheet=SHEETS_BY_MODEL[model].sheet_name)
    if asked.exists():
        own = asked.filter(Q(target__in=map(str, keys)) | Q(colour=Colour.ONLY_THERE))
        end_corrected(corrected(own, keys), actor)


@everywhere("the lines that villages have been asked about, after a file was written or taken back")
def settle_all(actor: Any) -> None:
    asked = ComparedLine.objects.verifying()
    for name in set(asked.order_by().values_list("sheet", flat=True)):
        lines = list(asked.filter(sheet=name))
        end_corrected(corrected(lines, [line.target for line in lines if line.target]), actor)


def corrected(lines: Iterable[ComparedLine], keys: Sequence[Any]) -> list[ComparedLine]:
    """Those of the lines, all of one sheet, whose record of these `keys` is not what was compared any more."""
    found = list(lines)
    if not found:
        return []
    sheet: Any = SHEETS_BY_NAME[found[0].sheet]
    stored: dict[str, StoredRecord] = {}
    for chunk in chunks(keys):
        stored |= {str(one.pk): one for one in records(sheet, Q(pk__in=chunk))}
    told = {digest_of_row(sheet.sheet_name, key_texts(sheet, one.cells)) for one in stored.values() if not one.voided}
    return [line for line in found if _is_corrected(line, sheet, stored.get(line.target), told)]


def _is_corrected(line: ComparedLine, sheet: Any, record: StoredRecord | None, told: set[str]) -> bool:
    if line.colour == Colour.ONLY_THERE:
        return line.digest in told
    if record is None:
        return False
    if record.voided:
        return True
    if line.column:
        return digest_of(as_text(columns_of(sheet)[line.column], record.cells[line.column])) != line.ours_digest
    return digest_of_stored(sheet, record) != line.ours_digest
