"""Whom a policy is for, as data: a name on the policy, and what the name means in the domain's words.

The numbers, such as how many months somebody has to have worked, are the policy's; see ADR 0021 for the readings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from core.periods import year_end, years_before
from core.records import Record
from labor.models import Employment, Household, Person, PublicBenefitPost
from labor.people import conditions
from workshops.models import Workshop

Channel = Employment.Channel


class Eligibility(models.TextChoices):
    """Criteria by name; what each means stands in `criteria`."""

    OTHER_PROVINCE = "other_province", "跨省务工的脱贫人口和监测对象"
    EXPORTED = "exported", "参加有组织劳务输出的脱贫人口和监测对象"
    WORKSHOP_WORKER = "workshop_worker", "在帮扶车间就业的脱贫人口和监测对象"
    OWN_BUSINESS = "own_business", "自主创业的脱贫人口和监测对象"
    PUBLIC_BENEFIT = "public_benefit", "在岗的乡村公益性岗位人员"
    STUDENT = "student", "在读中高职的脱贫户和监测户学生"
    HOUSEHOLD = "household", "脱贫户和监测户"
    WORKSHOP = "workshop", "吸纳脱贫人口就业的帮扶车间"


@dataclass(frozen=True)
class Terms:
    """The numbers of a policy, and the days of its year up to the one that is looked from.

    `only` is the key of the one record that is asked about, so that nobody else's facts are read.
    """

    since: date
    on: date
    months: int = 0
    age_from: int | None = None
    age_until: int | None = None
    people: int = 0
    only: Any = None


Find = Callable[[Terms], Any]


@dataclass(frozen=True)
class Criterion:
    """What a name means: rows of `model`, and the numbers of a policy that it asks for."""

    model: type[Record]
    find: Find
    asks: tuple[str, ...] = ()


def aided(terms: Terms) -> Any:
    """脱贫人口和监测对象 of the ages that the policy tells."""
    people = Person.objects.filter(conditions.aided(terms.on))
    if terms.age_from is not None:
        people = people.filter(birth_date__lte=years_before(terms.on, terms.age_from))
    if terms.age_until is not None:
        people = people.filter(birth_date__gt=years_before(terms.on, terms.age_until + 1))
    return people


def working(terms: Terms, **which: Any) -> Any:
    """Whoever has worked in such jobs as long as the policy wants, some of it in its year."""
    return Employment.objects.filter(**which).worked(terms.months, terms.since, terms.on)


def having(terms: Terms, people: Any, facts: Any) -> Any:
    """Those of `people` who have one of `facts`, which are read first: they are few beside people."""
    asked = facts if terms.only is None else facts.filter(person=terms.only)
    return people.filter(pk__in=asked.order_by().values("person"))


def working_in_another_province(terms: Terms) -> Any:
    return having(terms, aided(terms), working(terms, channel=Channel.OTHER_PROVINCE))


def taken_to_work(terms: Terms) -> Any:
    taken = {"export__isnull": False, "export__voided_at__isnull": True, "started_on__gte": terms.since}
    return having(terms, aided(terms), working(terms, **taken))


def working_in_a_workshop(terms: Terms) -> Any:
    return having(terms, aided(terms), working(terms, workshop__in=Workshop.objects.operating(terms.on)))


def running_a_business(terms: Terms) -> Any:
    return having(terms, aided(terms), working(terms, channel=Channel.OWN_BUSINESS))


def on_a_public_benefit_post(terms: Terms) -> Any:
    return having(terms, Person.objects.on_register(terms.on), PublicBenefitPost.objects.held(terms.on))


def at_a_vocational_school(terms: Terms) -> Any:
    return aided(terms).filter(
        Q(schooling__contains="中职") | Q(schooling__contains="高职") | Q(schooling__contains="技")
    )


def out_of_poverty_or_monitored(terms: Terms) -> Any:
    monitored = Q(Household.objects.monitored(terms.on).exists_for("pk"))
    return Household.objects.filter(Q(kind=Household.Kind.OUT_OF_POVERTY) | monitored)


def employing_people_out_of_poverty(terms: Terms) -> Any:
    """Operating, with at least so many people lifted out of poverty who have worked there long enough and still do."""
    there = Employment.objects.filter(workshop__isnull=False)
    there = there if terms.only is None else there.filter(workshop=terms.only)
    long_enough = there.worked(terms.months, terms.since, terms.on, by=("person", "workshop"))
    same = long_enough.filter(person=OuterRef("person"), workshop=OuterRef("workshop"))
    jobs = there.current(terms.on).filter(conditions.registered_out_of_poverty(terms.on, "person__"), Exists(same))
    counted = jobs.order_by().values("workshop").annotate(people=Count("person", distinct=True))
    enough = counted.filter(people__gte=max(terms.people, 1))
    return Workshop.objects.operating(terms.on).filter(pk__in=enough.values("workshop"))


criteria: dict[str, Criterion] = {
    Eligibility.OTHER_PROVINCE: Criterion(Person, working_in_another_province, ("months", "age_from", "age_until")),
    Eligibility.EXPORTED: Criterion(Person, taken_to_work, ("months", "age_from", "age_until")),
    Eligibility.WORKSHOP_WORKER: Criterion(Person, working_in_a_workshop, ("months", "age_from", "age_until")),
    Eligibility.OWN_BUSINESS: Criterion(Person, running_a_business, ("months", "age_from", "age_until")),
    Eligibility.PUBLIC_BENEFIT: Criterion(Person, on_a_public_benefit_post),
    Eligibility.STUDENT: Criterion(Person, at_a_vocational_school, ("age_from", "age_until")),
    Eligibility.HOUSEHOLD: Criterion(Household, out_of_poverty_or_monitored),
    Eligibility.WORKSHOP: Criterion(Workshop, employing_people_out_of_poverty, ("months", "people")),
}


def terms_of(policy: Any, on: date, only: Any) -> Terms:
    """The numbers of `policy` on the day `on`, or on the last day of its year where that is over."""
    numbers = {name: getattr(policy, name) for name in ("age_from", "age_until")}
    since = date(min(max(policy.year, 1), 9999), 1, 1)
    return Terms(since, min(on, year_end(since)), policy.months or 0, people=policy.people or 0, only=only, **numbers)
