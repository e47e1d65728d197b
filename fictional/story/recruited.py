"""Recruitment for the industrial zone, which the ledger does not know: employers, a fair, and who applied."""

from datetime import date, timedelta
from itertools import cycle

from core.periods import year_end
from fictional.places import TOWN, TOWN_NAME
from labor.models import Employer, Employment, JobSeekingCase
from platforms.models import Candidate, EventEmployer, RecruitmentEvent, RecruitmentTask, Vacancy
from platforms.recruitment.models import STAGES

HEADCOUNT = 30
FAIR_AGO = timedelta(days=20)
#: So many of those who began to work at an enterprise in a year came by its vacancies.
FILLED = 12
PHONE = "15490{:06}"


def recruit(today: date) -> None:
    """What the demo town knows of its recruitment on the day `today`."""
    for year in (today.year - 1, today.year):
        RecruitmentTask.objects.create(year=year, town_id=TOWN, headcount=HEADCOUNT, due_on=year_end(date(year, 1, 1)))
    employers = _list_employers()
    fair = RecruitmentEvent.objects.create(
        town_id=TOWN, name="产业开发区企业专场招聘会", held_on=today - FAIR_AGO, kind="fair",
        place=f"{TOWN_NAME}政府广场", reached=186,
    )  # fmt: skip
    for number, employer in enumerate(employers[:4]):
        EventEmployer.objects.create(event=fair, employer=employer, posts=5 + 5 * number, agreed=2 + number)
    _fill(today)
    _apply(fair, today)


def _list_employers() -> list[Employer]:
    named = Vacancy.objects.order_by("-in_industrial_zone", "employer")
    offered = dict(named.values_list("employer", "in_industrial_zone"))
    kinds = {True: Employer.Kind.ZONE, False: Employer.Kind.OTHER}
    return [
        Employer.objects.create(
            town_id=TOWN,
            name=name,
            kind=kinds[zone],
            contact="招聘专员",
            phone=PHONE.format(number),
        )
        for number, (name, zone) in enumerate(offered.items())
    ]


def _fill(today: date) -> None:
    """Who began to work at an enterprise of the zone came by the last vacancy that it had published before."""
    zone = Vacancy.objects.filter(in_industrial_zone=True).order_by("-published_on")
    for year in (today.year - 1, today.year):
        begun = Employment.objects.filter(employer__in=zone.values("employer"), started_on__year=year)
        for job in begun.order_by("person", "started_on")[:FILLED]:
            if vacancy := zone.filter(employer=job.employer, published_on__lte=job.started_on).first():
                days = {"applied_on": vacancy.published_on} | {stage.field: job.started_on for stage in STAGES}
                Candidate.objects.get_or_create(vacancy=vacancy, person_id=job.person_id, defaults=days)


def _apply(fair: RecruitmentEvent, today: date) -> None:
    """Some of those who look for work applied at the fair, and have come so far and so far."""
    vacancies = Vacancy.objects.open(today).filter(in_industrial_zone=True, published_on__lte=fair.held_on)
    cases = JobSeekingCase.objects.open(today).filter(willing=True).order_by("registered_on", "pk")
    for number, (case, vacancy) in enumerate(zip(cases[:8], cycle(vacancies), strict=False)):
        taken = STAGES[: number % 5]
        days = {stage.field: fair.held_on + timedelta(days=4 * place) for place, stage in enumerate(taken, start=1)}
        Candidate.objects.get_or_create(
            vacancy=vacancy, person=case.person, defaults={"event": fair, "applied_on": fair.held_on, **days}
        )
