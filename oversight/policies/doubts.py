"""What is doubtful about what policies owe and pay."""

from collections.abc import Callable, Iterator
from typing import Any

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.doubt import values
from core.doubts.snapshot import grouped
from labor.people.facts import HOUSEHOLDS, PEOPLE, PersonRow
from oversight.facts import PAYMENTS, POLICIES, PaymentRow
from workshops.facts import WORKSHOPS, WorkshopRow


@contribute(DOUBTS, "payment-after-leaving")
def owed_to_who_left(facts: Snapshot) -> Iterator[Doubt]:
    for payment in _of_this_year(facts):
        subject = subjects(facts).get(payment.subject_code.plain)
        left_on = _left_on(subject)
        if left_on is not None and left_on <= payment.due_on:
            key = f"{_policy(facts, payment)}@{payment.due_on}"
            yield Doubt(payment.subject_code.plain, key, subject.village_id, values(退出日期=left_on))


def _left_on(subject: Any) -> Any:
    """When a person left or a workshop was withdrawn; a household never leaves."""
    if isinstance(subject, PersonRow):
        return subject.left_on
    return subject.withdrawn_on if isinstance(subject, WorkshopRow) else None


@contribute(DOUBTS, "payment-twice")
def paid_twice_in_a_month(facts: Snapshot) -> Iterator[Doubt]:
    paid = [each for each in _of_this_year(facts) if each.paid_on is not None]
    for (policy, code, month), payments in grouped(paid, _month_of(facts)).items():
        if len(payments) > 1 and (subject := subjects(facts).get(code)):
            yield Doubt(code, f"{policy}@{month}", subject.village_id, values(笔数=len(payments)))


def _month_of(facts: Snapshot) -> Callable[[PaymentRow], tuple[str, str, str]]:
    return lambda each: (_policy(facts, each), each.subject_code.plain, f"{each.due_on:%Y-%m}")


def _of_this_year(facts: Snapshot) -> Iterator[PaymentRow]:
    """What is due in the year, on the days to come too."""
    return (each for each in facts.rows(PAYMENTS) if each.due_on.year == facts.on.year)


def _policy(facts: Snapshot, payment: PaymentRow) -> str:
    return facts.by_key(POLICIES)[payment.policy_id].code


def subjects(facts: Snapshot) -> dict[str, Any]:
    """Whom a number means: somebody on the register before a household, and a household before a workshop."""
    return facts.once("subjects", lambda: _find_subjects(facts))


def _find_subjects(facts: Snapshot) -> dict[str, Any]:
    found: dict[str, Any] = {each.code: each for each in facts.rows(WORKSHOPS)}
    found |= {each.code: each for each in facts.rows(HOUSEHOLDS)}
    return found | {each.id_number.plain: each for each in facts.rows(PEOPLE)}
