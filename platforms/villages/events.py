"""Events of villages: one is merged into another, one gets another name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.contributions import contribute
from core.models import Village
from core.periods import day_before
from core.registers.life_events import LIFE_EVENTS, EventStep, LifeEventForm
from platforms.models import Platform, StaffMember

#: What goes over to the other village, by the name that a village has for it; the first three have a day.
FOLLOWING = (
    "people", "households", "workshops", "sites", "public_benefit_posts", "workshop_applications", "businesses",
)  # fmt: skip


@contribute(LIFE_EVENTS, Village)
class VillageMerger(LifeEventForm):
    """并村: a village ends on a day, and everything of it goes over to another one of its town."""

    label = "并村"
    says = "这个村从这一天起停用，村里的人、户、车间、安置点、岗位都归并入的村，平台撤销，平台人员离岗；全镇得分不变。"

    into = forms.ModelChoiceField(Village.objects.none(), label="并入哪个村", empty_label="请选择")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_town = Village.objects.visible_to(self.user).within(self.record.town_code)
        self.fields["into"].queryset = of_town.filter(stopped_on=None).exclude(pk=self.record.pk)
        self.fields["basis"].required = True
        self.fields["basis"].help_text = "批准并村的文件"

    def clean_happened_on(self) -> date:
        happened_on = super().clean_happened_on()
        if self.record.stopped_on:
            raise ValidationError(f"这个村 {self.record.stopped_on} 已经停用")
        return happened_on

    def steps(self) -> Iterator[EventStep]:
        into, on = self.cleaned_data["into"], self.cleaned_data["happened_on"]
        yield EventStep(self.record, {"stopped_on": on})
        for name in FOLLOWING:
            model: Any = self.record._meta.get_field(name).related_model
            for row in self.rows(model).filter(village=self.record).with_subject().order_by("pk"):
                row.village = self.record  # what the preview says of it is known
                yield EventStep(row, {"village": into})
        yield from self._ended(on)

    def _ended(self, on: date) -> Iterator[EventStep]:
        """The platform of the village, and whoever serves there."""
        for platform in self.rows(Platform).filter(village=self.record, closed_on=None, built_on__lte=on):
            yield EventStep(platform, {"closed_on": on})
        last = day_before(on)
        for member in self.rows(StaffMember).filter(village=self.record).serving(last):
            if member.ended_on is None or member.ended_on > last:
                yield EventStep(member, {"ended_on": last})


@contribute(LIFE_EVENTS, Village)
class VillageRenaming(LifeEventForm):
    """村更名: the code stays; a village that gets another code is merged into the new one."""

    label = "村更名"
    says = "村的名称改成新的，代码不变；过去各天也用新的名称。代码也变了的（例如改为社区），先登记新的村，再用“并村”。"

    name = forms.CharField(label="新的村名称", max_length=50)

    def steps(self) -> Iterator[EventStep]:
        if self.cleaned_data["name"] != self.record.name:
            yield EventStep(self.record, {"name": self.cleaned_data["name"]})
