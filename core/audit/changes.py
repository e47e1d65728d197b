"""The history of a record as its page tells it: who changed what, when; personal data stay masked."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from core.pages.display import format_value
from core.personal_data.masking import mask_name
from core.personal_data.names import sees_names, user_label

SHOWN = 20
IMPORTED = "import:"


@dataclass(frozen=True)
class FieldChange:
    """A field that got another value, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Version:
    """One time that the record was written."""

    at: datetime
    who: str
    action: str
    reason: str
    changes: list[FieldChange]


def versions_of(record: Any, user: Any) -> list[Version]:
    """The newest times that `record` was written, as `user` may read them."""
    rows = list(record.history.select_related("history_user").order_by("-history_date", "-history_id")[: SHOWN + 1])
    pairs = list(zip(rows, [*rows[1:], None], strict=False))[:SHOWN]  # a record loaded by SQL may have none
    words = Words(type(record), user, rows)
    told = [_version(row, before, words) for row, before in pairs]
    return [version for version in told if version.changes or version.action != "修改"]


def _version(row: Any, before: Any, words: "Words") -> Version:
    changes = list(words.changes(row, before)) if before else []
    return Version(
        row.history_date,
        user_label(row.history_user),
        _action(row, before),
        _reason(row.history_change_reason or ""),
        changes,
    )


def _action(row: Any, before: Any) -> str:
    if row.history_type == "+":
        return "登记"
    if before and bool(before.voided_at) != bool(row.voided_at):
        return "作废" if row.voided_at else "恢复"
    return "修改"


def _reason(text: str) -> str:
    """Imports name their batch; the reason is the ledger's, the words are the page's."""
    return f"台账导入，第{text.removeprefix(IMPORTED)}批" if text.startswith(IMPORTED) else text


class Words:
    """Turns stored values into what a page says; the names of related records are fetched once a model."""

    def __init__(self, model: type[models.Model], user: Any, rows: list[Any]) -> None:
        self.user = user
        self.model = model
        self.fields = [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]
        self.names = self._names(rows)

    def changes(self, row: Any, before: Any) -> Iterator[FieldChange]:
        for field in self.fields:
            old, new = getattr(before, field.attname), getattr(row, field.attname)
            if old != new:
                yield FieldChange(str(field.verbose_name), self.word(field, old), self.word(field, new))

    def word(self, field: Any, value: Any) -> str:
        if field.is_relation:
            return self.names[field.related_model].get(value, "不在管辖范围内") if value is not None else ""
        if field.name in getattr(self.model, "name_fields", ()) and not sees_names(self.user):
            return mask_name(value)
        return format_value(dict(field.flatchoices).get(value, value), self.user)

    def _names(self, rows: list[Any]) -> dict[Any, dict[Any, str]]:
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for field in self.fields:
            keys = {getattr(row, field.attname) for row in rows} if field.is_relation else set()
            if len(keys) > 1:  # it changed
                wanted[field.related_model] |= keys
        return {model: self._called(model, keys - {None}) for model, keys in wanted.items()}

    def _called(self, model: Any, keys: set[Any]) -> dict[Any, str]:
        if not keys:
            return {}
        rows = model.objects.visible_to(self.user).filter(pk__in=keys)
        return {row.pk: format_value(row, self.user) for row in rows}
