"""How a user wants the list of a register: which columns, in which order, and how many rows a page."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import FormView

from core.exports.forms import ColumnsForm
from core.exports.taking import Offered, chosen
from core.models import ListLayout
from core.models.lists import ROWS_A_PAGE
from core.pages.display import field_at
from core.registers.declaration import Register
from core.tables import PRESSED, Column, RegisterTable, record_column
from core.views import DayMixin


def arranged(
    table: type[RegisterTable], register: type[Register], keys: Sequence[str], on: date
) -> type[RegisterTable]:
    """The table with the columns that `keys` name, in their order; what heads a row goes first, and always stays."""
    if not keys:
        return table
    heads = [column for column in table.columns if column.leads]
    columns = chosen(with_besides(map(Offered, table.columns), register, on), keys)
    shown = (*heads, *(each.column for each in columns if not each.column.leads))
    related = [path for each in columns for path in each.related]

    def read(self: RegisterTable, rows: Any) -> Iterable[Any]:
        return table.read(self, rows.select_related(*related) if related else rows)

    return type(table.__name__, (table,), {"columns": shown, "read": read})


def with_besides(shown: Iterable[Offered], register: type[Register], on: date) -> list[Offered]:
    """The columns of a list and what may be had beside them, none twice."""
    shown = list(shown)
    names = {each.column.name for each in shown} | {each.column.label_on(on) for each in shown}
    more = (each for each in besides(register) if names.isdisjoint((each.column.name, each.column.label)))
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


class LayoutForm(ColumnsForm):
    """Columns in their order, and the rows of a page."""

    size = forms.TypedChoiceField(
        label="每页行数", coerce=int, choices=[(rows, f"{rows} 行") for rows in ROWS_A_PAGE], widget=forms.RadioSelect
    )


class ListPage(DayMixin, FormView):
    """A page about the list of a register, which it leads back to as it was narrowed down."""

    register: type[Register] = Register
    model: Any = None

    @property
    def page(self) -> str:
        """What the list is called where choices are kept."""
        return self.register.route("list")

    @property
    def back(self) -> str:
        return f"{reverse(self.page)}?{self.request.GET.urlencode()}".rstrip("?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.register.title(), back=self.back, **kwargs)


class ArrangeList(ListPage):
    """栏目和行数: what one's own list shows."""

    template_name = "core/arrange.html"
    form_class = LayoutForm

    def get_form_kwargs(self) -> dict[str, Any]:
        user, on = self.request.user, self.on
        table, layout = self.register.list_table(user), ListLayout.objects.of(user, self.page)
        offered = with_besides(map(Offered, table.columns), self.register, on)
        offered = [each for each in offered if not each.column.leads]
        heads = [each for each in table.columns if each.leads]
        names = {each.column.key: each.column.label_on(on) for each in offered}
        wanted = [each.column.key for each in chosen(offered, layout.columns)]
        self.heads = [column.label_on(on) for column in heads if PRESSED.isdisjoint(column.kind.split())]
        return {**super().get_form_kwargs(), "offered": names, "wanted": wanted, "initial": {"size": layout.size}}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "usual" in request.POST:
            ListLayout.objects.filter(user=request.user, page=self.page).delete()
            messages.success(request, "已恢复原来的栏目和行数。")
            return HttpResponseRedirect(self.back)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        asked = form.cleaned_data
        ListLayout.objects.choose(self.request.user, self.page, asked["columns"], size=asked["size"])
        messages.success(self.request, "已按您选的显示，下次照用。")
        return HttpResponseRedirect(self.back)
