"""What belongs to policies, and the policies that somebody qualifies for, on their pages."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PANELS, PIECES, Panel
from labor.models import Household, Person
from oversight.models import Policy
from oversight.policies.finding import Found, found_under, policy_statuses
from oversight.policies.tables import ADDRESS_KEYS, ApplicationTable, PaymentTable
from workshops.models import Workshop

contribute(PANELS, Policy)(
    Panel(
        "payments",
        "政策兑现",
        lambda policy, on: policy.payments.all(),
        ("subject_kind", "subject_code", "paid_on", "amount", "state"),
        related=("policy",),
        empty="还没有兑现记录",
        add="oversight:payment_add",
        table=PaymentTable,
    ),
    Panel(
        "applications",
        "政策申请",
        lambda policy, on: policy.applications.all(),
        ("village", "state"),
        related=("village", "payment"),
        empty="还没有人申请",
        add="oversight:application_add",
        table=ApplicationTable,
    ),
)


@contribute(PIECES, Policy, template="oversight/found.html")
def _found(policy: Policy, request: HttpRequest, on: date) -> Found | None:
    """How many it is for, where it says for whom."""
    return found_under([policy], request.user, on)[0] if policy.criterion else None


@contribute(PIECES, Person, Household, Workshop, template="oversight/policy_statuses.html")
def _policy_statuses(subject: Any, request: HttpRequest, on: date) -> dict[str, Any] | None:
    """The policies that somebody qualifies for, and how each stands."""
    statuses = policy_statuses(subject, on)
    return {"statuses": statuses, "key": getattr(subject, ADDRESS_KEYS[type(subject)])} if statuses else None
