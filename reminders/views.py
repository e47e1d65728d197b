"""One's own reminders, when and what reminders say, and those that did not go out."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import ListView, TemplateView, UpdateView, View

from core import audit
from core.models import AuditEvent
from core.views import PAGE_SIZE, PartialMixin, PermissionMixin
from reminders import channels
from reminders.bell import MANAGE
from reminders.forms import RuleForm
from reminders.models import Delivery, Reminder, ReminderRule


def own_reminders(user: Any) -> Any:
    """The user's own, of the divisions that are still theirs; somebody else's is not found."""
    return Reminder.objects.visible_to(user).addressed_to(user)


class ReminderListView(PartialMixin, ListView):  # type: ignore[type-arg]
    """Unread ones first, the most urgent at the top."""

    template_name = "reminders/list.html"
    paginate_by = PAGE_SIZE

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


class SettingsView(PermissionMixin, TemplateView):
    """Every kind of reminder with its rule."""

    permission_required = MANAGE
    template_name = "reminders/settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rules=ReminderRule.all(), ways=channels.switched_on(), **kwargs)


class RuleView(PermissionMixin, UpdateView):  # type: ignore[type-arg]
    """The settings of one kind; a change is in the row's history and in the audit trail."""

    permission_required = MANAGE
    template_name = "reminders/rule.html"
    form_class = RuleForm
    success_url = reverse_lazy("reminders:settings")

    def get_object(self, queryset: Any = None) -> ReminderRule:
        found = [rule for rule in ReminderRule.all() if rule.kind == self.kwargs["kind"]]
        if not found:
            raise Http404
        return found[0]

    def form_valid(self, form: Any) -> HttpResponse:
        if form.has_changed():
            with transaction.atomic():
                rule = form.save()
                details = {"changed": form.changed_data}
                audit.record(AuditEvent.Action.SETTINGS_CHANGED, subject=rule, details=details)
        messages.success(self.request, f"“{form.instance}”的设置已保存。")
        return HttpResponseRedirect(str(self.success_url))


class DeliveryListView(PartialMixin, PermissionMixin, ListView):  # type: ignore[type-arg]
    """What has not gone out: given up, uncertain, or refused and to be tried again."""

    permission_required = MANAGE
    template_name = "reminders/deliveries.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self) -> Any:
        troubled = Delivery.objects.visible_to(self.request.user).troubled()
        return troubled.select_related("reminder__recipient", "reminder__division")


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
