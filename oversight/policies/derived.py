"""What approvals write elsewhere; see core/records/derived.py."""

from typing import Any

from core.contributions import contribute
from core.records.derived import DERIVATIONS, Derivation
from oversight.models import PolicyApplication, PolicyPayment


@contribute(DERIVATIONS)
class ApprovalMakesPayment(Derivation):
    """Who is approved is owed a payment, or the amount of one that the ledger had already."""

    cause, target = PolicyApplication, PolicyPayment
    fields = ("due_on", "paid_on", "amount")

    def holds(self, cause: PolicyApplication, target: PolicyPayment, written: Any) -> bool:
        return cause.approved_on is not None and cause.payment_id == target.pk
