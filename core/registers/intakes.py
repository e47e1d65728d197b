"""Choosing many out of a list, each of whom is given a record: workers of a workshop, people of a class, a service."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from core.forms import RecordForm, record_form
from core.models import ListLayout
from core.pages.display import page_of
from core.records.conflicts import latest_version
from core.records.voiding import settle
from core.registers.asked_once import AskedOnce
from core.registers.declaration import Intake, Register
from core.registers.layouts import arranged
from core.registers.narrowing import VOIDED, filter_of
from core.registers.ticks import BulkAction, KeepTicksMixin, TicksMixin
from core.tables import RegisterTable
from core.views import PermissionMixin, RegisterListView


class IntakeMixin(PermissionMixin):
    """Out of whom is chosen, and what those who are chosen will have in common."""

    intake: Intake
    #: The register whose records they are given.
    taking: Any
    kwargs: dict[str, Any]

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        return self.taking.permission

    @cached_property
    def into(self) -> Any:
        """A workshop, a class, within the user's divisions; None where they have nothing in common."""
        if not self.intake.into:
            return None
        model: Any = self.taking.model._meta.get_field(self.intake.into).related_model
        return get_object_or_404(model.objects.visible_to(self.request.user), pk=self.kwargs["into"])

    @property
    def choosable(self) -> Any:
        """Everybody of the user's divisions who may be chosen."""
        rows = self.taking.of_parent().rows().visible_to(self.request.user)
        return self.intake.among(rows, self.into)

    @property
    def ticked_in(self) -> str:
        return f"{self.taking.route(self.intake.name)}{f':{self.into.pk}' if self.into else ''}"

    @property
    def parent_key(self) -> str:
        return str(self.taking.parent_key[1])

    def address(self, page: str = "") -> str:
        name = "_".join(filter(None, (self.intake.name, page)))
        return reverse(self.taking.route(name), args=[self.into.pk] if self.into else [])

    @property
    def where(self) -> str:
        """The page from which one comes."""
        return (page_of(self.into, self.request.user) if self.into else "") or reverse(self.taking.route("list"))


class ChoosePage(IntakeMixin, TicksMixin, RegisterListView):
    """The list of those who may be chosen, with its filters; what is ticked stays."""

    template_name = "core/choose.html"
    taking: Any = None
    intake: Any = None
    nothing_yet = "这里还没有可以选的。"
    bulk_actions: Any = (BulkAction("enter", "填写、登记"),)

    @property
    def model(self) -> Any:  # type: ignore[override]
        return self.register.model

    @property
    def register(self) -> type[Register]:
        return self.taking.of_parent()

    @property
    def row_key(self) -> str:  # type: ignore[override]
        return self.parent_key

    @cached_property
    def layout(self) -> ListLayout:
        """What the user wants of that list everywhere."""
        return ListLayout.objects.of(self.request.user, self.register.route("list"))

    @property
    def page_size(self) -> int:  # type: ignore[override]
        return self.layout.size

    @property
    def table_class(self) -> type[RegisterTable]:  # type: ignore[override]
        table = self.register.list_table(self.request.user)
        return self.with_ticks(arranged(table, self.register, self.layout.columns, self.on))

    @property
    def filter_class(self) -> Any:  # type: ignore[override]
        """The filters of that list; who was voided cannot be chosen."""
        usual: Any = filter_of(self.register)  # type: ignore[arg-type]
        return type(usual.__name__, (usual,), {"choices": tuple(each for each in usual.choices if each is not VOIDED)})

    @property
    def ticks_address(self) -> str:
        return self.address("ticks")

    def get_queryset(self) -> Any:
        return self.choosable

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"heading": self.intake.label, "into": self.into, "where": self.where, "taking": self.taking}
        return super().get_context_data(register=self.register, **about, **self.get_ticks(), **kwargs)


class TickChosen(KeepTicksMixin, ChoosePage):
    """Ticks in the list of those who may be chosen."""

    def bulk_address(self, name: str) -> str:
        return self.address(name)

    @property
    def list_address(self) -> str:
        return self.address()


class TakeIn(IntakeMixin, AskedOnce):
    """What is asked once of all who were chosen; each is given a record of their own."""

    intake: Any = None

    @property
    def taking(self) -> Any:
        return self.register

    @property
    def list_address(self) -> str:
        return self.address()

    @property
    def done_address(self) -> str:
        return self.where

    @property
    def verb(self) -> str:  # type: ignore[override]
        return str(self.intake.label)

    @property
    def nothing_said(self) -> str:
        return "还没有选人：先在名单里勾选，或粘贴一列证件号码、姓名。"

    @property
    def ticked_rows(self) -> list[Any]:
        return self.able

    @cached_property
    def able(self) -> list[Any]:
        rows = self.choosable.filter(**{f"{self.parent_key}__in": self.selection.names})
        return list(rows.select_related(*self.register.of_parent().related).order_by("pk"))

    @property
    def common(self) -> Mapping[str, Any]:
        """The field that all records have in common, if there is one."""
        return {self.intake.into: self.into} if self.into else {}

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """What each record has beside what is asked."""
        return {**self.common, **self.intake.given(self.into)}

    def given_to(self, parent: Any) -> Mapping[str, Any]:
        return {self.register.parent: parent, **self.given}

    def get_form_class(self) -> type[RecordForm]:
        return record_form(self.model, self.intake.fields, self.register.form)

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **self.intake.proposed(self.into)}

    def get_form_kwargs(self) -> dict[str, Any]:
        first = self.given_to(self.able[0]) if self.able else self.given
        return {**super().get_form_kwargs(), "user": self.request.user, "on": self.on, "given": first}

    @property
    def key(self) -> dict[str, Any]:
        """What is asked, or given, that tells one record of a person from another: another day's is another record."""
        form = self.get_form()
        form.is_valid()
        asked = set(chain.from_iterable(self.model.keys())) & set(self.intake.fields)
        return {**self.common, **{name: getattr(form.instance, name) for name in asked}}

    @cached_property
    def undone_records(self) -> dict[Any, Any]:
        """The records of those who were taken in before, undone with all others since: they are brought back.

        Locked, so that of two who bring the same one back the later finds that it stands.
        """
        parent = self.register.parent
        undone = {"void_reason__startswith": f"撤销{self.verb}", "voided_at__isnull": False}
        rows = self.model.with_voided.visible_to(self.request.user).select_for_update(of=("self",))
        rows = rows.filter(**self.key, **undone, **{f"{parent}__in": self.able})
        return {getattr(row, f"{parent}_id"): row for row in rows.order_by("pk")}

    def form_for(self, record: Any) -> RecordForm:
        row, data = self.undone_records.get(record.pk), self.request.POST.copy()
        if row:
            row.voided_at, row.void_reason = None, ""
            data["seen"] = str(latest_version(row))
        told = {"user": self.request.user, "on": self.on, "given": self.given_to(record)}
        return self.get_form_class()(data, instance=row, **told)

    def run(self, forms: Any) -> None:
        super().run(forms)
        brought_back = {row.pk for row in self.undone_records.values()}
        for form in forms:
            if form.instance.pk in brought_back:
                settle(form.instance)

    def get_back(self) -> Any:
        return self.into

    def get_heading(self) -> str:
        return f"{self.intake.label}：{len(self.able)}人"

    def title(self, number: int) -> str:
        return f"{self.into}：{number}条" if self.into else super().title(number)
