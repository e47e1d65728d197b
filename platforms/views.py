"""The page of a village with its service platform."""

from core.display import Fact, facts_of
from core.models import Village
from core.states import State, Tone
from core.views import RegisterDetailView
from platforms.models import Platform


class VillageView(RegisterDetailView):
    """A village: its platform, who runs it, and how its checks went."""

    model = Village
    template_name = "platforms/village.html"
    related = ("platform",)
    facts = ("code", "platform_required")

    @property
    def platform(self) -> Platform | None:
        platform = getattr(self.object, "platform", None)
        return None if platform is None or platform.is_voided else platform

    def get_facts(self) -> list[Fact]:
        of_platform = facts_of(self.platform, ("built_on", "account_assigned_on", "closed_on")) if self.platform else []
        return super().get_facts() + of_platform

    def get_states(self) -> list[State]:
        if self.platform and self.platform.is_open(self.on):
            return [State("平台已建成", Tone.SAFE)]
        required = self.object.platform_required
        return [State("应建平台，尚未建成", Tone.LOST) if required else State("不要求建平台")]
