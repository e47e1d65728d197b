"""4 基层公共就业服务."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Case, F, Q, Value, When

from core.models import RelocationSite, Village
from platforms.models import BusinessCheck
from platforms.villages.conditions import has_account, has_platform, has_staff, required
from scoring.duties import Duty, Loss, coming, standing
from scoring.rules import AllOrNothing, Lever, Outcome, PerCase, rule
from scoring.tallies import Facts, Scope, Tally
from training.models import StaffTraining


@rule("platforms")
class Platforms(PerCase):
    """村级公共就业服务平台建设总量完成情况(5分)，每少建设一个扣1分，出现一家未配备工作人员或未分配账号村级平台的扣0.5分，扣完为止。"""

    step_unready: Decimal

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        asked, built = required(scope.on), has_platform(scope.on)
        ready = has_staff(scope.on) & has_account(scope.on)
        return {
            "missing": Tally(Village, asked & ~built, key=("code",)),
            "unready": Tally(Village, asked & built & ~ready, key=("code",)),
        }

    def outcome(self, facts: Facts) -> Outcome:
        deducted = facts["missing"] * self.step + facts["unready"] * self.step_unready
        return Outcome(sum(facts.values()), deducted, listed=("missing", "unready"))

    def duties(self, today: date) -> Iterable[Duty]:
        yield from standing(self, "build_platform", "建设村级服务平台", "missing", today, because="到时平台已撤销")
        because = "到时没有在岗人员或账号"
        lacks = {"工作人员": absent(has_staff(today)), "账号": absent(has_account(today))}
        ready = (self, "ready_platform", "配齐平台人员和账号", "unready", today)
        yield Duty(*ready, lacks=lacks)
        yield from coming(Loss, *ready, because=because)


@rule("site_windows")
class SiteWindows(PerCase):
    """100人以上易地扶贫搬迁安置点公共就业服务窗口建设配备情况(5分)，未合理配备就业服务站点或者窗口的每个扣1分，扣完为止。"""

    people_from: int

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        large = RelocationSite.objects.in_use(scope.on).filter(population__gte=self.people_from)
        return {"without_window": Tally(large.without_window(scope.on), key=("code",))}

    def duties(self, today: date) -> Iterable[Duty]:
        title, because = "设立安置点服务窗口", "到时安置点在用，没有服务窗口"
        yield from standing(self, "open_window", title, "without_window", today, because=because)


@rule("service_business")
class ServiceBusiness(PerCase):
    """基层公共就业服务开展(5分)，未配备工作人员的基层公共就业服务平台该项未零分；村级基层平台工作人员的要熟悉使用人社一体化业务经办平台，能独立完成就业失业登记、“311”服务等基本业务，如不能登录平台、开展就业失业登记等每一项次扣0.5分，扣完为止。"""

    per_village = False

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        built, failures = (
            required(scope.on) & has_platform(scope.on),
            BusinessCheck.objects.official_failures(scope.year, scope.on),
        )
        start = scope.start("village_id", F("checked_on"))
        return {
            "failures": Tally(failures, key=("village_id", "checked_on", "item"), start=start),
            "required": Tally(Village, required(scope.on), key=("code",)),
            "built": Tally(Village, built),
            "unstaffed": Tally(Village, built & ~has_staff(scope.on), key=("code",)),
        }

    def outcome(self, facts: Facts) -> Outcome:
        if facts["unstaffed"]:
            return Outcome(1, self.max, listed=("unstaffed",))
        if facts["required"] and not facts["built"]:
            return Outcome(1, self.max, listed=("required",))
        return Outcome(facts["failures"], facts["failures"] * self.step, listed=("failures",))

    def levers(self, facts: Facts) -> Iterable[Lever]:
        """All is lost as long as anybody is missing; what failed checks cost is not won back."""
        if facts["unstaffed"]:
            yield Lever(
                "staff_more", "再给{}个平台配备工作人员", {"unstaffed": -1}, facts["unstaffed"], rows="unstaffed"
            )
        elif facts["required"] and not facts["built"]:
            yield Lever("build_more", "再建{}个有工作人员的平台", {"built": 1}, facts["required"], rows="required")

    def duties(self, today: date) -> Iterable[Duty]:
        """A failed check stays failed."""
        title, because = "配备平台工作人员", "到时没有在岗人员"
        yield from standing(self, "staff_platform", title, "unstaffed", today, because=because)


@rule("staff_trainings")
class StaffTrainings(AllOrNothing):
    """基层公共就业服务业务培训情况(5分)，已开展业务培训并录入人社一体化平台的计5分，未开展业务培训的计0分。"""

    wanted = ("train_staff", "开展业务培训并录入平台")

    def proof(self, scope: Scope) -> Tally:
        return Tally(StaffTraining.objects.entered_in(scope.year, scope.on))


def absent(there: Q) -> Case:
    """1 for a village where it is not so."""
    return Case(When(there, then=Value(0)), default=Value(1))
