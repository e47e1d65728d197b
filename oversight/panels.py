"""What is paid under a policy, on the policy's page; whom workshops employ month by month, on a workshop's."""

from datetime import date

from django.http import HttpRequest

from core.panels import Panel, piece_on, show_on
from oversight.absorbed import Absorbed, absorbed
from oversight.models import Policy
from oversight.tables import PaymentTable
from workshops.models import Workshop

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


@piece_on(Workshop, template="oversight/absorbed.html")
def _absorbed(workshop: Workshop, request: HttpRequest, on: date) -> Absorbed:
    return absorbed(workshop, on)
