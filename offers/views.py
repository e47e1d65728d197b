"""顺带登记: what waits to be taken up of one kind, the tap that takes it up, and the one that declines it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View

from core.filters import RegisterFilter
from core.forms import TokenForm
from core.permissions import ENTER
from core.personal_data.names import display_name
from core.registers.narrowing import village_choice
from core.registers.ticks import BulkAction, KeepTicksMixin, OfTickedMixin, TicksMixin, digest_of, still_ticked
from core.tables import RegisterTable
from core.views import DayMixin, OnceMixin, PermissionMixin, RegisterListView, came_from
from offers import actions
from offers.fact_offer import FactOffer
from offers.table import OFFERS
from offers.tables import offer_table


class OfferMixin(PermissionMixin):
    """A page about an offer, for those who may enter what it offers."""

    request: Any
    kwargs: dict[str, Any]
    on: Any

    @property
    def permission_required(self) -> str:  # type: ignore[override]
        return self.offer.register.permission if self.kwargs["code"] in OFFERS else ENTER

    @cached_property
    def offer(self) -> FactOffer:
        if self.kwargs["code"] not in OFFERS:
            raise Http404
        return OFFERS[self.kwargs["code"]]

    @property
    def waiting(self) -> Any:
        """What has neither been taken up nor declined, of the user's divisions."""
        return self.offer.bounded(self.offer.open(self.on), self.request.user)

    @property
    def declined(self) -> Any:
        return self.offer.bounded(self.offer.declined(self.on), self.request.user)

    @property
    def list_address(self) -> str:
        return reverse("offers:rows", args=[self.offer.code])


class VillageFilter(RegisterFilter):
    choices = (village_choice("person__village"),)


class OfferRowsPage(TicksMixin, OfferMixin, RegisterListView):
    """The facts of one kind that wait, ticked and taken up many at once; or those that were declined."""

    template_name = "offers/rows.html"
    nothing_yet = "没有要顺带登记的。"

    @property
    def model(self) -> Any:  # type: ignore[override]
        return self.offer.model

    @property
    def filter_class(self) -> type[RegisterFilter]:  # type: ignore[override]
        return VillageFilter if self.offer.model.division_path == "person__village_id" else RegisterFilter

    @property
    def shows_declined(self) -> bool:
        return self.request.GET.get("declined") == "1"

    @property
    def ticked_in(self) -> str:
        return self.offer.list_name

    @property
    def ticks_address(self) -> str:
        return reverse("offers:ticks", args=[self.offer.code])

    @property
    def bulk_actions(self) -> list[BulkAction]:
        return [] if self.shows_declined else [BulkAction("take", self.offer.label)]

    @property
    def table_class(self) -> type[RegisterTable]:  # type: ignore[override]
        return self.with_ticks(offer_table(self.offer, declined=self.shows_declined))

    def get_queryset(self) -> Any:
        return self.declined if self.shows_declined else self.waiting

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"offer": self.offer, "shows_declined": self.shows_declined, "declined": self.declined.count()}
        return super().get_context_data(**told, **self.get_ticks(), **kwargs)


class OfferTicks(KeepTicksMixin, OfferRowsPage):
    """Ticks in the list of what waits."""

    def bulk_address(self, name: str) -> str:
        return reverse("offers:take_many", args=[self.offer.code])

    @property
    def list_address(self) -> str:
        return reverse("offers:rows", args=[self.offer.code])


class OfferTap(OfferMixin, DayMixin, View):
    """A button beside a fact of the user's divisions."""

    http_method_names = ["post"]

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows, key = self.get_rows(), self.kwargs["pk"]
        locked = rows.select_for_update(of=("self",)).filter(pk=key).first()
        # who waited for the lock may find that somebody else was faster
        found = self.offer.read(rows.filter(pk=key)) if locked else []
        return self.tapped(found[0]) if found else self.too_late(key)

    def get_rows(self) -> Any:
        """The facts that can be tapped."""
        return self.waiting

    def tapped(self, row: Any) -> HttpResponse:
        """Do it to a fact that nobody else takes up meanwhile."""
        raise NotImplementedError

    def too_late(self, key: int) -> HttpResponse:
        """A second tap, or somebody else's; a fact elsewhere is not found."""
        get_object_or_404(self.offer.model.objects.visible_to(self.request.user), pk=key)
        messages.info(self.request, "这一条已经登记过，或已经不用登记了。")
        return redirect(self.back)

    @property
    def back(self) -> str:
        return came_from(self.request, self.list_address)


class TakeUpView(OfferTap):
    """One tap writes what is offered; what the form has to ask is asked there, filled in."""

    def tapped(self, row: Any) -> HttpResponse:
        user = self.request.user
        if actions.take_up(offer=self.offer, row=row, user=user, on=self.on) is None:
            messages.info(self.request, f"按“{self.offer.sentence(row)}”填好了，请补全、核对后保存。")
            return redirect(self.offer.filled_in_address(row, self.back))
        messages.success(self.request, f"{display_name(self.offer.subject(row), user)}：已{self.offer.label}。")
        return redirect(self.back)


class DeclineView(OfferTap):
    """不用登记, or that taken back."""

    @property
    def again(self) -> bool:
        return self.request.GET.get("again") == "1"

    def get_rows(self) -> Any:
        return self.declined if self.again else self.waiting

    def tapped(self, row: Any) -> HttpResponse:
        if self.again:
            actions.offer_again(offer=self.offer, row=row)
        else:
            actions.decline(offer=self.offer, row=row, user=self.request.user, on=self.on)
        done = "又列入待登记。" if self.again else "不再提示。要找回来，到“顺带登记”里看“不用登记的”。"
        messages.success(self.request, f"{display_name(self.offer.subject(row), self.request.user)}：{done}")
        return redirect(self.back)


class TakeUpMany(OfTickedMixin, OnceMixin, OfferMixin, DayMixin, FormView):
    """All that was ticked is written at once: looked at first, one event, undone as one."""

    template_name = "offers/take_many.html"
    form_class = TokenForm

    nothing_said = "还没有勾选，或者勾选的都已经登记过。"

    @property
    def ticked_in(self) -> str:
        return self.offer.list_name

    @property
    def ticked_rows(self) -> list[Any]:
        return self.rows

    @cached_property
    def rows(self) -> list[Any]:
        """What was ticked and still waits."""
        ticked = self.waiting.filter(pk__in=self.selection.names).order_by("pk")
        return self.offer.read(ticked.select_for_update(of=("self",)) if self.request.method == "POST" else ticked)

    @cached_property
    def sorted(self) -> actions.Sorted:
        user, back = self.request.user, self.list_address
        return actions.sort(offer=self.offer, rows=self.rows, user=user, on=self.on, back=back)

    def work(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.rows:
            return self.nothing_ticked()
        if not still_ticked(request, self.rows) or not self.sorted.able:
            return self.render_to_response(self.get_context_data())
        return super().work(request, *args, **kwargs)

    def form_valid(self, form: TokenForm) -> HttpResponse:
        done = actions.take_up_all(offer=self.offer, forms=[each.form for each in self.sorted.able], on=self.on)
        self.selection.clear()
        messages.success(self.request, f"已登记{done}条。登错了可以在“变更登记”里一次撤销。")
        return self.led(self.list_address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            offer=self.offer,
            able=self.sorted.able,
            hindered=self.sorted.hindered,
            ticked=digest_of(self.rows),
            list_address=self.list_address,
            **kwargs,
        )
