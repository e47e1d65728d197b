"""Jobs that were recommended to somebody, or that they applied for."""

from collections.abc import Iterable
from typing import Any

from labor.models import Employment, Person
from labor.placement.prospects import Prospect, prospects
from platforms.models import Service, Vacancy


@prospects
def _recommended(person: Person) -> Iterable[Prospect]:
    """Applications first: they have come further than a word."""
    kind = "推荐过的岗位"
    for candidate in person.candidacies.filter(failed_on=None).select_related("vacancy").order_by("-applied_on"):
        told = f"{candidate.vacancy.title}，{candidate.vacancy.workplace}，{candidate.applied_on} 报名"
        known = known_of(candidate.vacancy)
        yield Prospect(f"candidate-{candidate.pk}", kind, candidate.vacancy.employer, told, known)
    for service in person.services.filter(kind=Service.Kind.RECOMMENDATION).exclude(employer="").order_by("-served_on"):
        told = "，".join(filter(None, (service.post, f"{service.served_on} 推荐")))
        yield Prospect(f"service-{service.pk}", kind, service.employer, told, _of(service))


def _of(service: Service) -> dict[str, Any]:
    """A recommendation names its vacancy by employer and post."""
    vacancies = Vacancy.objects.within(service.person.village.town_code)
    vacancy = vacancies.filter(employer=service.employer, title=service.post).order_by("-published_on").first()
    return known_of(vacancy) if vacancy else {"employer": service.employer, "post": service.post}


def known_of(vacancy: Vacancy) -> dict[str, Any]:
    """What a vacancy tells of the job that comes of it; the zone is in the county."""
    known = {
        "employer": vacancy.employer,
        "workplace": vacancy.workplace,
        "post": vacancy.title,
        "monthly_wage": vacancy.wage_min,
    }
    return {**known, "channel": Employment.Channel.COUNTY.value} if vacancy.in_industrial_zone else known
