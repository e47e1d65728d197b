"""2 脱贫劳动力就业帮扶."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from django.db.models import Case, DateField, F, Q, Value, When

from core.periods import Term, terms
from core.records.places import VILLAGE_THEN, place_on
from labor.models import Employment, Person, SpotCheck
from oversight.models import Baseline
from scoring.duties import Decline, Duty, coming
from scoring.rules import Lever, PerCase, PerPoint, Rounding, Status, percent, percent_below, rule, whole_points
from scoring.tallies import Facts, Scope, Tally


@rule("employment_total")
class EmploymentTotal(PerPoint):
    """2023年脱贫劳动力就业总量情况(10分)，如脱贫劳动力总量有调整按照上年度就业率进行考核，就业总量或就业率不低于2022年计10分，每低于1个百分点扣2分，不足1个百分点按1个百分点计算，扣完为止。"""

    rounding: Rounding
    basis: Literal["labor_changed", "better_of_two"]

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        labor, home = Person.objects.labor_out_of_poverty(scope.on), place_on(Person, scope.on)
        return {
            "labor": Tally(labor, place=home),
            "employed": Tally(labor, Q(Employment.objects.current(scope.on).exists_for("person")), place=home),
            "base_labor": baseline(Baseline.Indicator.LABOR, scope),
            "base_employed": baseline(Baseline.Indicator.EMPLOYED, scope),
        }

    def lowering(self, before: Scope, after: Scope) -> Any:
        """Who loses work, and who comes into or leaves the labor force: either changes total or rate."""
        (labor, employed), (later, working) = (self._counted(scope) for scope in (before, after))
        changed = Q(pk__in=labor) ^ Q(pk__in=later)
        gone = changed | (Q(pk__in=employed) & ~Q(pk__in=working))
        return Person.objects.filter(gone).annotate(lowers_by=Value(1))

    def _counted(self, scope: Scope) -> list[Any]:
        tallies = self.tallies(scope)
        return [tallies[name].listed.order_by().values("pk") for name in ("labor", "employed")]

    def duties(self, today: date) -> Iterable[Duty]:
        because = "到时不在就业，或脱贫劳动力有增减"
        yield from coming(Decline, self, "keep_employed", "稳住就业人数", "employed", today, because=because)

    def levers(self, facts: Facts) -> Iterable[Lever]:
        yield Lever("employ_more", "再有{}人就业", {"employed": 1}, facts["labor"] - facts["employed"])

    def status(self, facts: Facts) -> Status:
        if not (facts.get("base_labor") and facts.get("base_employed")):
            return Status.PENDING
        return Status.SCORED if facts["labor"] else Status.EMPTY

    def points(self, facts: Facts) -> int:
        total = percent_below(facts["base_employed"], facts["employed"])
        rate = percent(facts["base_employed"], facts["base_labor"]) - percent(facts["employed"], facts["labor"])
        unchanged = facts["labor"] == facts["base_labor"]
        lower = {"labor_changed": total if unchanged else rate, "better_of_two": min(total, rate)}[self.basis]
        return max(whole_points(lower, self.rounding), 0)


@rule("data_maintenance")
class DataMaintenance(PerCase):
    """脱贫劳动力及边缘易致贫劳动力基础数据信息维护情况(6分)，在规定时间内完成信息维护更新计6分，在规定时间内每出现一条信息维护未到位的扣0.1分，扣完为止。"""

    deadlines: tuple[str, ...]

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        return {term.name: self.unverified(term, scope) for term in scope.ended_terms(self.deadlines)}

    def unverified(self, term: Term, scope: Scope) -> Tally:
        labor = Person.objects.labor_to_verify(term.end)
        rows, start = labor.unverified_between(term.start, term.end), scope.start(VILLAGE_THEN, term.end)
        return Tally(rows, key=("id_number",), label=term, start=start, place=place_on(Person, term.end))

    def duties(self, today: date) -> Iterable[Duty]:
        for term in terms(today.year, self.deadlines):
            if term.start <= today <= term.end:
                yield Duty(self, "verify", "核实基础信息", term.name, on=term.end, due=term.end)


@rule("data_truth")
class DataTruth(PerCase):
    """脱贫劳动力及边缘易致贫劳动力数据真实性(4分)，每出现一例不真实的数据扣0.2分，扣完为止。"""

    population: Literal["labor_to_verify", "everybody"]

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        checks = SpotCheck.objects.untrue(scope.year, scope.on)
        if self.population == "labor_to_verify":
            checks = checks.of_labor_to_verify(scope.on)
        home = place_on(Person, F("checked_on"), "person__")
        start = scope.start(VILLAGE_THEN, self.ended)
        return {"untrue": Tally(checks, key=("person__id_number", "checked_on"), start=start, place=home)}

    @property
    def ended(self) -> Case:
        """A superior's finding is final on its day; the town's own stands until it is put right."""
        open_end = Value(date.max, DateField())
        return Case(When(level=SpotCheck.Level.SUPERIOR, then=F("checked_on")), default=open_end)

    def duties(self, today: date) -> Iterable[Duty]:
        """Only what the town found itself is forgiven once it is put right."""
        yield Duty(self, "rectify_data", "整改不真实的数据", "untrue", today, where=Q(level=SpotCheck.Level.TOWN))


def baseline(indicator: Baseline.Indicator, scope: Scope) -> Tally:
    """A figure of the base year."""
    return Tally(Baseline, Q(indicator=indicator, year=scope.base_year), total="value")
