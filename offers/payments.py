"""What is paid is help to a household, and says that a policy is in effect."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, Max, OuterRef, Subquery, When

from core.periods import year_back
from labor.models import Household, Person
from offers.fact_offer import ActOffer, AddOffer
from oversight.models import Policy, PolicyPayment
from oversight.policies.registers import PolicyRegister
from platforms.models import HouseholdHelp
from platforms.services.registers import HelpRegister

Kind, Measure = PolicyPayment.SubjectKind, HouseholdHelp.Measure


class PaymentIsHelp(AddOffer):
    """What was paid to a monitored household, or to one of its members, is a help to it.

    A payment belongs to the town; who may see the household is offered it.
    """

    code, title = "payment-help", "已兑现政策，没有记户帮扶"
    source, register = PolicyPayment, HelpRegister
    pages = {PolicyPayment: "pk", Household: "household", Person: "payee"}
    related = ("policy",)

    def due(self, on: date) -> Any:
        paid = PolicyPayment.objects.paid(on).filter(paid_on__gt=year_back(on))
        paid = paid.annotate(household=_household(), payee=_payee())
        given = HouseholdHelp.objects.filter(helped_on=OuterRef("paid_on"), measure=Measure.SUBSIDY)
        monitored = Household.objects.monitored(on).values("pk")
        return paid.filter(~given.exists_for("household", outer="household"), household__in=monitored)

    def bounded(self, rows: Any, user: Any) -> Any:
        seen = Household.objects.visible_to(user).values("pk")
        return rows.everywhere("payments of households that the user sees").filter(household__in=seen)

    def inside(self, rows: Any, place: str) -> Any:
        return rows.filter(household__in=Household.objects.within(place).values("pk"))

    def read(self, rows: Any) -> list[Any]:
        """With their households, as `paid_to`."""
        found = super().read(rows)
        households = Household.objects.everywhere("of payments that were found for the user")
        by_key = households.select_related("village").in_bulk({row.household for row in found})
        for row in found:
            row.paid_to = by_key[row.household]
        return found

    def parent(self, row: Any) -> Any:
        return row.paid_to

    def values(self, row: Any) -> Mapping[str, Any]:
        amount = f"{row.amount:,.2f}元" if row.amount is not None else ""
        return {"measure": Measure.SUBSIDY.value, "helped_on": row.paid_on, "content": f"{row.policy}{amount}"}

    def sentence(self, row: Any) -> str:
        return f"{row.paid_on}兑现：{row.policy}"


def _payee() -> Case:
    """The person whom a payment names, where it is no household's."""
    named = Person.objects.filter(id_number=OuterRef("subject_code")).values("pk")
    return Case(When(subject_kind=Kind.PERSON, then=Subquery(named[:1])), output_field=BigIntegerField())


def _household() -> Case:
    """The household that a payment names, or that of the person whom it names."""
    code = OuterRef("subject_code")
    own = Household.objects.filter(code=code).values("pk")
    of_member = Person.objects.filter(id_number=code).values("household")
    return Case(
        When(subject_kind=Kind.HOUSEHOLD, then=Subquery(own[:1])),
        When(subject_kind=Kind.PERSON, then=Subquery(of_member[:1])),
        output_field=BigIntegerField(),
    )


class PaymentsFulfil(ActOffer):
    """A policy under which all that was due is paid is in effect, at the latest since the last payment."""

    code, title = "payment-policy", "已经兑现，政策没有登记落实"
    source, register, action = PolicyPayment, PolicyRegister, "fulfil"
    pages = {Policy: "pk", PolicyPayment: "payments"}

    def due(self, on: date) -> Any:
        payments = PolicyPayment.objects.filter(policy=OuterRef("pk"))
        last = payments.paid(on).order_by().values("policy").annotate(day=Max("paid_on")).values("day")
        policies = Policy.objects.filter(~Exists(payments.unpaid(on)), done_on=None)
        return policies.annotate(paid_on=Subquery(last)).filter(paid_on__isnull=False)

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"done_on": row.paid_on}

    def sentence(self, row: Any) -> str:
        return f"到期的都已兑现，最后一笔在{row.paid_on}"
