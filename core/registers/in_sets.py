"""Forms of many records that are filled in alike: what each would ask and write is asked and written in sets."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from types import FunctionType
from typing import Any, NamedTuple

from django.db import transaction

from core.checks import Altered, warnings_of_many
from core.contributions import Slot
from core.forms import RecordForm
from core.records import Record
from core.records.voiding import settle_corrected
from core.records.writing import write_many
from core.wall import everywhere


class AfterSaving(NamedTuple):
    """What an app above does with records that were changed in a set, of which no signal tells one by one."""

    do: Callable[[Sequence[Record]], Any]


AFTER_SAVING = Slot(FunctionType, AfterSaving)


def warnings_of_forms(forms: Sequence[RecordForm]) -> list[list[str]]:
    """What is odd about each of valid forms of one class, asked of all at once where they ask nothing of their own."""
    if any(type(form).warnings is not RecordForm.warnings for form in forms):
        return [form.warnings for form in forms]
    return warnings_of_many([Altered(form.before, form.instance) for form in forms], forms[0].on) if forms else []


def may_write_in_sets(form: RecordForm) -> bool:
    """Whether a form does no more than to save a record that is as it is stored."""
    return type(form).save is RecordForm.save and form.is_as_stored


def save_all(forms: Sequence[RecordForm]) -> list[Record]:
    """Save valid forms of one class: what each would write, in a few statements where none does more than that."""
    if not all(may_write_in_sets(form) and not form.following for form in forms):
        return [form.save() for form in forms]
    records: list[Record] = [form.instance for form in forms]
    if not records:
        return records
    with transaction.atomic():
        for form in forms:
            form._save_reason()
        _write_stored(records, sorted({name for form in forms for name in form.altered}))
        settle_corrected({form.instance: form.changed_data for form in forms})
        for after in AFTER_SAVING:
            transaction.on_commit(partial(after.do, records), robust=True)
    return records


@everywhere("the records that are changed were found for the user")
def _write_stored(records: Sequence[Record], names: Collection[str]) -> None:
    write_many(records, None, names)
