"""Whom this year's policies are for and who applied: known to the program, and no column of the ledger."""

from datetime import date, timedelta

from fictional.places import TOWN
from oversight.models import Policy, PolicyApplication, PolicyPayment
from oversight.policies.actions import apply
from oversight.policies.catalogue import samples

#: Applications that are still on their way: how far the first few of those who have not applied have come.
UNDER_WAY = (("reviewed_on", "approved_on", "published_on"), ("reviewed_on", "approved_on"), ("reviewed_on",), (), ())
FEW_PAID = 20


def invite(today: date) -> None:
    """Describe this year's policies as the catalogue does, and have some apply under the first of them."""
    known = {sample.name: sample for sample in samples(today.year)}
    policies = Policy.objects.filter(town=TOWN, year=today.year, name__in=known).order_by("code")
    for policy in policies:
        for name, value in known[policy.name].fields.items():
            setattr(policy, name, value)
        policy.window_from, policy.window_until = date(policy.year, 3, 1), date(policy.year, 12, 10)
        policy.save()
    travel = next((policy for policy in policies if policy.eligibility == "other_province"), None)
    if travel:
        _paid(travel)
        _under_way(travel, today)


def _paid(policy: Policy) -> None:
    """Some of those whom the ledger has paid had applied in time."""
    for payment in policy.payments.order_by("pk")[:FEW_PAID]:
        applied = payment.due_on - timedelta(days=60)
        subject = policy.qualifying(applied).filter(id_number=payment.subject_code).first()
        if subject:
            application, _ = apply(policy=policy, subject=subject, on=applied)
            _advance(application, ("reviewed_on", "approved_on", "published_on"), applied + timedelta(days=10))
            application.payment = payment
            application.save()


def _under_way(policy: Policy, today: date) -> None:
    for steps, subject in zip(UNDER_WAY, policy.not_applied(today).order_by("pk"), strict=False):
        application, _ = apply(policy=policy, subject=subject, on=today - timedelta(days=20))
        _advance(application, steps, today - timedelta(days=15))
        if application.approved_on:
            application.payment = PolicyPayment.objects.create(
                policy=policy, subject_kind=application.subject_kind, subject_code=application.subject_code,
                due_on=today + timedelta(days=30), amount=300,
            )  # fmt: skip
        application.save()


def _advance(application: PolicyApplication, steps: tuple[str, ...], first: date) -> None:
    """Have one step follow the other every five days."""
    for number, step in enumerate(steps):
        setattr(application, step, first + timedelta(days=5 * number))
