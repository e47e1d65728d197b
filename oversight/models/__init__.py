"""What the town answers for: the plan and its working group, base figures, policies, supervision tasks, problems."""

from oversight.models.applications import PolicyApplication
from oversight.models.organisation import Baseline, OrganisationDocument
from oversight.models.policies import SUBJECT_KEYS, SUBJECTS, Policy, PolicyPayment, first_due
from oversight.models.supervision import Problem, SupervisionTask, TaskReply

__all__ = [
    "SUBJECTS",
    "SUBJECT_KEYS",
    "Baseline",
    "OrganisationDocument",
    "Policy",
    "PolicyApplication",
    "PolicyPayment",
    "Problem",
    "SupervisionTask",
    "TaskReply",
    "first_due",
]
