"""The pages that all registers share. What a page is about, its register says."""

from functools import partial
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic.base import ContextMixin

from core.checks import warnings_of
from core.models import Document, ListLayout, SavedFilter
from core.pages.days import PastDayForm
from core.pages.panels import Piece
from core.records.as_they_were import read_as_of
from core.records.episodes import episodes_of
from core.registers.declaration import Action, Register
from core.registers.layouts import arranged
from core.registers.life_events import kinds_on
from core.registers.narrowing import VOIDED, filter_of
from core.registers.ticks import TicksMixin
from core.tables import RegisterTable
from core.views import ChosenDayMixin, RegisterDetailView, RegisterListView, came_from


class AttachedDocument(NamedTuple):
    """A document on the page of its record, where it is fetched, and where it is voided."""

    document: Document
    address: str
    view_address: str
    void_address: str


class RegisterPage(ContextMixin):
    """A page of a register; who keeps it also sees what was voided."""

    register: type[Register] = Register
    model: Any
    request: Any

    @cached_property
    def may_write(self) -> bool:
        return bool(self.request.user.has_perm(self.register.permission))

    def everything(self) -> Any:
        """The user's rows, those that were voided too."""
        return type(self.register.rows())(self.model).visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = {"list_address": "list", "export_address": "export"}
        if self.may_write and not self.register.parent:
            pages["add_address"] = "add"
        addresses = {name: reverse(self.register.route(page)) for name, page in pages.items()}
        return super().get_context_data(register=self.register, may_write=self.may_write, **addresses, **kwargs)


class RegisterListPage(TicksMixin, RegisterPage, RegisterListView):
    """The list with its filters, search, sorting, pages, export and the way to add."""

    template_name = "core/list.html"

    @property
    def table_class(self) -> type[RegisterTable]:  # type: ignore[override]
        return self.with_ticks(self.arranged_table)

    @cached_property
    def layout(self) -> ListLayout:
        """What the user wants of the list."""
        return ListLayout.objects.of(self.request.user, self.register.route("list"))

    @property
    def arranged_table(self) -> type[RegisterTable]:
        return arranged(self.register.list_table(self.request.user), self.register, self.layout.columns, self.on)

    @property
    def page_size(self) -> int:  # type: ignore[override]
        return self.layout.size

    @property
    def ticked_in(self) -> str:
        return self.register.route()

    @property
    def row_key(self) -> str:  # type: ignore[override]
        return self.register.key[1]

    @property
    def back_to(self) -> str:  # type: ignore[override]
        return self.row_key

    @property
    def ticks_address(self) -> str:
        return reverse(self.register.route("ticks"))

    @property
    def bulk_actions(self) -> list[Action]:
        """Those of the register's actions that many can take, where today's list is looked at."""
        of_today = self.on == self.today and not self.request.GET.get(VOIDED.name)
        return self.register.actions_for_many() if of_today and self.may_write else []

    @property
    def filter_class(self) -> Any:  # type: ignore[override]
        return filter_of(self.register)  # type: ignore[arg-type]

    @property
    def nothing_yet(self) -> str:  # type: ignore[override]
        return self.register.nothing_yet or f"还没有登记{self.register.title()}。"

    def get_lead(self) -> Piece | None:
        """What stands above the list; nothing unless a page has something to say of all its rows."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages: dict[str, Any] = {f"{page}_address": reverse(self.register.route(page)) for page in ("arrange", "saved")}
        pages["intakes"] = self.register.intakes_of_list() if self.may_write else []
        saved = SavedFilter.objects.offered(self.request.user, self.register.route("list"))
        return super().get_context_data(lead=self.get_lead(), saved=saved, **pages, **self.get_ticks(), **kwargs)

    def get_queryset(self) -> Any:
        if self.may_write and self.request.GET.get(VOIDED.name) and not self.opened:
            return self.everything().filter(voided_at__isnull=False)
        return self.register.rows().visible_to(self.request.user)


class RecordPage(RegisterPage, RegisterDetailView):
    """A record: how it stands, what can be done with it, what belongs to it, and its history."""

    @property
    def slug_field(self) -> str:  # type: ignore[override]
        return self.register.key[1]

    slug_url_kwarg = "public_id"

    @property
    def facts(self) -> Any:  # type: ignore[override]
        return self.register.facts or self.register.fields

    @property
    def related(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.register.related

    def get_queryset(self) -> Any:
        rows = self.everything() if self.may_write else self.register.rows().visible_to(self.request.user)
        return rows.select_related(*self.related)

    def get_actions(self) -> list[tuple[Action, str]]:
        """What can be done now, each with its address."""
        offered = self.register.offered(self.object, self.on) if self.may_write and not self.object.is_voided else []
        return [(action, self.register.address(self.object, "action", action=action.name)) for action in offered]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = super().get_context_data(
            actions=self.get_actions(),
            warnings=warnings_of(self.object, self.on),
            documents=self.get_documents(),
            **self.get_addresses(),
            **kwargs,
        )
        return {**shown, "list_address": came_from(self.request, shown["list_address"])}

    def get_documents(self) -> list[AttachedDocument]:
        if not self.register.takes_documents:
            return []
        found = Document.objects.of(self.object).select_related("uploaded_by")
        address = partial(self.register.address, self.object)
        return [
            AttachedDocument(
                each, *(address(page, document=each.public_id) for page in ("file", "file_show", "file_void"))
            )
            for each in found
        ]

    def get_addresses(self) -> dict[str, str]:
        """Where the record's other pages are, by what a template calls them."""
        pages = ("change", "void", "revive", *(["file_add"] if self.register.takes_documents else []))
        return {f"{page}_address": self.register.address(self.object, page) for page in pages}

    def get_object(self, queryset: Any = None) -> Any:
        try:
            return super().get_object(queryset)
        except ValueError as odd:
            raise Http404 from odd


class DatedRecordPage(ChosenDayMixin, RecordPage):
    """A record whose columns have a day, as it is today or, asked for, as it was on a day that has passed."""

    def get_asked(self) -> PastDayForm:
        return PastDayForm(self.request.GET, today=self.today)

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    def get_object(self, queryset: Any = None) -> Any:
        record = super().get_object(queryset)
        if self.is_past:
            read_as_of(record, self.on)
        return record

    def get_bands(self) -> list[str]:
        told = f"{self.on} 的情况：各项是那一天的，没有日期的（姓名、电话等）是现在的。办理变更、登记请回到今天。"
        return [told] if self.is_past else []

    def get_actions(self) -> list[tuple[Action, str]]:
        return [] if self.is_past else super().get_actions()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"day_form": self.asked, "is_past": self.is_past, "episodes": episodes_of(self.object)}
        told["kinds"] = [] if self.is_past or not self.may_write else kinds_on(self.object)
        shown = super().get_context_data(**told, **kwargs)
        return {**shown, "may_write": False, "warnings": [], "pieces": []} if self.is_past else shown
