"""Applying for what a policy gives, and approving it: each done once, however often it is asked for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.records import events
from core.records.derived import is_revived_with
from oversight.models import Policy, PolicyApplication, PolicyPayment, named_as

#: What many applications that are registered at once are called as an event.
MANY = "登记申请"
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
    """Register as one event that all of them applied, and say how many did.

    Those whose application was voided did not, but for those that were undone with many.
    """
    rows = PolicyApplication.with_voided.everywhere("nobody applies twice").filter(policy=policy)
    known = {(each.subject_kind, each.subject_code): each for each in rows.select_for_update()}
    applying = [_applying(policy, each, on, known) for each in subjects]
    written = [each for each in applying if each]
    if written:
        places = {each.village_id for each in written}
        event = events.begin(label=MANY, title=f"{policy}：{len(written)}份", on=on, places=places)
        events.write(event, *written)
    return len(written)


def _applying(policy: Policy, subject: Any, on: date, known: Mapping[Any, Any]) -> PolicyApplication | None:
    """The application to be written: a new one, or one that was undone with many; None where there is another."""
    named = named_as(subject)
    application = known.get((named["subject_kind"], named["subject_code"]))
    if application is None:
        return PolicyApplication(policy=policy, village_id=subject.village_id, applied_on=on, **named)
    if not (application.is_voided and application.void_reason.startswith(f"撤销{MANY}")):
        return None
    application.voided_at, application.void_reason = None, ""
    application.village_id, application.applied_on = subject.village_id, on
    return application


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
