"""The filters of a register's list: its own choices, the village, and what was voided."""

from datetime import date
from functools import cache
from typing import Any

from django.db import models

from core.filters import VILLAGE, Choice, RegisterFilter
from core.models import Village
from core.pages.display import field_at
from core.pages.search import containing
from core.personal_data.names import sees_names
from core.records.dated import DatedRecord, had
from core.records.places import belonging
from core.registers.declaration import Register, choice_of
from core.spans import Span
from core.wording import Wording, words_in

#: Text columns that many rows have in common.
IN_WORDS = ("employer", "workplace")
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
    choices = (*of_village, *register.choices(), *more_choices(register), VOIDED)
    base: Any = register.filter_class or DeclaredFilter
    more = {"register": register, "choices": choices, "spans": spans_of(register), "words": words_of(register)}
    return type(f"{register.model.__name__}Filter", (base,), more)


def columns_of(register: type[Register]) -> dict[str, Any]:
    """The columns of which its pages tell, by name."""
    names = (name for name in (*register.fields, *register.facts) if isinstance(name, str))
    return {name: field_at(register.model, name) for name in names}


def more_choices(register: type[Register]) -> list[Choice]:
    """What it may be narrowed down by beside its own choices: each choice and each yes or no of its columns."""
    own = {choice.name for choice in register.choices()}
    fields = {name: field for name, field in columns_of(register).items() if name not in own}
    found = [name for name, field in fields.items() if field.choices or isinstance(field, models.BooleanField)]
    return [*register.more_filters, *(choice_of(register.model, name, main=False) for name in found)]


def spans_of(register: type[Register]) -> tuple[Span, ...]:
    """What it may be narrowed down by from one day or number to another: each such column."""
    fields = columns_of(register).items()
    return tuple(span_of(register.model, name, field) for name, field in fields if is_measured(field))


def words_of(register: type[Register]) -> tuple[Wording, ...]:
    """What it may be narrowed down by in words: the employer and the place of work, and what it says of its own."""
    fields = columns_of(register).items()
    named = (words_in(name, field) for name, field in fields if name in IN_WORDS and not field.choices)
    return (*register.words, *named)


def is_measured(field: Any) -> bool:
    """Whether it holds a day or a number that is no choice."""
    return not field.choices and isinstance(field, models.DateField | models.DecimalField | models.IntegerField)


def span_of(model: Any, name: str, field: Any) -> Span:
    has_a_day = issubclass(model, DatedRecord) and name in model.dated

    def narrow(rows: Any, looked_up: dict[str, Any], on: date) -> Any:
        return had(rows, on, **looked_up) if has_a_day else rows.filter(**looked_up)

    return Span(name, str(field.verbose_name), isinstance(field, models.DateField), narrow)
