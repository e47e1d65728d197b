"""Doing once to many records what their page does to one: ticked page by page, asked once, undone together."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from core.files.chosen import FilesField
from core.forms import RecordForm
from core.records import Record
from core.records.conflicts import latest_versions
from core.registers.asked_once import AskedOnce
from core.registers.declaration import Action
from core.registers.own_values import as_column, own_values
from core.registers.ticks import KeepTicksMixin
from core.registers.views import RegisterListPage
from core.registers.writing import action_form


class TickRows(KeepTicksMixin, RegisterListPage):
    """Ticks in the list of a register."""

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        return self.register.permission

    def bulk_address(self, name: str) -> str:
        return reverse(self.register.route("many"), kwargs={"action": name})

    @property
    def list_address(self) -> str:
        return reverse(self.register.route("list"))


class RunActionOnMany(AskedOnce):
    """An action on the records that were ticked: its fields are asked once, who cannot take it is named with why."""

    @cached_property
    def action(self) -> Action:
        action = self.register.action_for_many(self.kwargs["action"])
        if action is None:
            raise Http404
        return action

    @property
    def ticked_in(self) -> str:
        return self.register.route()

    @property
    def list_address(self) -> str:
        return reverse(self.register.route("list"))

    @property
    def nothing_said(self) -> str:
        return f"还没有勾选：先勾选要{self.action.label}的，再按“{self.action.label}”。"

    @property
    def ticked_rows(self) -> list[Record]:
        return self.records

    @cached_property
    def records(self) -> list[Record]:
        """What was ticked and is still the user's."""
        rows = self.register.rows().visible_to(self.request.user).filter(**{f"{self.key}__in": self.selection.names})
        if self.request.method == "POST":
            rows = rows.select_for_update(of=("self",))
        return list(rows.select_related(*self.register.related).order_by("pk"))

    @property
    def key(self) -> str:
        return self.register.key[1]

    @cached_property
    def able(self) -> list[Record]:
        return [record for record in self.records if self.action.offered(record, self.on)]

    @property
    def unable(self) -> list[Record]:
        able = {record.pk for record in self.able}
        return [record for record in self.records if record.pk not in able]

    @property
    def own_field(self) -> str:  # type: ignore[override]
        return self.action.own

    def get_form_class(self) -> type[RecordForm]:
        """What is asked once: what is each record's own as a column, and no files, which prove one thing each."""
        form, own = action_form(self.model, self.action), self.action.own
        asked: dict[str, Any] = {name: None for name, each in form.base_fields.items() if isinstance(each, FilesField)}
        if own:
            asked[own] = as_column(form.base_fields[own], len(self.able))
        return type(form.__name__, (form,), asked)

    def get_form_kwargs(self) -> dict[str, Any]:
        first = self.able[0] if self.able else self.model()
        told = {"user": self.request.user, "on": self.on, "instance": first, "version": self.versions.get(first.pk, 0)}
        return {**super().get_form_kwargs(), **told}

    @cached_property
    def versions(self) -> Mapping[Any, int]:
        """The newest of the history of each."""
        return latest_versions(self.model, [record.pk for record in self.able])

    @cached_property
    def one_form(self) -> type[RecordForm]:
        """The form of one record, as on its page."""
        return action_form(self.model, self.action)

    @cached_property
    def own(self) -> Mapping[Any, str]:
        """What is each record's own. ValidationError where it cannot be told whose a value is."""
        return own_values(self.able, self.request.POST.get(self.action.own, ""))

    def form_for(self, record: Any) -> RecordForm:
        version = self.versions.get(record.pk, 0)
        data = copy(self.request.POST)
        data["seen"] = str(version)
        if self.action.own:
            data[self.action.own] = self.own[record.pk]
        form: RecordForm = self.one_form(data, instance=record, version=version, user=self.request.user, on=self.on)
        self.action.empty(record)
        return form

    def get_heading(self) -> str:
        return f"{self.action.label}：{self.register.title()}{len(self.able)}条"

    @property
    def verb(self) -> str:  # type: ignore[override]
        return self.action.label
