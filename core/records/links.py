"""How records name what they are about: by a key, as a rule, or by a number as text with a kind beside it.

What happens to a number, or to something entered twice, has to reach all that name it, also in apps above.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from core.contributions import Slot
from core.records import Record


@dataclass(frozen=True)
class Link:
    """The field of `model` that names a row of `target` by `by`; `only` narrows the rows down to those that do."""

    model: type[Record]
    field: str
    target: type[Record]
    by: str = "pk"
    only: dict[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """The keys of which the name is a part."""
        known: Callable[[], list[tuple[str, ...]]] = self.model.keys
        return [key for key in known() if self.field in key]

    def name_of(self, record: Record) -> Any:
        """What stands in the field for a row of the target."""
        name = getattr(record, self.by)
        return getattr(name, "plain", name)

    def named(self, name: Any) -> Any:
        """All rows with this name, voided ones too: a key that they hold is taken."""
        rows = self.model.with_voided.everywhere("what names a record is told and follows, whosever it is")
        return rows.filter(**{self.field: name}, **self.only)

    def rows(self, record: Record) -> Any:
        """All that is about `record`, voided or not."""
        return self.named(self.name_of(record))

    def live(self, record: Record) -> Any:
        return self.rows(record).filter(voided_at__isnull=True)

    def is_of(self, record: Record) -> bool:
        """Whether `record` names something in this way."""
        return isinstance(record, self.model) and all(getattr(record, name) == self.only[name] for name in self.only)

    def point(self, record: Record, name: Any, reason: str) -> None:
        """Have `record` name another row, or the same one by another number."""
        attribute = record._meta.get_field(self.field).attname  # type: ignore[union-attr]
        setattr(record, attribute, name)
        record._change_reason = reason[:100]
        record.save()

    def taken(self, row: Record, name: Any) -> bool:
        """Whether another record holds a key that `row` would have under this name."""
        others = self.model.with_voided.everywhere("a key is taken, whoever holds it").exclude(pk=row.pk)
        keys = ({**{part: row.serializable_value(part) for part in key}, self.field: name} for key in self.keys)
        return any(others.filter(**key).exists() for key in keys)


def _link(link: Link) -> Link:
    return link


#: The fields that hold a number as text: Link(PolicyPayment, "subject_code", Person, "id_number", {"subject_kind": …}).
LINKS_BY_TEXT = Slot(Link, _link)


def by_text(target: type[Record]) -> list[Link]:
    """The ways in which records name a row of `target` by text."""
    return [link for link in LINKS_BY_TEXT if link.target is target]


def links_to(target: type[Record]) -> list[Link]:
    """Every way in which records name a row of `target`."""
    keyed = (Link(relation.related_model, relation.field.name, target) for relation in target.stood_on_by())
    return [*keyed, *by_text(target)]


@dataclass(frozen=True)
class Renaming:
    """What names a record that is about to get another number, and follows it."""

    link: Link
    rows: list[Record]

    def refuse_taken(self, name: Any) -> None:
        """Raise ValidationError where something else of the same kind stands under the new number already."""
        if any(self.link.taken(row, name) for row in self.rows):
            message = f"“{name}”名下已有相同的{self.link.kind}，不能改成这个编号；请先核对那里的{self.link.kind}"
            raise ValidationError({self.link.by: message})

    def follow(self, record: Record, reason: str) -> None:
        for row in self.rows:
            self.link.point(row, self.link.name_of(record), reason)


def renamings(record: Record) -> list[Renaming]:
    """What names `record` as it is stored by a number that it no longer has; none for a new one."""
    links = by_text(type(record)) if record.pk else []
    stored = type(record).with_voided.everywhere("as it is stored").filter(pk=record.pk).first() if links else None
    renamed = (link for link in links if stored and link.name_of(stored) != link.name_of(record))
    return [Renaming(link, list(link.rows(stored))) for link in renamed if stored]


def named_by(record: Record) -> Iterator[tuple[Link, Record | None]]:
    """What `record` names by text, voided or not; None where there is nothing under that number."""
    for link in LINKS_BY_TEXT:
        if link.is_of(record):
            name = getattr(record, link.field)
            rows = link.target.with_voided.everywhere("what a record names is its own affair")
            yield link, rows.filter(**{link.by: getattr(name, "plain", name)}).first()
