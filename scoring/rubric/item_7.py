"""7 就业帮扶政策落实."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.db.models.functions import Greatest

from oversight.models import Policy, PolicyPayment, first_due, last_due
from scoring.beginning.models import TownStart
from scoring.duties import Duty, Loss, month_ahead, year_ahead
from scoring.rules import PerCase, rule
from scoring.tallies import Scope, Tally


@rule("policies_fulfilled")
class PoliciesFulfilled(PerCase):
    """2023年脱贫劳动力就业帮扶政策落实情况(7分)，每出现一项就业帮扶政策未落实扣1分，扣完为止。"""

    per_village = False

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        start = scope.start("town_id", last_due(scope.on))
        return {"unfulfilled": Tally(Policy.objects.unfulfilled(scope.year, scope.on), key=("code",), start=start)}

    def duties(self, today: date) -> Iterable[Duty]:
        """What is due within the year. Done late is forgiven, but not before the day that is stored for it."""
        for (_, soon), (_, last) in zip(month_ahead(today), year_ahead(today), strict=True):
            lacks = {"兑现{}笔": PolicyPayment.objects.unpaid(last).number_for("policy")}
            due = Greatest(first_due(last), TownStart.objects.day_at("town_id", last.year))
            yield Duty(self, "fulfil", "落实政策", "unfulfilled", last, due, lacks=lacks)
            if soon < last:
                by_then = ~Q(pk__in=Policy.objects.unfulfilled(last.year, last).values("pk"))
                why = "登记的落实或兑现日期晚于时限"
                yield Loss(self, "fulfil", "落实政策", "unfulfilled", soon, where=by_then, since=today, because=why)
