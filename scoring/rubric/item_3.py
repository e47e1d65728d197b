"""3 就业帮扶车间建设."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Substr

from core.models import Division, RelocationSite
from core.records.places import place_on
from labor.models import Employment
from labor.people.conditions import registered_out_of_poverty
from oversight.models import Baseline
from scoring.duties import Decline, Duty, coming, standing
from scoring.rubric.item_2 import baseline
from scoring.rules import Lever, PerCase, PerPoint, Rounding, Status, percent_below, rule, whole_points
from scoring.tallies import Facts, Scope, Tally
from workshops.models import Inspection, Workshop

WORKSHOP_TOWN = Substr("workshop__village_id", 1, Division.Level.TOWN)


def _begun_or_stopped(before: Scope, after: Scope) -> Any:
    """The workshops that operate on just one of two days."""
    then, now = (Workshop.objects.operating(scope.on).order_by().values("pk") for scope in (before, after))
    return Workshop.objects.filter(Q(pk__in=then) & ~Q(pk__in=now) | ~Q(pk__in=then) & Q(pk__in=now))


@rule("workshop_total")
class WorkshopTotal(PerPoint):
    """就业帮扶车间总量完成情况(5分)，每少建设一家扣1分，直至扣完。"""

    target: int

    unit = "家"

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        return {"operating": Tally(Workshop.objects.operating(scope.on), place=place_on(Workshop, scope.on))}

    def lowering(self, before: Scope, after: Scope) -> Any:
        then, now = (self.tallies(scope)["operating"].listed for scope in (before, after))
        return then.exclude(pk__in=now.order_by().values("pk")).annotate(lowers_by=Value(1))

    def duties(self, today: date) -> Iterable[Duty]:
        because = "到时已停产或退出"
        yield from coming(Decline, self, "keep_workshops", "保持车间在营", "operating", today, because=because)

    def levers(self, facts: Facts) -> Iterable[Lever]:
        yield Lever("operate_more", "再有{}家车间正常运营", {"operating": 1}, self.points(facts))

    def points(self, facts: Facts) -> int:
        return max(self.target - facts["operating"], 0)


@rule("workshop_standard")
class WorkshopStandard(PerCase):
    """就业帮扶车间建设标准情况(5分)，每出现一家不符合建设标准的扣0.5分，扣完为止。"""

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        failed = Inspection.objects.unresolved(scope.on).exists_for("workshop")
        below = Workshop.objects.certified(scope.on).filter(failed)
        return {"below_standard": Tally(below, key=("code",), place=place_on(Workshop, scope.on))}

    def duties(self, today: date) -> Iterable[Duty]:
        title, because = "整改不符合标准的车间", "到时检查不符合，没有整改"
        yield from standing(self, "rectify_workshop", title, "below_standard", today, because=because)


@rule("site_workshops")
class SiteWorkshops(PerCase):
    """易地扶贫搬迁安置点就业帮扶车间建设情况(5分)，超过100人的安置点每少建设一家扣1分，扣完为止。"""

    people_above: int

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        workshop = Workshop.objects.operating(scope.on).stood_in("pk", scope.on)
        large = RelocationSite.objects.in_use(scope.on).filter(population__gt=self.people_above)
        return {"without_workshop": Tally(large.filter(~workshop), key=("code",))}

    def came_with(self, name: str, rows: Collection[Any], before: Scope, after: Scope) -> Mapping[Any, Any]:
        return {workshop.site_id: workshop for workshop in _begun_or_stopped(before, after).filter(site__in=rows)}

    def duties(self, today: date) -> Iterable[Duty]:
        title, because = "建设安置点帮扶车间", "到时没有在营的车间"
        yield from standing(self, "build_site_workshop", title, "without_workshop", today, because=because)


@rule("workshop_jobs")
class WorkshopJobs(PerPoint):
    """吸纳就业总数(含脱贫劳动力)(10分)，每低于2022年就业帮扶车间吸纳就业总量、脱贫劳动力总量1个百分点，扣1分，扣完为止。"""

    rounding: Rounding
    combined: Literal["sum", "larger"]

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        jobs = Employment.objects.current(scope.on).in_operating_workshops(scope.on)
        labor = registered_out_of_poverty(scope.on, "person__")
        return {
            "workers": Tally(jobs, distinct="person", path="workshop__village_id", town_wide=True),
            "labor": Tally(jobs, labor, distinct="person", path="workshop__village_id", town_wide=True),
            "base_workers": baseline(Baseline.Indicator.WORKSHOP_WORKERS, scope),
            "base_labor": baseline(Baseline.Indicator.WORKSHOP_LABOR, scope),
        }

    def came_with(self, name: str, rows: Collection[Any], before: Scope, after: Scope) -> Mapping[Any, Any]:
        """Who had work in a workshop that has stopped, or has it in one that has begun."""
        workshops = {workshop.pk: workshop for workshop in _begun_or_stopped(before, after)}
        jobs = Employment.objects.filter(person__in=rows, workshop__in=workshops)
        current = [Q(pk__in=jobs.current(scope.on).order_by().values("pk")) for scope in (before, after)]
        found = jobs.filter(current[0] | current[1]).values_list("person", "workshop")
        return {person: workshops[workshop] for person, workshop in found}

    def lowering(self, before: Scope, after: Scope) -> Any:
        """The workshops that lose somebody: their town loses the points, wherever the workers live."""
        ended = [self._ended_jobs(name, before, after).values("pk") for name in ("workers", "labor")]
        jobs = Employment.objects.filter(Q(pk__in=ended[0]) | Q(pk__in=ended[1]))
        workers = jobs.filter(workshop=OuterRef("pk")).number_of("person", "workshop")
        return Workshop.objects.filter(pk__in=jobs.order_by().values("workshop")).annotate(lowers_by=workers)

    def _ended_jobs(self, name: str, before: Scope, after: Scope) -> Any:
        """Counted jobs of people who have none in the same town on the later day: one job a person and town."""
        then, now = (self.tallies(scope)[name].counted.annotate(town=WORKSHOP_TOWN) for scope in (before, after))
        same = {"person": OuterRef("person"), "town": OuterRef("town")}
        return then.exclude(Exists(now.filter(**same))).exclude(Exists(then.filter(**same, pk__lt=OuterRef("pk"))))

    def duties(self, today: date) -> Iterable[Duty]:
        because = "到时有人不在车间就业，或不再是脱贫劳动力"
        yield from coming(Decline, self, "keep_workshop_jobs", "稳住车间就业", "workers", today, because=because)

    def levers(self, facts: Facts) -> Iterable[Lever]:
        """Somebody out of poverty counts in both numbers."""
        most = max(facts.get(f"base_{name}", 0) - facts[name] for name in ("workers", "labor"))
        yield Lever("hire_more", "再有{}名脱贫人口到车间就业", {"workers": 1, "labor": 1}, most)

    def status(self, facts: Facts) -> Status:
        return Status.SCORED if {"base_workers", "base_labor"} <= facts.keys() else Status.PENDING

    def points(self, facts: Facts) -> int:
        lower = [
            whole_points(percent_below(facts[f"base_{name}"], facts[name]), self.rounding)
            for name in ("workers", "labor")
        ]
        return sum(lower) if self.combined == "sum" else max(lower)
