"""What a village was asked to verify ends with the record's saving: put right, it needs no answer any more."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from simple_history.signals import post_create_historical_record

from core.actor import current_actor
from core.contributions import contribute
from core.models import Division
from core.records import Record
from core.registers.in_sets import AFTER_SAVING
from core.scoping import inside
from core.wall import everywhere
from ledger.actions import AFTER_WRITING
from ledger.comparisons.actions import end_corrected
from ledger.comparisons.keeping import digest_of_stored
from ledger.models import ComparedLine
from ledger.reach import path_of
from ledger.rosters.decisions import Colour, digest_of, digest_of_row
from ledger.rosters.records import StoredRecord, as_text, columns_of, key_texts, records
from ledger.sheets import SHEETS_BY_MODEL, SHEETS_BY_NAME, Sheet
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
    """End what was asked about these records, where they say something else by now, or are there at last."""
    sheet: Any = SHEETS_BY_MODEL[model]
    asked = ComparedLine.objects.verifying().filter(sheet=sheet.sheet_name)
    if asked.exists():
        stored = _stored(sheet, keys)
        own = asked.filter(target__in=list(stored))
        lacking = asked.filter(colour=Colour.ONLY_THERE, digest__in=_digests(sheet, stored.values()))
        end_corrected([*_corrected(own, sheet, stored), *lacking], actor)


@everywhere("the lines that villages have been asked about, after a file was written or taken back")
def settle_all(actor: Any) -> None:
    asked = ComparedLine.objects.verifying()
    for name in set(asked.order_by().values_list("sheet", flat=True)):
        sheet: Any = SHEETS_BY_NAME[name]
        lines = list(asked.filter(sheet=name))
        own = [line for line in lines if line.target]
        lacking = [line for line in lines if line.colour == Colour.ONLY_THERE]
        end_corrected(_corrected(own, sheet, _stored(sheet, [line.target for line in own])), actor)
        end_corrected(_there_now(lacking, sheet), actor)


def _stored(sheet: type[Sheet], keys: Sequence[Any]) -> dict[str, StoredRecord]:
    return {str(one.pk): one for chunk in chunks(keys) for one in records(sheet, Q(pk__in=chunk))}


def _digests(sheet: type[Sheet], stored: Iterable[StoredRecord]) -> set[str]:
    """By which a comparison knows the live ones of these rows."""
    return {digest_of_row(sheet.sheet_name, key_texts(sheet, one.cells)) for one in stored if not one.voided}


def _there_now(lines: Sequence[ComparedLine], sheet: type[Sheet]) -> list[ComparedLine]:
    """Those that only the list had, and the ledger has by now: a row of the same key in the town of the village."""
    found = []
    for town, asked in groupby(sorted(lines, key=town_of), key=town_of):
        digests = _digests(sheet, records(sheet, inside(path_of(sheet.model), town)))
        found += [line for line in asked if line.digest in digests]
    return found


def town_of(line: ComparedLine) -> str:
    return line.place[: Division.Level.TOWN]


def _corrected(
    lines: Iterable[ComparedLine], sheet: type[Sheet], stored: Mapping[str, StoredRecord]
) -> list[ComparedLine]:
    """Those of the lines whose record, one of `stored`, is not what was compared any more."""
    return [line for line in lines if (one := stored.get(line.target)) and _is_corrected(line, sheet, one)]


def _is_corrected(line: ComparedLine, sheet: type[Sheet], record: StoredRecord) -> bool:
    if record.voided:
        return True
    if line.column:
        return digest_of(as_text(columns_of(sheet)[line.column], record.cells[line.column])) != line.ours_digest
    return digest_of_stored(sheet, record) != line.ours_digest
