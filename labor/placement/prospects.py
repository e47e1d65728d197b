"""Jobs that somebody may have taken up, with what is known of each; an app names those it knows in `prospects.py`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import model_to_dict

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


Find = Callable[[Person], Iterable[Prospect]]
_found_by: list[Find] = []


def prospects(find: Find) -> Find:
    """Have what `find` finds offered when a job is entered."""
    _found_by.append(find)
    return find


def prospects_of(person: Person) -> list[Prospect]:
    """What is offered for `person`, an employer once a kind."""
    return [prospect for find in _found_by for prospect in _first_of_each(find(person))]


def _first_of_each(found: Iterable[Prospect]) -> list[Prospect]:
    by_employer: dict[str, Prospect] = {}
    for prospect in found:
        by_employer.setdefault(prospect.employer, prospect)
        if len(by_employer) == OFFERED:
            break
    return list(by_employer.values())


#: What somebody who comes back finds again.
SAME = ("channel", "workshop", "employer", "workplace", "post", "industry", "monthly_wage")


@prospects
def _former(person: Person) -> Iterable[Prospect]:
    for job in person.employments.exclude(ended_on=None).order_by("-started_on", "-pk"):
        told = "，".join(filter(None, (job.post, job.place, f"{job.started_on} 至 {job.ended_on}")))
        yield Prospect(f"job-{job.pk}", "回原单位", job.employer, told, _of(job))


def _of(job: Employment) -> dict[str, Any]:
    return model_to_dict(job, SAME)
