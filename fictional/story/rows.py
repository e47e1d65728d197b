"""The register, the work and the cases of its people, and the services they got, as rows."""

from datetime import date, timedelta

from fictional import texts
from fictional.employers import COUNTY, OTHER_COUNTY, OTHER_PROVINCE, Employer
from fictional.story.people import Case, Resident, random_day
from fictional.story.town import Town, committee
from labor.models import JobSeekingCase
from ledger.sheets.labor import (
    EmploymentSheet,
    HouseholdSheet,
    JobSeekingCaseSheet,
    PersonSheet,
    PublicBenefitPostSheet,
)
from ledger.sheets.platforms import ServiceSheet
from platforms.models import Service

EndReason, Kind = JobSeekingCase.EndReason, Service.Kind

#: How many recommendations, guidances and offers of training.
SERVED = {"full": (3, 1, 1), "most": (2, 1, 0), "some": (1, 0, 0), "none": (0, 0, 0)}
WANTED = (*OTHER_PROVINCE, *OTHER_COUNTY, *COUNTY)


def register(town: Town) -> None:
    for home in town.homes:
        town.book.add(HouseholdSheet, home)
    for person in town.people:
        town.book.add(PersonSheet, person, household=person.household.code if person.household else None)


def work(town: Town) -> None:
    for person in town.people:
        for job in sorted(person.jobs, key=lambda job: job.started_on):
            town.book.add(EmploymentSheet, job, person=person.id_number)


def public_benefit_posts(town: Town) -> None:
    for post in town.posts:
        village = post.person.village
        whose = {"person": post.person.id_number, "village": village, "employer": committee(village)}
        town.book.add(PublicBenefitPostSheet, post, **whose)


def cases(town: Town) -> None:
    for person in town.people:
        for case in person.cases:
            town.book.add(JobSeekingCaseSheet, case, person=person.id_number)
            _services(town, person, case)


def _services(town: Town, person: Resident, case: Case) -> None:
    """3·1·1 between registration and the end of the case, the recommendations each to another employer."""
    last = min(case.ended_on or town.days.today, case.registered_on + timedelta(days=28))
    recommendations, guidances, trainings = SERVED[case.served]
    for employer in town.random.sample(WANTED, recommendations):
        _recommend(town, person, employer, random_day(town.random, case.registered_on, last))
    for kind, number in ((Kind.GUIDANCE, guidances), (Kind.TRAINING, trainings)):
        if number:
            _serve(town, person, random_day(town.random, case.registered_on, last), kind=kind)
    if case.completed:
        _recommend(town, person, town.random.choice(COUNTY), case.completed)
        _serve(town, person, case.completed, kind=Kind.TRAINING)


def _recommend(town: Town, person: Resident, employer: Employer, day: date) -> None:
    post = town.random.choice(employer.posts)
    _serve(town, person, day, kind=Kind.RECOMMENDATION, employer=employer.name, post=post)


def _serve(town: Town, person: Resident, day: date, **service: str) -> None:
    channel, officer = town.random.choice(texts.CHANNELS), town.clerk(person.village)
    town.book.add(ServiceSheet, person=person.id_number, served_on=day, channel=channel, officer=officer, **service)


def further_services(town: Town) -> None:
    """Recommendations to people at work too: the village's platform passes on what it hears of."""
    today = town.days.today
    for person in town.random.sample(town.people, town.scaled(160)):
        if person.able(today) and not person.cases:
            day = random_day(town.random, town.days.start, town.days.ago(1))
            _recommend(town, person, town.random.choice(WANTED), day)
