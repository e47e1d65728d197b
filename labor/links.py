"""How facts name the person whom they are about: by a key, as a rule, or by the identity number.

What happens to a person's number, or to a person entered twice, has to reach them all, also those of apps above.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.records import Record
from labor.models import Person


@dataclass(frozen=True)
class Link:
    """The field of `model` that names a person by `by`; `only` narrows the rows down to those that name people."""

    model: type[Record]
    field: str
    by: str = "pk"
    only: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """The keys of which the person is a part."""
        known: Callable[[], list[tuple[str, ...]]] = self.model.keys
        return [key for key in known() if self.field in key]

    def name_of(self, person: Person) -> Any:
        """What stands in the field for `person`."""
        name = getattr(person, self.by)
        return getattr(name, "plain", name)

    def rows(self, person: Person) -> Any:
        """All facts about `person`, voided ones too: a key that they hold is taken."""
        return self.model.with_voided.filter(**{self.field: self.name_of(person)}, **self.only)

    def live(self, person: Person) -> Any:
        return self.rows(person).filter(voided_at__isnull=True)

    def point(self, record: Record, name: Any, reason: str) -> None:
        """Have `record` name another person, or the same one by another number."""
        attribute = record._meta.get_field(self.field).attname  # type: ignore[union-attr]
        setattr(record, attribute, name)
        record._change_reason = reason[:100]  # type: ignore[attr-defined]
        record.save()


_by_number: list[Link] = []


def named_by_number(model: type[Record], field: str, **only: Any) -> None:
    """Say that `field` of `model` holds the identity number of a person, in the rows that `only` tells."""
    _by_number.append(Link(model, field, "id_number", only))


def by_number() -> list[Link]:
    return list(_by_number)


def links() -> list[Link]:
    """Every way in which a fact names a person."""
    return [Link(relation.related_model, relation.field.name) for relation in Person.stood_on_by()] + by_number()
