"""The list of a register as something to take along: its columns, and what its pages and forms say besides."""

from typing import Any

from django.urls import reverse

from core.exports.taking import Offered
from core.exports.views import ExportMixin
from core.pages.display import field_at
from core.registers.declaration import Register
from core.registers.views import RegisterListPage
from core.tables import Column, record_column


class RegisterExport(ExportMixin, RegisterListPage):
    """The list as it is narrowed down, with columns of one's choice."""

    has_ticks = False

    @property
    def export_title(self) -> str:
        return self.register.title()

    @property
    def back(self) -> str:
        return reverse(self.register.route("list"))

    def get_said(self) -> list[str]:
        return [*super().get_said(), *([self.opened.title] if self.opened else [])]

    def get_offered(self) -> list[Offered]:
        shown = super().get_offered()
        names = {each.column.name for each in shown} | {each.column.label_on(self.on) for each in shown}
        more = (each for each in besides(self.register) if names.isdisjoint((each.column.name, each.column.label)))
        return [*shown, *more]


def besides(register: type[Register]) -> list[Offered]:
    """What may be had beside the columns of the list."""
    named = (each for each in (*register.facts, *register.fields) if isinstance(each, str))
    found: dict[str, Offered] = {}
    for each in (*register.besides, *named):
        if isinstance(each, Column):
            found[each.name] = Offered(each, usual=False)
        else:
            found[each] = Offered(record_column(register.model, each), _related(register.model, each), usual=False)
    return list(found.values())


def _related(model: Any, path: str) -> tuple[str, ...]:
    """What `path` needs along."""
    if field_at(model, path).is_relation:
        return (path,)
    above = path.rpartition("__")[0]
    return (above,) if above else ()
