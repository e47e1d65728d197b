"""Two people change the same record: the second sees both values, field by field, and chooses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.forms import ModelForm
from django.http import QueryDict

from core.audit.changes import Words
from core.personal_data.names import user_label
from core.records import Record

#: Beside a field that two people changed, this says whose value is kept.
CHOICE = "keep-"
MINE, THEIRS = "mine", "theirs"
#: What was typed to find the record that a field names stands beside it under its name with this behind.
TYPED = "-typed"


@dataclass(frozen=True)
class Conflict:
    """A field with the value that somebody else has saved meanwhile and the one that is being sent now."""

    name: str
    label: str
    theirs: str
    mine: str
    untouched: bool  # the sender left the field as it was

    @property
    def choice(self) -> str:
        return f"{CHOICE}{self.name}"


@dataclass(frozen=True)
class Meanwhile:
    """Who saved the record since the form was opened, when, and which fields are to be decided on."""

    who: str
    at: datetime
    conflicts: list[Conflict]


def latest_version(record: Record) -> int:
    """The number of the newest row of the record's history; 0 where it has none."""
    number: int | None = record.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return number or 0


def latest_versions(model: type[Record], keys: Collection[Any]) -> dict[Any, int]:
    """The same for many records of one model, by key; one query."""
    key = model._meta.pk.attname
    rows = model.history.filter(**{f"{key}__in": keys}).values_list(key)
    return dict(rows.annotate(Max("history_id")))


def meanwhile(form: "ModelForm[Any]", seen: int, user: Any) -> Meanwhile | None:
    """What others did to the form's record since version `seen`, where it differs from what is sent."""
    stored = type(form.instance)._default_manager.everywhere("the form's own record").get(pk=form.instance.pk)
    rows = {row.history_id: row for row in stored.history.filter(history_id__gte=seen).select_related("history_user")}
    base, newest = rows.get(seen), rows[max(rows)]
    words = Words(type(stored), user, [*rows.values(), form.instance])
    found = [_conflict(stored, base, form, name, words) for name in form.fields if hasattr(stored, name)]
    conflicts = [conflict for conflict in found if conflict]
    return Meanwhile(user_label(newest.history_user), newest.history_date, conflicts) if conflicts else None


def _conflict(stored: Record, base: Any, form: "ModelForm[Any]", name: str, words: Words) -> Conflict | None:
    field: Any = stored._meta.get_field(name)
    theirs, mine = getattr(stored, field.attname), getattr(form.instance, field.attname)
    before = getattr(base, field.attname) if base else None
    if theirs in (mine, before):
        return None
    return Conflict(name, str(field.verbose_name), words.word(field, theirs), words.word(field, mine), mine == before)


def decided(data: QueryDict, initial: dict[str, Any]) -> QueryDict:
    """What was sent, with the values of others where the sender chose them."""
    settled = data.copy()
    for name in [key.removeprefix(CHOICE) for key, value in data.items() if key.startswith(CHOICE) and value == THEIRS]:
        value = initial.get(name)
        settled[name] = "" if value is None else str(value)
        settled.pop(f"{name}{TYPED}", None)
    return settled
