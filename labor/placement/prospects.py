"""Jobs that somebody may have taken up, with what is known of each; each app contributes those that it knows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, NamedTuple

from django.forms import model_to_dict

from core.contributions import Slot, contribute
from labor.models import Employment, Person

#: Of one kind so many are offered, the likeliest first.
OFFERED = 4


@dataclass(frozen=True)
class Prospect:
    """A job that may have begun. `known` fills in the form, without a first day: that is asked, never assumed."""

    key: str
    kind: str
    employer: str
    told: str
    known: Mapping[str, Any] = field(hash=False)


class Finder(NamedTuple):
    """Finds what is offered when a job is entered."""

    find: Callable[[Person], Iterable[Prospect]]


PROSPECTS = Slot(FunctionType, Finder)


def prospects_of(person: Person) -> list[Prospect]:
    """What is offered for `person`, an employer once a kind."""
    return [prospect for finder in PROSPECTS for prospect in _first_of_each(finder.find(person))]


def _first_of_each(found: Iterable[Prospect]) -> list[Prospect]:
    by_employer: dict[str, Prospect] = {}
    for prospect in found:
        by_employer.setdefault(prospect.employer, prospect)
        if len(by_employer) == OFFERED:
            break
    return list(by_employer.values())


#: What somebody who comes back finds again.
SAME = ("channel", "workshop", "employer", "workplace", "post", "industry", "monthly_wage")


@contribute(PROSPECTS)
def _former(person: Person) -> Iterable[Prospect]:
    for job in person.employments.exclude(ended_on=None).order_by("-started_on", "-pk"):
        told = "，".join(filter(None, (job.post, job.place, f"{job.started_on} 至 {job.ended_on}")))
        yield Prospect(f"job-{job.pk}", "回原单位", job.employer, told, _of(job))


def _of(job: Employment) -> dict[str, Any]:
    return model_to_dict(job, SAME)
