"""What the town answers for: the plan and its working group, base figures, policies, supervision tasks, problems."""

from oversight.organisation.models import OrganisationDocument
from oversight.policies.models import (
    KINDS,
    SUBJECT_KEYS,
    SUBJECTS,
    Policy,
    PolicyApplication,
    PolicyPayment,
    first_due,
    last_due,
    named_as,
)
from oversight.responsibility.models import Responsible
from oversight.supervision.models import Problem, SupervisionTask, TaskReply
from oversight.workforce.models import Baseline

__all__ = [
    "KINDS",
    "SUBJECTS",
    "SUBJECT_KEYS",
    "Baseline",
    "OrganisationDocument",
    "Policy",
    "PolicyApplication",
    "PolicyPayment",
    "Problem",
    "Responsible",
    "SupervisionTask",
    "TaskReply",
    "first_due",
    "last_due",
    "named_as",
]
