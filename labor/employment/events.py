"""同一份工作改名: two employment records that are one job, whose employer got another name."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from core.contributions import contribute
from core.models import DerivedFact
from core.records.links import links_to
from core.registers.life_events import LIFE_EVENTS, EventStep, LifeEventForm
from labor.models import Employment

#: One job does not stand still for longer.
LONGEST_GAP = timedelta(days=31)
#: What the joined job is called from now on, where the later record tells it.
LATEST = ("employer", "post", "industry", "monthly_wage")


@contribute(LIFE_EVENTS, Employment)
class JobRenaming(LifeEventForm):
    """The earlier record goes on to the end of the later one, under its name; the later one is voided."""

    label = "同一份工作改名"
    says = (
        "单位改了名、其实是同一份工作的两条就业记录，并成一条：从早的那条开始，到晚的那条结束，单位用新的名称，"
        "晚的那条作废，回访等改挂到留下的这条。月份只算一次，过去各天也按一份工作算。"
    )
    keeps_past = False

    other = forms.ModelChoiceField(Employment.objects.none(), label="另一条就业记录", empty_label="请选择")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        jobs = Employment.objects.visible_to(self.user).filter(person=self.record.person_id)
        field.queryset = jobs.exclude(pk=self.record.pk).order_by("started_on")
        field.label_from_instance = lambda job: f"{job.started_on} 至 {job.ended_on or '今'} {job.employer}"
        field.help_text = "" if field.queryset else "此人没有别的就业记录，没有可以合并的"

    @cached_property
    def both(self) -> list[Employment]:
        """The two records, locked, the earlier first."""
        rows = self.rows(Employment).filter(pk__in=[self.record.pk, self.cleaned_data["other"].pk])
        return sorted(rows, key=lambda job: job.started_on)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("other") and (fault := self._fault()):
            self.add_error("other", fault)
        return asked

    def _fault(self) -> str:
        """Why the two are not one job."""
        kept, later = self.both
        gap = later.started_on - (kept.ended_on or date.max)
        if gap > LONGEST_GAP:
            return f"两条记录之间隔了{gap.days}天没有工作，不是同一份工作"
        if (kept.channel, kept.workshop_id) != (later.channel, later.workshop_id):
            return "两条记录的就业渠道或车间不一样，不是同一份工作改名；登记错了的，请先更正"
        if kept.export_id and later.export_id not in (None, kept.export_id):
            return "两条记录是两次劳务输出，不是同一份工作改名；登记错了的，请先更正"
        if DerivedFact.objects.filter(kind="JobClosesCase", cause=later.pk, stands=True).exists():
            return "这期间登记过求职，以晚的那条工作终结；确实一直在这里工作的，请先作废那条求职登记"
        return ""

    def steps(self) -> Iterator[EventStep]:
        kept, later = self.both
        for link in links_to(Employment):
            for row in link.live(later).order_by("pk"):
                if link.taken(row, link.name_of(kept)):
                    raise ValidationError(f"两条记录都有相同的{link.kind}“{row}”，请先作废其中一条")
                yield EventStep(row, {link.field: kept})
        names = LATEST if kept.export_id else (*LATEST, "export")
        told = {name: getattr(later, name) for name in names if getattr(later, name)}
        ended_on = later.ended_on and max(kept.ended_on or later.ended_on, later.ended_on)
        yield EventStep(later, {"voided_at": timezone.now(), "void_reason": self.label})
        yield EventStep(kept, {**told, "ended_on": ended_on})
