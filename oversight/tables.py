"""Payments with whom they go to."""

from collections import defaultdict
from typing import Any

from core.tables import Column, RegisterTable
from labor.models import Household, Person
from oversight.models import PolicyPayment
from workshops.models import Workshop

Kind = PolicyPayment.SubjectKind
#: What a payment's code is a key of.
RECIPIENTS: dict[str, tuple[Any, str]] = {
    Kind.PERSON: (Person, "id_number"),
    Kind.HOUSEHOLD: (Household, "code"),
    Kind.WORKSHOP: (Workshop, "code"),
}


class PaymentTable(RegisterTable):
    columns = (
        Column("recipient", "对象", lambda payment, on: payment.recipient, kind="lead", links=True),
        Column("due_on", "应兑现日期", lambda payment, on: payment.due_on, sort=("due_on",), kind="date", links=True),
    )

    def read(self, rows: Any) -> list[PolicyPayment]:
        payments = list(rows)
        found = recipients(payments, self.request.user)
        for payment in payments:
            payment.recipient = found.get((payment.subject_kind, payment.subject_code))
        return payments


def recipients(payments: list[PolicyPayment], user: Any) -> dict[tuple[str, Any], Any]:
    """The people, households and workshops that `user` sees among those who are paid, by kind and code."""
    wanted = defaultdict(set)
    for payment in payments:
        wanted[payment.subject_kind].add(payment.subject_code.plain)
    found = {}
    for kind, codes in wanted.items():
        model, key = RECIPIENTS[kind]
        for record in model.objects.visible_to(user).filter(**{f"{key}__in": codes}):
            found[kind, getattr(record, key)] = record
    return found
