"""When a job goes on, said once, as a condition on a job reached by any path, on any day."""

from typing import Any

from django.db.models import Q


def going_on(on: Any, job: str = "") -> Q:
    """A job that covers the day; its last day still counts."""
    still = Q(**{f"{job}ended_on__isnull": True}) | Q(**{f"{job}ended_on__gte": on})
    return still & Q(**{f"{job}started_on__lte": on})
