"""What is doubtful about services to people."""

from collections.abc import Iterator

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.snapshot import grouped
from labor.employment.facts import CASES
from labor.people.facts import PEOPLE
from platforms.facts import SERVICES
from platforms.models import Service


@contribute(DOUBTS, "service-without-case")
def served_and_never_registered(facts: Snapshot) -> Iterator[Doubt]:
    willing = {case.person_id for case in facts.rows(CASES) if case.willing}
    for person, services in facts.families(SERVICES, "person_id", PEOPLE):
        number = sum(facts.this_year(service.served_on) for service in services)
        if number and person.pk not in willing:
            yield person.doubt(次数=number)


@contribute(DOUBTS, "recommended-again")
def recommended_before(facts: Snapshot) -> Iterator[Doubt]:
    people = facts.by_key(PEOPLE)
    recommended = [each for each in facts.rows(SERVICES) if each.kind == Service.Kind.RECOMMENDATION and each.employer]
    for same in grouped(recommended, lambda each: (each.person_id, each.employer, each.post)).values():
        for service in same:
            earlier = [each.served_on for each in same if each.served_on < service.served_on]
            if earlier and facts.this_year(service.served_on) and service.person_id in people:
                found = {"推荐单位": service.employer, "推荐岗位": service.post, "上次日期": max(earlier)}
                yield people[service.person_id].doubt(service.key, **found)
