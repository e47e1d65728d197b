"""Policies, applications and payments as registers."""

from datetime import date
from typing import Any

from core.filters import Choice
from core.registers import Action, OfTown, Register, date_action
from oversight.models import (
    Policy,
    PolicyApplication,
    PolicyPayment,
)
from oversight.policies.forms import ApplicationForm, ApproveForm, PaymentForm, PolicyForm
from oversight.policies.tables import ApplicationTable, PaymentTable

REFUSED = ("refused_on", "refusal_reason")


def years(user: Any, on: date) -> list[tuple[str, str]]:
    """The years in which the user's towns have policies, the newest first."""
    found = Policy.objects.visible_to(user).order_by("-year").values_list("year", flat=True).distinct()
    return [(str(year), f"{year}年") for year in found]


def was_refused(application: PolicyApplication, on: date) -> bool:
    return application.refused_on is not None


class PolicyRegister(OfTown):
    model = Policy
    columns = ("name", "code", "year", "eligibility", "due_on", "done_on", "state")
    filters = (Choice("year", "年度", years, lambda rows, value, on: rows.filter(year=value), main=True), "eligibility")
    search = ("name", "code")
    form = PolicyForm
    fields = (
        "town", "code", "name", "year", "due_on", "eligibility", "months", "age_from", "age_until", "people",
        "amount", "window_from", "window_until", "department", "wording", "proofs",
    )  # fmt: skip
    facts = (
        "town", "code", "name", "year", "due_on", "done_on", "eligibility", ("条件", "terms"), "amount",
        "window_from", "window_until", "department", "wording", "proofs",
    )  # fmt: skip
    actions = date_action("fulfil", "落实", "done_on")
    counted_in = ("policies_fulfilled",)
    takes_documents = True


class OfPolicy(Register):
    parent = "policy"
    search = ("policy__name",)


class PolicyApplicationRegister(OfPolicy):
    """申请, 镇审核, 批准, 公示: the approval makes the payment, on which 兑现 is written."""

    model = PolicyApplication
    columns = ("policy", "village", "subject_kind", "state")
    table = ApplicationTable
    related = ("policy__town", "village", "payment")
    filters = (
        Choice(
            "stage",
            "进度",
            PolicyApplication.Stage.choices,
            lambda rows, value, on: rows.at(value, on),
            main=True,
        ),
        "subject_kind",
    )
    form = ApplicationForm
    fields = ("subject_kind", "subject_code", "applied_on")
    facts = ("policy", *fields, "village", "reviewed_on", "approved_on", "published_on", *REFUSED, "payment")
    actions = (
        Action("review", "镇审核", ("reviewed_on",), PolicyApplication.awaits_review),
        Action("approve", "批准", ("approved_on",), PolicyApplication.awaits_approval, form=ApproveForm),
        Action("publish", "公示", ("published_on",), PolicyApplication.awaits_publication),
        Action("refuse", "不予批准", REFUSED, PolicyApplication.is_open, REFUSED),
        Action(
            "unapprove",
            "撤销批准",
            (),
            PolicyApplication.may_lose_approval,
            clears=("approved_on", "published_on", "payment"),
            asks_reason=True,
        ),
        Action(
            "unpublish",
            "撤销公示",
            (),
            PolicyApplication.may_lose_publication,
            clears=("published_on",),
            asks_reason=True,
        ),
        Action(
            "unreview", "撤销审核", (), PolicyApplication.awaits_approval, clears=("reviewed_on",), asks_reason=True
        ),
        Action("reconsider", "撤销不予批准", (), was_refused, clears=REFUSED, asks_reason=True),
    )
    takes_documents = True
    nothing_yet = "还没有政策申请。在“政策找人”里点“登记申请”，或打开一项政策的页面登记。"


class PaymentRegister(OfPolicy):
    model = PolicyPayment
    columns = ("policy", "subject_kind", "amount", "paid_on", "state")
    table = PaymentTable
    related = ("policy__town",)
    filters = (
        Choice(
            "progress",
            "进度",
            (("unpaid", "到期未兑现"), ("awaited", "未到期"), ("paid", "已兑现")),
            lambda rows, value, on: getattr(rows, value)(on),
            main=True,
        ),
        "subject_kind",
    )
    form = PaymentForm
    fields = ("subject_kind", "subject_code", "due_on", "amount")
    facts = ("policy", *fields, "paid_on")
    actions = date_action("pay", "兑现", "paid_on", fields=("amount",))
    counted_in = ("policies_fulfilled",)
    nothing_yet = "还没有政策兑现。打开一项政策的页面，在“政策兑现”处登记。"
