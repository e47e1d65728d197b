"""三个清单: whom the town could send, where there are posts, and who works there (plan, 二（四） and 三（三）).

They are not kept: each is a question to the registers, so that it is never out of date.
"""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum

from core.audit.changes import IMPORTED
from core.models import Division
from core.records.conditions import not_yet
from core.scoping import in_town_of
from labor.employment.regions import Region, placed, with_region
from labor.models import Employment, ExportParticipant, FollowUp, JobSeekingCase, Person
from platforms.models import Service, Vacancy

Totals = list[tuple[str, int]]


# --- 输出地清单: people ---


def searches(on: date) -> Any:
    """Cases of people on the register who want to work, open on the day `on`."""
    return JobSeekingCase.objects.filter(registered_on__lte=on, willing=True).unended_by(on)


def to_send(on: date) -> Any:
    """Everybody who looks for work: without any, or in work and wishing for another."""
    return Person.objects.filter(not_yet("left_on", on), searches(on).exists_for("person"))


def with_searches(people: Any, on: date) -> Any:
    """Rows with the open cases, the newest first, in `searches`, and with the current jobs."""
    cases = Prefetch("job_seeking_cases", searches(on).order_by("-registered_on"), to_attr="searches")
    return people.select_related("village", "household").prefetch_related(cases).with_current_jobs(on)


def count_to_send(people: Any, on: date) -> Totals:
    """People, those of them without work, and those who would leave the county."""
    away = searches(on).filter(wished_area__in=(JobSeekingCase.Area.PROVINCE, JobSeekingCase.Area.OUTSIDE))
    without_work = ~Employment.objects.current(on).exists_for("person")
    numbers = {"人": None, "未就业": Q(without_work), "愿到县外": Q(away.exists_for("person"))}
    counted = people.order_by().aggregate(**{word: Count("pk", filter=only) for word, only in numbers.items()})
    return list(counted.items())


# --- 输入地清单: posts ---


def offered_elsewhere(on: date) -> Any:
    """Posts in receiving places."""
    return Vacancy.objects.in_receiving_places()


def with_people(vacancies: Any) -> Any:
    """Rows with how many people of the town each was recommended to, and how many began to work there since."""
    of_town = in_town_of("person__village", OuterRef("town"))
    recommended = Service.objects.filter(
        of_town, kind=Service.Kind.RECOMMENDATION, employer=OuterRef("employer"), post=OuterRef("title"),
        served_on__gte=OuterRef("published_on"),
    )  # fmt: skip
    hired = Employment.objects.filter(of_town, employer=OuterRef("employer"), started_on__gte=OuterRef("published_on"))
    coded = Division.objects.filter(code=OuterRef("workplace"))
    return vacancies.select_related("agreement").annotate(
        recommended=recommended.number_of("person", by="employer"),
        hired=hired.number_of("person", by="employer"),
        place_name=Subquery(coded.values("name")[:1]),
    )


def count_offered(vacancies: Any, on: date) -> Totals:
    numbers = vacancies.order_by().aggregate(
        posts=Count("pk"), people=Sum("headcount", default=0), employers=Count("employer", distinct=True)
    )
    return [("个岗位", numbers["posts"]), ("需求人数", numbers["people"]), ("用人单位", numbers["employers"])]


# --- 就业地清单: jobs ---


def placed_people(on: date) -> Any:
    """Jobs that the town sent somebody to, and all outside the county, begun by the day `on`."""
    return placed(Employment.objects.filter(started_on__lte=on))


def with_placing(jobs: Any) -> Any:
    """Rows with where they are, how the person came there, the calls that were made, and why the job ended."""
    taking_part = ExportParticipant.objects.filter(person=OuterRef("person"), export=OuterRef("export"))
    told = Employment.history.filter(id=OuterRef("pk"), ended_on=OuterRef("ended_on"))
    by_hand = told.exclude(history_change_reason=None).exclude(history_change_reason__startswith=IMPORTED)
    return (
        with_region(jobs)
        .select_related("person__village", "workplace_division", "export")
        .with_follow_ups()
        .annotate(
            point_to_point=Subquery(taking_part.values("point_to_point")[:1]),
            why_ended=Subquery(by_hand.order_by("history_id").values("history_change_reason")[:1]),
        )
    )


def count_placed(jobs: Any, on: date) -> Totals:
    """People: somebody with two jobs counts once."""
    numbers = jobs.order_by().aggregate(
        **{
            "人": _distinct(),
            "有组织输出": _distinct(export__isnull=False),
            "省外": _distinct(region=Region.OUTSIDE),
            "省内县外": _distinct(region=Region.PROVINCE),
        }
    )
    due = jobs.to_follow_up(on).order_by().aggregate(people=Count("person", distinct=True))
    return [*numbers.items(), ("该回访", due["people"])]


def _distinct(**only: Any) -> Count:
    return Count("person", distinct=True, filter=Q(**only) if only else None)


def never_followed_up(jobs: Any) -> Any:
    """Jobs about which no call has reached anybody."""
    return jobs.filter(~FollowUp.objects.reached().exists_for("employment"))
