"""Two people change the same part of a draft: the second sees both values, field by field, and chooses."""

from typing import Any

from django.http import QueryDict

from core.personal_data.names import user_label
from core.records import conflicts
from core.records.conflicts import Conflict, Meanwhile
from scoring.editions.forms import DeadlinesField, PartForm
from scoring.editions.parts import DraftPart
from scoring.editions.text import DraftText
from scoring.models import RubricEdition


def meanwhile(form: PartForm, edition: RubricEdition) -> Meanwhile | None:
    """What others changed in the form's part since it was opened, where it differs from what is sent."""
    rows = {row.history_id: row for row in edition.history.select_related("history_user")}
    seen, newest = rows.get(form.cleaned_data["seen"]), rows[max(rows)]
    if seen is newest:
        return None
    then = {} if seen is None else _stored_then(form.part, seen.text)
    found = [_conflict(form, name, then.get(name), theirs) for name, theirs in form.part.stored.items()]
    conflicts = [each for each in found if each]
    return Meanwhile(user_label(newest.history_user), newest.history_date, conflicts) if conflicts else None


def _stored_then(part: DraftPart, text: str) -> Any:
    try:
        return type(part)(DraftText(text), part.name).stored
    except LookupError:  # the part was added since
        return {}


def _conflict(form: PartForm, name: str, before: Any, theirs: Any) -> Conflict | None:
    if name not in form.fields:
        return None
    sent = form.cleaned_data[name]
    mine = "、".join(sent) if isinstance(form.fields[name], DeadlinesField) else sent
    if theirs in (mine, before):
        return None
    said, own = (_said(form, name, value) for value in (theirs, mine))
    return Conflict(name, str(form.fields[name].label), said, own, mine == before)


def _said(form: PartForm, name: str, value: Any) -> str:
    """A value as the page says it: what the choices are called."""
    choices = dict(getattr(form.fields[name], "choices", []))
    values = value if isinstance(value, list) else [value]
    return "、".join(str(choices.get(each, "" if each is None else each)) for each in values)


def decided(data: QueryDict, part: DraftPart) -> QueryDict:
    """What was sent, with the values of others where the sender chose them."""
    stored = dict(part.stored)
    settled = conflicts.decided(data, stored)
    for name, value in stored.items():
        if isinstance(value, list) and data.get(conflicts.CHOICE + name) == conflicts.THEIRS:
            settled.setlist(name, value)
    return settled
