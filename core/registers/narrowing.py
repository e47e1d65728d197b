"""The filters of a register's list: its own choices, the village, and what was voided."""

from datetime import date
from functools import cache
from typing import Any

from core.filters import VILLAGE, Choice, RegisterFilter
from core.models import Village
from core.pages.search import containing
from core.personal_data.names import sees_names
from core.records.places import belonging
from core.registers.declaration import Register

VOIDED = Choice("voided", "作废记录", (("yes", "只看已作废的"),), lambda rows, value, on: rows)


def villages(user: Any, on: date) -> list[tuple[str, str]]:
    """The villages of the user's divisions, by code."""
    return list(Village.objects.visible_to(user).values_list("code", "name"))


def village_choice(path: str) -> Choice:
    """A filter by the village at the look-up `path`."""
    return Choice(
        VILLAGE, "村", villages, lambda rows, value, on: rows.filter(**{path: value}), main=True, narrow_past=belonging
    )


class DeclaredFilter(RegisterFilter):
    """The filters that follow from a register's declaration."""

    register: type[Register]

    @property
    def offered(self) -> list[Choice]:
        offered = super().offered
        if self.user.has_perm(self.register.permission) and not self.opened:
            return offered
        return [each for each in offered if each is not VOIDED]

    def search(self, rows: Any) -> Any:
        names = sees_names(self.user)
        paths = [path for path in self.register.search if names or not self._is_name(path)]
        return containing(rows, paths, self.text)

    def _is_name(self, path: str) -> bool:
        model: Any = self.register.model
        *steps, last = path.split("__")
        for step in steps:
            model = model._meta.get_field(step).related_model
        return last in getattr(model, "name_fields", ())


@cache
def filter_of(register: type[Register]) -> type[DeclaredFilter]:
    """The filter of `register`; town-wide records have no village."""
    path = register.model.division_path
    of_village = [village_choice(path)] if path.endswith("village_id") and VILLAGE not in register.filters else []
    choices = (*of_village, *register.choices(), VOIDED)
    base: Any = register.filter_class or DeclaredFilter
    return type(f"{register.model.__name__}Filter", (base,), {"register": register, "choices": choices})
