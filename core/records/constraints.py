"""Constraints that the database keeps and that forms and imports read, so that each is said once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Q


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

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Report a violation beside the field to blame, as an import does."""
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.blame: ValidationError(self.message, code="not_before")}) from error
