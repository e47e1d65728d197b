"""Payments and base figures as rules for doubtful data read them."""

from datetime import date
from typing import Any, NamedTuple

from core.doubts import Table
from oversight.models import Baseline, Policy, PolicyPayment


class PolicyRow(NamedTuple):
    pk: int
    code: str


class PaymentRow(NamedTuple):
    pk: int
    policy_id: int
    subject_code: Any
    due_on: date
    paid_on: date | None


class BaselineRow(NamedTuple):
    pk: int
    year: int
    indicator: str
    town_id: str
    value: int


POLICIES = Table("政策落实", Policy, PolicyRow)
PAYMENTS = Table("政策兑现", PolicyPayment, PaymentRow, blank_ahead=("paid_on",))
BASELINES = Table("考核基数", Baseline, BaselineRow)
