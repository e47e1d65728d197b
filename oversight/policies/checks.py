"""What is odd about policies and applications. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from oversight.models import SUBJECT_KEYS, Policy, PolicyApplication

contribute(CHECKS, PolicyApplication)(day_ahead("applied_on"))


@contribute(CHECKS, Policy, code="policy-without-numbers")
def without_its_numbers(policy: Policy, on: date) -> Iterator[str]:
    if policy.criterion and "months" in policy.criterion.asks and policy.months is None:
        yield "没有填满几个月，找人时不限时间长短"
    if policy.criterion and not policy.window_until:
        yield "没有填申报截止日期"


@contribute(CHECKS, PolicyApplication, code="application-outside-window")
def applied_outside_the_window(application: PolicyApplication, on: date) -> Iterator[str]:
    policy = application.policy
    if policy.window_from and application.applied_on < policy.window_from:
        yield f"申请日期早于申报开始日期{policy.window_from}"
    if policy.window_until and application.applied_on > policy.window_until:
        yield f"申请日期晚于申报截止日期{policy.window_until}"


@contribute(CHECKS, PolicyApplication, code="applicant-unlikely", reads=("policy", "subject_code", "applied_on"))
def not_whom_it_is_for(application: PolicyApplication, on: date) -> Iterator[str]:
    """By what the registers say of the day on which it was handed in."""
    policy = application.policy
    if policy.criterion and application.subject_code:
        model = policy.criterion.model
        subject = model.objects.filter(**{SUBJECT_KEYS[model]: application.subject_code}).first()
        if subject is None or not policy.qualifying(application.applied_on, only=subject.pk).exists():
            yield f"按登记的情况，申请时不属于“{policy.get_eligibility_display()}”，请核对"
