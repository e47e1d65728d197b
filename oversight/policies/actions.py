"""Applying for what a policy gives, and approving it: each done once, however often it is asked for."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.records import events
from core.records.derived import is_revived_with
from oversight.models import Policy, PolicyApplication, PolicyPayment, named_as

VOIDED_BEFORE = "这份申请已经作废，要重新申请，请镇里在“政策申请”中恢复那一份"


@transaction.atomic
def apply(*, policy: Policy, subject: Any, on: date) -> tuple[PolicyApplication, bool]:
    """Register that a person, household or workshop applied; whether this was the first time.

    ValidationError where the application was voided: it is to be brought back, with its history.
    """
    application, new = PolicyApplication.with_voided.everywhere("nobody applies twice").get_or_create(
        policy=policy,
        **named_as(subject),
        defaults={"village_id": subject.village_id, "applied_on": on},
    )
    if application.is_voided:
        raise ValidationError(VOIDED_BEFORE, code="voided")
    return application, new


@transaction.atomic
def apply_many(*, policy: Policy, subjects: list[Any], on: date) -> int:
    """Register as one event that all of them applied, and say how many did: those whose application was voided not."""
    known = PolicyApplication.with_voided.everywhere("nobody applies twice").filter(policy=policy)
    applied = set(known.values_list("subject_kind", "subject_code"))
    new = [
        PolicyApplication(policy=policy, village_id=each.village_id, applied_on=on, **named)
        for each, named in ((each, named_as(each)) for each in subjects)
        if (named["subject_kind"], named["subject_code"]) not in applied
    ]
    if new:
        places = {each.village_id for each in new}
        event = events.begin(label="登记申请", title=f"{policy}：{len(new)}份", on=on, places=places)
        events.write(event, *new)
    return len(new)


def payment_of(application: PolicyApplication, due_on: date, amount: Decimal | None) -> PolicyPayment:
    """The payment of an application that is approved: one that the ledger has already, or a new one, not saved yet.

    One that went with an earlier approval of it is revived.

    ValidationError where the ledger tells another amount.
    """
    whose = {"subject_kind": application.subject_kind, "subject_code": application.subject_code}
    named = {"policy": application.policy, **whose, "due_on": due_on}
    known = PolicyPayment.with_voided.filter(**named).first()
    if known is not None and known.is_voided:
        if is_revived_with(application, known):
            known.amount = amount
            return known
        known = None
    if known is None:
        return PolicyPayment(amount=amount, **named)
    if None not in (known.amount, amount) and known.amount != amount:
        raise ValidationError(f"这笔兑现已经登记，金额是{known.amount}元，请核对")
    known.amount = amount if known.amount is None else known.amount
    return known
