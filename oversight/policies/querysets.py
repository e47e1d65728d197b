"""Questions to policies, payments and applications, each of a day."""

from datetime import date
from typing import Any

from django.db.models import Case, Q, Value, When

from core.models import Division
from core.records.conditions import not_yet
from core.scoping import ScopedQuerySet


def not_done(on: date) -> Q:
    """The policy itself, whatever became of its payments, is overdue on the day `on`."""
    return Q(due_on__lte=on) & not_yet("done_on", on)


class PolicyQuerySet(ScopedQuerySet):
    def unfulfilled(self, year: int, on: date) -> "PolicyQuerySet":
        """Policies of `year` overdue on the day `on`, themselves or in a payment; done late but by then is forgiven."""
        return self.filter(not_done(on) | Q(self.related("payments").unpaid(on).exists_for("policy")), year=year)

    def reaching(self, user: Any) -> "PolicyQuerySet":
        """Policies for people whom `user` sees: those of the town count in each of its villages."""
        towns = {code[: Division.Level.TOWN] for code in user.division_codes if len(code) > Division.Level.TOWN}
        return self.visible_to(user) | self.everywhere("a town's policies are for its villages").filter(town__in=towns)


class PolicyPaymentQuerySet(ScopedQuerySet):
    def unpaid(self, on: date) -> "PolicyPaymentQuerySet":
        return self.filter(not_yet("paid_on", on), due_on__lte=on)

    def awaited(self, on: date) -> "PolicyPaymentQuerySet":
        """Not paid, and not due yet."""
        return self.filter(not_yet("paid_on", on), due_on__gt=on)

    def paid(self, on: date) -> "PolicyPaymentQuerySet":
        return self.filter(paid_on__lte=on)


class PolicyApplicationQuerySet(ScopedQuerySet):
    def at(self, stage: str, on: date) -> "PolicyApplicationQuerySet":
        """Applications that have come as far as `stage` on the day `on`; see `PolicyApplication.stage`."""
        stages = self.model.Stage
        overdue = Q(not_yet("payment__paid_on", on), payment__due_on__lt=on)
        known = Case(
            When(refused_on__lte=on, then=Value(stages.REFUSED.value)),
            When(payment__paid_on__lte=on, then=Value(stages.PAID.value)),
            When(overdue, then=Value(stages.OVERDUE.value)),
            When(published_on__lte=on, then=Value(stages.PUBLISHED.value)),
            When(approved_on__lte=on, then=Value(stages.APPROVED.value)),
            When(reviewed_on__lte=on, then=Value(stages.REVIEWED.value)),
            default=Value(stages.APPLIED.value),
        )
        return self.alias(stage_reached=known).filter(stage_reached=stage)
