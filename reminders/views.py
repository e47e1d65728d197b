"""One's own reminders, when and what reminders say, and those that did not go out."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, TemplateView, UpdateView, View

from core import audit
from core.divisions import enclosing_code
from core.jobs import duties
from core.models import AuditEvent, Division, Village
from core.views import PAGE_SIZE, DayMixin, PartialMixin, PermissionMixin, came_from
from reminders import channels, tasks
from reminders.forms import RuleForm
from reminders.kinds import Kind
from reminders.models import Delivery, Reminder, ReminderRule, Rules
from reminders.models.rules import SETTING
from reminders.rules import MANAGE
from reminders.urging import urge

#: So long may be what somebody says to those who are urged.
MOST_NOTED = 100


def own_reminders(user: Any) -> Any:
    """The user's own, of the divisions that are still theirs; somebody else's is not found."""
    return Reminder.objects.visible_to(user).addressed_to(user)


class ReminderListView(PartialMixin, ListView):
    """Unread ones first, the most urgent at the top."""

    template_name = "reminders/list.html"
    paginate_by = PAGE_SIZE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(making=duties.statuses()[tasks.make_reminders.name], **kwargs)

    def get_queryset(self) -> Any:
        unread_first = F("read_at").desc(nulls_first=True)
        return own_reminders(self.request.user).order_by(unread_first, "deadline", "-pk")


class ReadView(View):
    """知道了, for one reminder or for all."""

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        found = own_reminders(request.user)
        reminder = get_object_or_404(found, pk=pk) if pk else None
        (found.filter(pk=pk) if pk else found).unread().update(read_at=timezone.now())
        return redirect(self.next_page(reminder))

    def next_page(self, reminder: Reminder | None) -> str:
        return reverse("reminders:list")


class OpenView(ReadView):
    """去办理: read, and on to where it is done."""

    def next_page(self, reminder: Reminder | None) -> str:
        return reminder.link if reminder else super().next_page(reminder)


def settable(user: Any) -> Any:
    """The towns and counties of the user's divisions: what a county sets holds where a town has set nothing."""
    return Division.objects.visible_to(user).taking_part().filter(level__in=SETTING).order_by("level", "code")


class UrgeView(DayMixin, PermissionMixin, View):
    """催办: the clerks of the villages that were chosen are reminded now."""

    permission_required = MANAGE

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = Village.objects.visible_to(request.user).filter(pk__in=request.POST.getlist("village"))
        villages = {village.pk: village for village in seen}
        urged = urge(villages=villages, note=request.POST.get("note", "").strip()[:MOST_NOTED], on=self.today)
        if not villages:
            messages.warning(request, "还没有选村：先勾选要催办的村。")
        if urged.told:
            places = villages.keys() - urged.without
            record_urging(places, urged.told)
            messages.success(request, f"已催办{len(places)}个村的经办员，共{urged.told}人。")
        if urged.without:
            names = "、".join(villages[code].name for code in sorted(urged.without))
            messages.warning(request, f"{names}没有催办：今天已经提醒过、没有经办员账号，或者已经核实完。")
        return redirect(came_from(request, reverse("labor:verification_progress")))


def record_urging(places: Collection[str], told: int) -> None:
    """Put it into the trail whose clerks were urged."""
    details = {"villages": sorted(places), "told": told}
    audit.record(AuditEvent.Action.URGED, division=enclosing_code(sorted(places)), details=details)


class SettingsView(PermissionMixin, TemplateView):
    """Every kind of reminder with the rule that holds in one of the user's divisions."""

    permission_required = MANAGE
    template_name = "reminders/settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places, asked = list(settable(self.request.user)), self.request.GET.get("division", "")
        place = next((each for each in places if each.pk == asked), None) if asked else next(iter(places), None)
        if asked and place is None:
            raise Http404
        holding = Rules().holding
        rules = [holding(kind, place.pk) for kind in Kind] if place else []
        return super().get_context_data(places=places, place=place, rules=rules, ways=channels.switched_on(), **kwargs)


class RuleView(PermissionMixin, UpdateView):
    """The settings of one kind in a division; a change is in the row's history and in the audit trail."""

    permission_required = MANAGE
    template_name = "reminders/rule.html"
    form_class = RuleForm

    def get_object(self, queryset: Any = None) -> ReminderRule:
        place = get_object_or_404(settable(self.request.user), pk=self.kwargs["division"])
        if self.kwargs["kind"] not in Kind:
            raise Http404
        return Rules().holding(self.kwargs["kind"], place.pk).for_division(place)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.give_up() if "give_up" in request.POST else super().post(request, *args, **kwargs)

    @transaction.atomic
    def give_up(self) -> HttpResponse:
        """Follow the county again, or the default; the history keeps what was set."""
        rule = self.get_object()
        if rule.pk:
            audit.record(
                AuditEvent.Action.SETTINGS_CHANGED, subject=rule, details={"kind": rule.kind, "given_up": True}
            )
            rule.delete()
        messages.success(self.request, f"“{rule}”不再单独设置。")
        return self.back(rule)

    def back(self, rule: ReminderRule) -> HttpResponse:
        return HttpResponseRedirect(f"{reverse('reminders:settings')}?division={rule.division_id}")

    def form_valid(self, form: Any) -> HttpResponse:
        if form.has_changed():
            with transaction.atomic():
                rule = form.save()
                details = {"kind": rule.kind, "changed": form.changed_data}
                audit.record(AuditEvent.Action.SETTINGS_CHANGED, subject=rule, details=details)
        messages.success(self.request, f"“{form.instance}”的设置已保存。")
        return self.back(form.instance)


class DeliveryListView(PartialMixin, PermissionMixin, ListView):
    """What has not gone out: given up, uncertain, or refused and to be tried again."""

    permission_required = MANAGE
    template_name = "reminders/deliveries.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> Any:
        troubled = Delivery.objects.visible_to(self.request.user).troubled()
        return troubled.select_related("reminder__recipient", "reminder__division")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = Delivery.objects.visible_to(self.request.user).due(timezone.now()).count()
        return super().get_context_data(waiting=waiting, sending=duties.statuses()[tasks.deliver.name], **kwargs)


class SendAgainView(PermissionMixin, View):
    """A person decides that a message goes out once more."""

    permission_required = MANAGE

    @transaction.atomic
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Delivery.objects.visible_to(request.user)
        delivery = get_object_or_404(found, pk=pk)
        if found.filter(pk=pk).send_again(timezone.now()):
            audit.record(AuditEvent.Action.RESEND, subject=delivery, details={"state": delivery.state})
            messages.success(request, "已重新排队，几分钟内发送。")
        return redirect("reminders:deliveries")
