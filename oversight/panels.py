"""What is paid under a policy, on the policy's page."""

from core.panels import Panel, show_on
from oversight.models import Policy
from oversight.tables import PaymentTable

show_on(
    Policy,
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
)
