"""Doing once to many records what their page does to one: ticked page by page, asked once, undone together."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from core.audit import division_of
from core.forms import RecordForm
from core.records import Record, events
from core.records.conflicts import latest_version
from core.registers.declaration import Action
from core.registers.own_values import as_column, own_values
from core.registers.ticks import KeepTicksMixin, OfTickedMixin, digest_of, still_ticked
from core.registers.views import RegisterListPage
from core.registers.writing import CONFIRMED, WritePage, action_form

#: The button that does it to those to whom it can be done.
ONLY_THESE = "only"


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


class RunActionOnMany(OfTickedMixin, WritePage):
    """An action on the records that were ticked: its fields are asked once, who cannot take it is named with why."""

    template_name = "core/many.html"

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
        """Those to whom it cannot be done: it is done already, or not due."""
        able = {record.pk for record in self.able}
        return [record for record in self.records if record.pk not in able]

    def get_form_class(self) -> type[RecordForm]:
        """What is asked once: what is each record's own as a column."""
        form, own = action_form(self.model, self.action), self.action.own
        column = {own: as_column(form.base_fields[own], len(self.able))} if own else {}
        return type(form.__name__, (form,), column)

    def get_form_kwargs(self) -> dict[str, Any]:
        first = self.able[0] if self.able else self.model()
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.on, "instance": first}

    @cached_property
    def own(self) -> Mapping[Any, str]:
        """What is each record's own. ValidationError where it cannot be told whose a value is."""
        return own_values(self.able, self.request.POST.get(self.action.own, ""))

    def ask_again(self, wrong: ValidationError | None = None, **told: Any) -> HttpResponse:
        """The form as it was filled in, with what is wrong about all records, or about the column of their own."""
        form: RecordForm = self.get_form()
        form.is_valid()
        form.errors.pop(self.action.own, None)
        if wrong:
            form.add_error(self.action.own, wrong)
        return self.render_to_response(self.get_context_data(form=form, **told))

    def form_for(self, record: Any) -> RecordForm:
        """The form as if it had been filled in on the page of `record`."""
        data = self.request.POST.copy()
        data["seen"] = str(latest_version(record))
        if self.action.own:
            data[self.action.own] = self.own[record.pk]
        for name in self.action.clears:
            setattr(record, name, record._meta.get_field(name).get_default())
        return action_form(self.model, self.action)(data, instance=record, user=self.request.user, on=self.on)

    def work(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.records:
            return self.nothing_ticked()
        if not still_ticked(request, self.able):
            return self.ask_again()
        try:
            forms = [self.form_for(record) for record in self.able]
        except ValidationError as wrong:
            return self.ask_again(wrong)
        refused = [form for form in forms if not form.is_valid()]
        if len(refused) == len(forms):
            return self.ask_again()
        taking = [form for form in forms if form not in refused]
        odd = Counter(text for form in taking for text in form.warnings) if CONFIRMED not in request.POST else Counter()
        if odd or (refused and ONLY_THESE not in request.POST):
            return self.ask_again(refused=[*map(Hindrance, refused)], warnings=_counted(odd))
        self.run(taking)
        return self.led(self.list_address)

    def run(self, forms: list[RecordForm]) -> None:
        """Save all of them as one event, which can be undone."""
        records = [form.instance for form in forms]
        event = events.begin(
            label=self.action.label,
            title=f"{self.register.title()}{len(records)}条",
            on=self.on,
            places={division_of(record) for record in records},
            reason=forms[0].cleaned_data.get("change_reason", ""),
        )
        events.wrote(event, *[form.save() for form in forms])
        self.selection.clear()
        self.done = f"已{self.action.label}{len(records)}条。做错了可以在“变更登记”里一次撤销。"

    def get_heading(self) -> str:
        return f"{self.action.label}：{self.register.title()}{len(self.able)}条"

    @property
    def verb(self) -> str:  # type: ignore[override]
        return self.action.label

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            able=self.able,
            ticked=digest_of(self.able),
            unable=self.unable,
            action=self.action,
            on=self.on,
            **kwargs,
        )


class Hindrance:
    """A record that cannot take the action, and why."""

    def __init__(self, form: RecordForm) -> None:
        self.record = form.instance
        self.why = "；".join(str(text) for errors in form.errors.values() for text in errors)


def _counted(odd: Counter[str]) -> list[str]:
    return [text if times == 1 else f"{text}（{times}条）" for text, times in odd.items()]
