"""What the town answers for: the plan and its working group, base figures, policies, supervision tasks, problems."""

from oversight.models.organisation import Baseline, OrganisationDocument
from oversight.models.policies import Policy, PolicyPayment, first_due
from oversight.models.supervision import Problem, SupervisionTask, TaskReply

__all__ = [
    "Baseline",
    "OrganisationDocument",
    "Policy",
    "PolicyPayment",
    "Problem",
    "SupervisionTask",
    "TaskReply",
    "first_due",
]
