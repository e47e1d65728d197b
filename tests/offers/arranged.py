"""For each offer a fact that offers, made in the small town, and what its form still asks for."""

from datetime import date

from core.records import Record
from fictional.one_of_everything import OWN, TODAY, add_export, add_recruitment
from labor.models import Employment, ExportParticipant, Household, PublicBenefitPost
from oversight.models import PolicyPayment
from platforms.models import Candidate
from training.models import Enrolment, ReturnedBusiness, TrainingClass

STARTED, ENDED = date(2023, 4, 10), date(2023, 4, 20)


def post(town, **more) -> Record:
    no_jobs(town)
    fields = {"contract_started_on": date(2023, 1, 1), "contract_ended_on": date(2023, 12, 31), **more}
    return PublicBenefitPost.objects.create(
        person=town.person, code="GY1", village_id=OWN, kind="保洁", employer="村委会", monthly_allowance=800, **fields
    )


def job(town, **more) -> Record:
    fields = {"started_on": date(2023, 1, 1), "employer": "村委会", "channel": "public_benefit", **more}
    return Employment.objects.create(person=town.person, workplace="本村", **fields)


def candidate(town, **more) -> Candidate:
    no_jobs(town)
    row = add_recruitment(town.person)
    for name, value in {"event": None, **more}.items():
        setattr(row, name, value)
    row.save()
    return row


def no_jobs(town) -> None:
    town.person.employments.update(ended_on=date(2022, 6, 1))


def ended_post(town) -> Record:
    post(town, contract_ended_on=ENDED)
    return job(town)


def business(town) -> Record:
    no_jobs(town)
    return ReturnedBusiness.objects.create(
        name="石家米粉店", village_id=OWN, person=town.person, opened_on=STARTED, jobs=3, jobs_out_of_poverty=1
    )


def stopped_workshop(town) -> Record:
    town.workshop.employments.exclude(person=town.person).delete()
    town.workshop.stopped_on = ENDED
    town.workshop.save()
    return town.person.employments.get()


def unnamed_workshop(town) -> Record:
    row = town.person.employments.get()
    row.workshop = None
    row.channel = "county"
    row.save()
    return row


def finished_class(town) -> Record:
    course = TrainingClass.objects.create(
        code="BJ9", town_id=town.profile.town, category="labor_transfer", trade="缝纫工", started_on=STARTED,
        ended_on=ENDED,
    )  # fmt: skip
    return Enrolment.objects.create(training_class=course, person=town.person, completed=True)


def at_event(town) -> Record:
    row = add_recruitment(town.person)
    assert row.event
    return row


def paid_member(town) -> Record:
    Household.objects.update(monitoring="unstable", identified_on=date(2022, 1, 1))
    return PolicyPayment.objects.create(
        policy=town.policy, subject_kind="person", subject_code=town.person.id_number.plain, amount=300, due_on=ENDED,
        paid_on=ENDED,
    )  # fmt: skip


def paid_policy(town) -> Record:
    PolicyPayment.objects.update(paid_on=ENDED)
    return town.policy


def too_few_participants(town) -> Record:
    export = add_export(town.person)
    export.participants = export.participants_out_of_poverty = 0
    export.save()
    return export


def participant(town) -> Record:
    no_jobs(town)
    return add_export(town.person).taking_part.get()


def placed(town) -> Record:
    export = add_export(town.person)
    ExportParticipant.objects.all().delete()
    return job(town, export=export, channel="other_province", started_on=date(2023, 2, 9))


#: What makes the fact, and what the form asks that no fact tells.
SOURCES = {
    "post-job": (post, {}),
    "workshop-worker": (unnamed_workshop, {}),
    "candidate-job": (lambda town: candidate(town, started_on=STARTED), {"channel": "county"}),
    "business-job": (business, {"monthly_wage": "3000"}),
    "participant-job": (participant, {"employer": "东莞某厂", "started_on": "2023-02-10", "channel": "other_province"}),
    "post-ended": (ended_post, {}),
    "workshop-stopped": (stopped_workshop, {}),
    "class-service": (finished_class, {}),
    "recommendation-service": (lambda town: candidate(town, recommended_on=STARTED), {}),
    "event-service": (at_event, {}),
    "payment-help": (paid_member, {}),
    "payment-policy": (paid_policy, {}),
    "export-number": (too_few_participants, {}),
    "job-participant": (placed, {"point_to_point": "True"}),
}
__all__ = ["SOURCES", "TODAY"]
