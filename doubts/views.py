"""The rules with what the town has set."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, UpdateView

from core import audit
from core.models import AuditEvent
from core.views import DayMixin, PermissionMixin
from doubts.catalogue import DoubtRule, rules
from doubts.holding import all_as_set
from doubts.models import RuleSetting
from doubts.noticed import noticed
from doubts.rules import SET
from doubts.setting import RuleSettingForm, settings_before


def is_of_home(user: Any) -> bool:
    """Whether the user answers for the town of the installation, whose values these are."""
    return settings.HOME_TOWN.startswith(tuple(user.division_codes))


class RulesView(PermissionMixin, DayMixin, TemplateView):
    """Every rule: whether it is on, how serious what it finds is, and what the town has set."""

    permission_required = SET
    template_name = "doubts/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = set(RuleSetting.objects.values_list("code", flat=True))
        shown = [(rule, rule.is_on(self.on), rule.code in known) for rule in all_as_set().values()]
        return super().get_context_data(rules=shown, **kwargs)


class RuleSettingView(PermissionMixin, UpdateView):
    """What one rule asks, and what was set before. The values are the installation's: its town sets them."""

    permission_required = SET
    template_name = "doubts/rule.html"
    form_class = RuleSettingForm

    @cached_property
    def rule(self) -> DoubtRule:
        known = all_as_set()
        if self.kwargs["code"] not in known or not is_of_home(self.request.user):
            raise Http404
        return known[self.kwargs["code"]]

    def get_object(self, queryset: Any = None) -> RuleSetting:
        code = self.rule.code
        return RuleSetting.objects.filter(code=code).first() or RuleSetting(code=code)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rule": self.rule, "written": (rules() | noticed())[self.rule.code]}

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        setting = form.save()
        changed = [name for name in form.changed_data if name not in ("reason", "seen")]
        audit.record(
            AuditEvent.Action.SETTINGS_CHANGED, subject=setting, details={"rule": setting.code, "changed": changed}
        )
        messages.success(self.request, f"“{self.rule.title}”的设置已保存，登记时和“疑点”清单都按它查。")
        return HttpResponseRedirect(reverse("doubts:rules"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rule=self.rule, before=list(settings_before(self.rule)), **kwargs)
