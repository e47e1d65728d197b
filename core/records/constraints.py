"""Constraints that the database keeps and that forms and imports read, so that each is said once."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q, UniqueConstraint


class NotBefore(CheckConstraint):
    """`later` is never smaller than `earlier`; a blank on either side is allowed.

    `blame` names the field at which a violation is reported (the later one unless told).
    """

    def __init__(self, earlier: str, later: str, *, name: str, message: str, blame: str = "") -> None:
        self.earlier, self.later, self.message, self.blame = earlier, later, message, blame or later
        blank = Q(**{f"{earlier}__isnull": True}) | Q(**{f"{later}__isnull": True})
        super().__init__(
            condition=blank | Q(**{f"{later}__gte": F(earlier)}), name=name, violation_error_message=message
        )

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        kwargs = {"earlier": self.earlier, "later": self.later, "name": self.name, "message": self.message}
        return "core.records.constraints.NotBefore", (), {**kwargs, "blame": self.blame}

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "") -> None:
        """Report a violation beside the field to blame, as an import does; both values are at hand."""
        if {self.earlier, self.later} & set(exclude or ()):
            return
        earlier, later = getattr(instance, self.earlier), getattr(instance, self.later)
        if None not in (earlier, later) and later < earlier:
            raise ValidationError({self.blame: ValidationError(self.message, code="not_before")})


def concerned(constraint: Any, names: Collection[str]) -> bool:
    """Whether what stands in these columns decides if the constraint is kept."""
    if not isinstance(constraint, CheckConstraint | UniqueConstraint) or getattr(constraint, "expressions", None):
        return True
    condition: Any = constraint.condition or Q()
    return not {*condition.referenced_base_fields, *getattr(constraint, "fields", [])}.isdisjoint(names)
