"""Putting back what an event wrote: a few questions a model, however many rows it was."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from django.apps import apps
from django.utils import timezone

from core.models import LifeEvent
from core.records.hindrance import Hindrance, Obstacle
from core.records.status_changes import StatusChange
from core.records.voiding import dependents_of, in_the_way, parts_of, settle_all
from core.records.writing import write_many


class Undoing(NamedTuple):
    """A row as it is, as the event left it, and as it was before: None where the event made it."""

    row: Any
    after: Any
    before: Any

    @property
    def fields(self) -> list[Any]:
        """The fields that the event wrote; of a row that it made, whether it is still there."""
        fields = self.row._meta.concrete_fields
        if self.before is None:
            return [field for field in fields if field.name == "voided_at"]
        return [field for field in fields if getattr(self.after, field.attname) != getattr(self.before, field.attname)]

    @property
    def watched(self) -> list[Any]:
        """The fields that nobody may have changed since: of a row that the event made, all."""
        return self.fields if self.before else list(self.row._meta.concrete_fields)


def put_back(event: LifeEvent, reason: str) -> None:
    """Raises Hindrance where somebody changed it since."""
    labels = event.rows.order_by("-pk").values_list("model", flat=True)
    for label in dict.fromkeys(labels):
        _put_back_rows(event, apps.get_model(label), reason)


def _put_back_rows(event: LifeEvent, model: Any, reason: str) -> None:
    found = list(_written(event, model))
    obstacles = [*_followed(model, found), *chain.from_iterable(_changed(each) for each in found)]
    if obstacles:
        raise Hindrance(obstacles)
    for row, _, before in found:
        if before is None:
            row.voided_at, row.void_reason = timezone.now(), reason
    for each in found:
        for field in each.fields if each.before else ():
            setattr(each.row, field.attname, getattr(each.before, field.attname))
    names = {field.name for each in found for field in each.fields}
    write_many([each.row for each in found], reason, names | {"voided_at", "void_reason"})
    settle_all(model, [each.row.pk for each in found])


def _written(event: LifeEvent, model: Any) -> Iterator[Undoing]:
    """What the event wrote of a model, the newest first; a row that it wrote twice is put back to the first."""
    key = model._meta.pk
    versions: dict[Any, list[int]] = {}
    for text, version in event.rows.filter(model=model._meta.label_lower).order_by("-pk").values_list("key", "version"):
        versions.setdefault(key.to_python(text), []).append(version)
    rows = model.with_voided.select_for_update(of=("self",)).in_bulk(list(versions))
    lines: dict[Any, dict[int, Any]] = {}
    for line in model.history.filter(**{f"{key.attname}__in": versions}).order_by("history_id"):
        lines.setdefault(getattr(line, key.attname), {})[line.history_id] = line
    for pk, written in versions.items():
        earlier = [line for number, line in lines[pk].items() if number < min(written)]
        yield Undoing(rows[pk], lines[pk][max(written)], earlier[-1] if earlier else None)


def _followed(model: Any, found: list[Undoing]) -> Iterator[Obstacle]:
    """What was so before a later change is what this one brought."""
    if not issubclass(model, StatusChange):
        return
    owner = f"{model.about}_id"
    days = {(getattr(row, owner), row.item): row.changed_on for row, _, _ in found}
    first = min(days.values())
    for row in model.objects.filter(**{f"{owner}__in": {key for key, _ in days}}, changed_on__gt=first):
        if row.changed_on > days.get((getattr(row, owner), row.item), row.changed_on):
            yield Obstacle(f"“{row.subject}”在 {row.changed_on} 又有变更，请先撤销那一次", [row.subject])


def _changed(each: Undoing) -> Iterator[Obstacle]:
    """What somebody changed since is theirs."""
    row, after, before = each
    if before is None and not isinstance(row, StatusChange) and (found := dependents_of(row)):
        yield Obstacle(f"“{row}”名下后来又有{found[0].kind}，不能撤销；请先改到别处", in_the_way(row))
    if before is None and (parts := parts_of(row, voided_at=None)):
        kind = parts[0]._meta.verbose_name
        yield Obstacle(f"“{row}”后来又登记了{kind}，不能撤销；请先撤销或作废那些", parts)
    for field in each.watched:
        if getattr(row, field.attname) != getattr(after, field.attname):
            told = f"“{row.subject}”的{field.verbose_name}后来又改过，不能撤销；请先撤销后来的那一步"
            yield Obstacle(told, [row.subject])
            return
