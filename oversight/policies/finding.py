"""政策找人: who a policy is for and has not applied, and the status of somebody under each policy of the year."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Q

from core.exists_query import RECORD, ExistsQuery
from core.models import Division
from core.states import State, Tone
from oversight.models import Policy, PolicyApplication, PolicyPayment, named_as
from oversight.policies.eligibility import Terms, criteria, terms_of


class Found(NamedTuple):
    """A policy, with how many qualify among those whom the user sees, and how many of them have not applied."""

    policy: Policy
    qualifying: int
    not_applied: int

    @property
    def applied(self) -> int:
        return self.qualifying - self.not_applied


def policies_for(user: Any) -> Any:
    """Policies that say whom they are for, in the towns where `user` has people: a clerk's village lies in one."""
    return Policy.objects.reaching(user).exclude(eligibility="")


def found_in(policy: Policy) -> str:
    """What the list of those whom a policy is for is called where ticks are kept."""
    return f"finding:{policy.pk}"


def found_under(policies: Any, user: Any, on: date) -> list[Found]:
    """Each of `policies` with its numbers; one query for all that are for the same kind of subject."""
    by_model: dict[Any, list[Policy]] = defaultdict(list)
    for policy in policies:
        by_model[policy.criterion.model].append(policy)
    numbers: dict[str, int] = {}
    for model, its in by_model.items():
        counts = {f"of_{each.pk}": _among(each.qualifying(on)) for each in its}
        counts |= {f"not_{each.pk}": _among(each.not_applied(on)) for each in its}
        numbers |= model.objects.visible_to(user).aggregate(
            **{name: Count("pk", filter=which) for name, which in counts.items()}
        )
    return [Found(each, numbers[f"of_{each.pk}"], numbers[f"not_{each.pk}"]) for each in policies]


def _among(rows: Any) -> Q:
    return Q(pk__in=rows.order_by().values("pk"))


@dataclass(frozen=True)
class PolicyStatus:
    """The status of somebody under a policy: it is for them or not, they applied, they were paid."""

    policy: Policy
    qualifies: bool
    application: PolicyApplication | None
    payment: PolicyPayment | None
    on: date

    @property
    def record(self) -> Any:
        """What tells of it."""
        return self.application or self.payment

    @property
    def may_apply(self) -> bool:
        return not self.record and self.policy.takes_applications(self.on)

    @property
    def state(self) -> State:
        return self.record.state(self.on) if self.record else State("符合条件，未申请", Tone.DUE)


def policy_statuses(subject: Any, on: date) -> list[PolicyStatus]:
    """The policies of the year and of the subject's town that it qualifies for or has something of; four queries."""
    town = subject.village_id[: Division.Level.TOWN]
    of_town = Policy.objects.everywhere("a town's policies are for its villages").filter(town=town, year=on.year)
    policies = [each for each in of_town if _is_for(each, subject)]
    if not policies:
        return []
    named = {"policy__in": policies, **named_as(subject)}
    applications = PolicyApplication.objects.everywhere("the subject's own").filter(**named)
    applied = {each.policy_id: each for each in applications.select_related("payment", "village")}
    payments = PolicyPayment.objects.everywhere("the subject's own").filter(**named)
    paid = {each.policy_id: each for each in payments.select_related("policy").order_by("due_on")}
    found = (
        PolicyStatus(each, qualifies, applied.get(each.pk), paid.get(each.pk), on)
        for each, qualifies in zip(policies, _qualifies(subject, policies, on), strict=True)
    )
    return [each for each in found if each.qualifies or each.record]


def _is_for(policy: Policy, subject: Any) -> bool:
    return policy.criterion is not None and policy.criterion.model is type(subject)


def _qualifies(subject: Any, policies: list[Policy], on: date) -> list[bool]:
    """Whether each of `policies` is for `subject`, which lives in their town; one query."""
    asked = tuple((each.eligibility, terms_of(each, on, RECORD)) for each in policies)
    return _exists_query(type(subject), asked).of(subject.pk)


@lru_cache(maxsize=64)
def _exists_query(model: Any, asked: tuple[tuple[str, Terms], ...]) -> ExistsQuery:
    return ExistsQuery.about(model, [criteria[name].find(terms).filter(pk=RECORD) for name, terms in asked])
