"""The page of a village with its service platform, and all villages side by side."""

from typing import Any

from django.urls import reverse

from core.filters import RegisterFilter
from core.models import Village
from core.pages.display import Fact, facts_of
from core.permissions import KEEP
from core.registers.life_events import kinds_on
from core.states import State, Tone
from core.views import RegisterDetailView, RegisterListView
from labor.people.quick import QuickAction
from platforms.models import Platform
from platforms.villages.coverage import CoverageTable, totals
from platforms.villages.registers import PlatformRegister


class VillageView(RegisterDetailView):
    """A village: its platform, who runs it, and how its checks went."""

    model = Village
    template_name = "platforms/village.html"
    related = ("platform",)
    facts = ("code", "platform_required", "stopped_on")

    @property
    def platform(self) -> Platform | None:
        platform = getattr(self.object, "platform", None)
        return None if platform is None or platform.is_voided else platform

    def get_facts(self) -> list[Fact]:
        of_platform = facts_of(self.platform, ("built_on", "account_assigned_on", "closed_on")) if self.platform else []
        return super().get_facts() + of_platform

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = kinds_on(self.object) if self.request.user.has_perm(KEEP) and not self.object.stopped_on else []
        pieces = {"platform_actions": self.get_actions(), "kinds": kinds}
        return super().get_context_data(**pieces, **kwargs)

    def get_actions(self) -> list[QuickAction]:
        """The platform's own page, or where it is registered."""
        if self.platform:
            return [QuickAction("村级平台", PlatformRegister.address(self.platform))]
        if not self.request.user.has_perm(PlatformRegister.permission):
            return []
        return [QuickAction("登记村级平台", reverse(PlatformRegister.route("add"), args=[self.object.pk]))]

    def get_states(self) -> list[State]:
        if self.platform and self.platform.is_open(self.on):
            return [State("平台已建成", Tone.SAFE)]
        required = self.object.requires_platform(self.on)
        return [State("应建平台，尚未建成", Tone.LOST) if required else State("不要求建平台")]


class CoverageView(RegisterListView):
    """Village platforms side by side, with the numbers that the score counts."""

    model = Village
    table_class = CoverageTable
    filter_class = RegisterFilter
    template_name = "platforms/coverage.html"
    nothing_yet = "您的管辖范围内还没有登记村社区。镇级经办人员可以在“台账”中导入。"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(totals=totals(self.get_queryset(), self.on), **kwargs)
