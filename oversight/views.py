"""The pages of policies and supervision tasks."""

from core.views import RegisterDetailView
from oversight.models import Policy, SupervisionTask


class PolicyView(RegisterDetailView):
    model = Policy
    related = ("town",)
    facts = ("code", "town", "year", "due_on", "done_on")


class TaskView(RegisterDetailView):
    model = SupervisionTask
    related = ("town",)
    facts = ("code", "town", "source", "responsible", "assigned_on", "due_on", "completed_on")
