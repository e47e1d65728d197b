"""The register, the work and the cases of its people, and the services they got, as rows."""

from datetime import date, timedelta

from fictional.story import texts
from fictional.story.employers import COUNTY, OTHER_COUNTY, OTHER_PROVINCE, Employer
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
        town.book.add(
            HouseholdSheet,
            code=home.code,
            head_name=home.head.name,
            village=home.village,
            kind=home.kind,
            monitoring=home.monitoring,
            identified_on=home.identified,
            risk_removed_on=home.removed,
            unstable_since=home.unstable,
            site=home.site,
        )
    for person in town.people:
        _person(town, person)


def _person(town: Town, person: Resident) -> None:
    town.book.add(
        PersonSheet,
        id_number=person.id_number,
        name=person.name,
        village=person.village,
        household=person.household.code if person.household else None,
        relation_to_head=person.relation,
        education=person.education,
        schooling=person.schooling,
        health=person.health,
        capacity=person.capacity,
        phone=person.phone,
        joined_on=person.joined,
        left_on=person.left,
        leaving_reason=person.leaving_reason,
    )


def work(town: Town) -> None:
    for person in town.people:
        for job in sorted(person.jobs, key=lambda job: job.started):
            town.book.add(
                EmploymentSheet,
                person=person.id_number,
                started_on=job.started,
                employer=job.employer,
                ended_on=job.ended,
                channel=job.channel,
                workplace=job.place,
                post=job.post,
                monthly_wage=job.wage,
                workshop=job.workshop,
                export=job.export,
            )


def public_benefit_posts(town: Town) -> None:
    for post in town.posts:
        town.book.add(
            PublicBenefitPostSheet,
            code=post.code,
            village=post.person.village,
            kind=post.kind,
            employer=committee(post.person.village),
            person=post.person.id_number,
            contract_started_on=post.started,
            contract_ended_on=post.ended,
            monthly_allowance=post.allowance,
        )


def cases(town: Town) -> None:
    for person in town.people:
        for case in person.cases:
            town.book.add(
                JobSeekingCaseSheet,
                person=person.id_number,
                registered_on=case.registered,
                willing=case.willing,
                reason=case.reason,
                ended_on=case.ended,
                end_reason=case.end_reason,
            )
            _services(town, person, case)


def _services(town: Town, person: Resident, case: Case) -> None:
    """3·1·1 between registration and the end of the case, the recommendations each to another employer."""
    last = min(case.ended or town.days.today, case.registered + timedelta(days=28))
    recommendations, guidances, trainings = SERVED[case.served]
    for employer in town.random.sample(WANTED, recommendations):
        _recommend(town, person, employer, random_day(town.random, case.registered, last))
    for kind, number in ((Kind.GUIDANCE, guidances), (Kind.TRAINING, trainings)):
        if number:
            _serve(town, person, random_day(town.random, case.registered, last), kind=kind)
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
