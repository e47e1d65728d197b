"""6 就业帮扶服务活动."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from django.db.models import F, OuterRef, Q, Subquery, Value

from core.periods import year_back
from core.records.dated import read_at
from core.records.places import VILLAGE_THEN, PlaceOnDay, place_on
from labor.functions import thirty_days_after
from labor.models import Household, JobSeekingCase, Person
from platforms.models import HouseholdHelp, Service
from scoring.duties import EVERYWHERE, Duty, month_ahead, standing
from scoring.rules import Lever, PerCase, PerPoint, Rounding, Status, percent, rule, whole_points
from scoring.tallies import Facts, Scope, Tally

#: Where a case or a service belongs.
OF_PERSON = "person__village_id"
DueDay = Literal["calendar_month", "thirty_days"]


@rule("cases_cleared")
class CasesCleared(PerCase):
    """未就业有就业意愿脱贫劳动力动态清零(6分)，一个月内实现未就业有就业意愿脱贫劳动力动态清零计5分，每出现一条数据规定时间内未实现动态清零的扣0.5分，扣完为止。"""

    due_day: DueDay

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        key, start = ("person__id_number", "registered_on"), scope.start(VILLAGE_THEN, due(self.due_day))
        home = home_when_due(self.due_day)
        return {"overdue": Tally(overdue(scope, self.due_day), key=key, start=start, place=home)}

    def duties(self, today: date) -> Iterable[Duty]:
        """Cases that fall due count in the year in which they do; a late one counts again next year."""
        deadline = due(self.due_day)
        for first, last in month_ahead(today):
            coming = Q(deadline__gte=first)
            where, only = (coming, Q()) if first == today else (Q(), coming)
            yield Duty(self, "clear", "求职登记清零", "overdue", last, deadline, where, only)
        since = Scope(EVERYWHERE, today).start(VILLAGE_THEN, F("deadline")).since
        late, next_year = Q(deadline__lt=today) & since, date(today.year + 1, 1, 1)
        title = "逾期求职登记年内清零"
        yield Duty(self, "clear_late", title, "overdue", next_year, deadline, only=late, late_of="clear")


@rule("services_311")
class Services311(PerPoint):
    """“311”就业服务活动(6分)，311就业服务覆盖率未达到100%，每少一个百分点扣0.5分，扣完为止。"""

    rounding: Rounding
    target: int
    recommendations: int
    guidances: int
    trainings: int
    due_day: DueDay
    eligible: Literal["overdue_cases", "jobless_in_year"]
    window: Literal["twelve_months", "calendar_year"]

    listed = ("uncovered",)
    #: Whoever was not served before the town began is not among those who had to be.
    left_out = {"eligible": "uncovered"}

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        cases = self.cases(scope)
        start, home = scope.start(VILLAGE_THEN, due(self.due_day)), home_when_due(self.due_day)
        covered = Q(self.complete_services(scope).exists_for("person", outer="person_id"))
        people = Tally(cases, distinct="person", town_wide=True, place=home)
        return {
            "eligible": people,
            "uncovered": replace(people, where=~covered, key=("id_number",), start=start),
        }

    def duties(self, today: date) -> Iterable[Duty]:
        """People whose case falls due within a month and those whose case has: they may still be served."""
        for first, last in month_ahead(today):
            scope, only = Scope(EVERYWHERE, last), Q(deadline__gte=first) if first > today else Q()
            due_on, lacks = self.first_due(scope), self.lacks(scope)
            yield Duty(self, "serve", "提供“311”服务", "uncovered", last, due_on, only=only, lacks=lacks)

    def levers(self, facts: Facts) -> Iterable[Lever]:
        missing = facts["uncovered"]
        yield Lever("serve_more", "再为{}人做满“311”服务", {"uncovered": -1}, missing, rows="uncovered")

    def cases(self, scope: Scope) -> Any:
        find = overdue if self.eligible == "overdue_cases" else jobless_in_year
        return find(scope, self.due_day)

    def first_due(self, scope: Scope) -> Subquery:
        """When the first of a person's cases is due; those that had ended before the town began are nobody's to do."""
        cases = home_when_due(self.due_day).on_day(self.cases(scope), OF_PERSON)
        answered_for = cases.filter(scope.start(VILLAGE_THEN, due(self.due_day)).since)
        cases = answered_for.filter(person=OuterRef("pk")).annotate(falls_due=due(self.due_day))
        return Subquery(cases.order_by("falls_due").values("falls_due")[:1])

    @property
    def least(self) -> dict[Service.Kind, int]:
        """How many services of each kind a person has to get."""
        kind = Service.Kind
        return {kind.RECOMMENDATION: self.recommendations, kind.GUIDANCE: self.guidances, kind.TRAINING: self.trainings}

    def counted_after(self, scope: Scope) -> date:
        """Services count that were given after this day."""
        return {"twelve_months": year_back(scope.on), "calendar_year": scope.last_year_end}[self.window]

    def services(self, scope: Scope) -> Any:
        return Service.objects.given_between(self.counted_after(scope), scope.on)

    def complete_services(self, scope: Scope) -> Any:
        return self.services(scope).reaching(**{str(kind): number for kind, number in self.least.items()})

    def lacks(self, scope: Scope) -> dict[str, Any]:
        """What is still to be given to a person, kind by kind."""
        given = {kind: self.services(scope).filter(kind=kind).number_for("person") for kind in self.least}
        return {f"{kind.label}{{}}次": Value(number) - given[kind] for kind, number in self.least.items()}

    def status(self, facts: Facts) -> Status:
        return Status.SCORED if facts["eligible"] else Status.EMPTY

    def points(self, facts: Facts) -> int:
        covered = facts["eligible"] - facts["uncovered"]
        return max(whole_points(self.target - percent(covered, facts["eligible"]), self.rounding), 0)


@rule("relocated_households")
class RelocatedHouseholds(PerCase):
    """易地搬迁户需后续就业帮扶家庭数(4分)，每出现一户需后续就业帮扶家庭数扣0.2分，扣完为止。"""

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        in_need = Household.objects.needing_follow_up(scope.on)
        return {"in_need": Tally(in_need, key=("code",), place=place_on(Household, scope.on))}

    def duties(self, today: date) -> Iterable[Duty]:
        title, because = "帮扶易地搬迁户就业", "到时家里没有人就业"
        yield from standing(self, "employ", title, "in_need", today, because=because)


@rule("monitored_households")
class MonitoredHouseholds(PerCase):
    """监测对象就业不稳定需帮扶户数(2分)，每出现一户未提供就业帮扶的监测对象帮扶户扣0.2分，扣完为止。"""

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        unhelped = Household.objects.unstable(scope.on).filter(self.without_help(scope.on))
        return {"unhelped": Tally(unhelped, key=("code",), place=place_on(Household, scope.on))}

    def without_help(self, on: date) -> Q:
        """Households without a measure since they were found unstable, as of that day."""
        return read_at(Household, _without_help, on)

    def duties(self, today: date) -> Iterable[Duty]:
        title, because = "帮扶就业不稳的监测户", "到时还没有帮扶措施"
        yield from standing(self, "help", title, "unhelped", today, because=because)


@lru_cache  # so that what is put together from it once a condition is found again
def _without_help(on: Any, household: str) -> Q:
    """As the columns are stored: no measure, or the last up to the day was before they were found unstable."""
    last = HouseholdHelp.objects.last_day(f"{household}pk", on)
    return Q(**{f"{household}unstable_since__gt": last})


def due(day: DueDay) -> Any:
    """When a case is due: the stored day of the next month, or thirty days on."""
    return {"calendar_month": F("due_on"), "thirty_days": thirty_days_after("registered_on")}[day]


def overdue(scope: Scope, day: DueDay) -> Any:
    """The cases of `cases_cleared`. `services_311` asks for their people, whom a town has once: a scan of its own."""
    return JobSeekingCase.objects.willing_out_of_poverty(due(day)).overdue(scope.year, scope.on, due(day))


def home_when_due(day: DueDay) -> PlaceOnDay:
    """The village and town in which the person of a case lived on its due day."""
    return place_on(Person, due(day), "person__")


def jobless_in_year(scope: Scope, day: DueDay) -> Any:
    """Cases registered in the year whose person found no job before the case was due."""
    cases = JobSeekingCase.objects.willing_out_of_poverty(due(day)).registered_in(scope.year, scope.on)
    return cases.jobless_until(scope.on, due(day))
