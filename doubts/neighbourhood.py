"""What has to be read so that rules find of one record what they would find of it among everything."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from core.doubts import Table
from core.doubts.places import SITES
from core.models import Division
from core.records import Record
from core.scoping import inside
from labor.employment.facts import CASES, JOBS
from labor.models import (
    Employment,
    Household,
    JobSeekingCase,
    LaborExport,
    Person,
    PublicBenefitPost,
    SpotCheck,
    Verification,
)
from labor.people.facts import HOUSEHOLDS, PEOPLE
from labor.placement.doubts import EXPORTS
from labor.posts.facts import CONTRACTS
from labor.verification.facts import SPOT_CHECKS, VERIFICATIONS
from oversight.facts import BASELINES, PAYMENTS, POLICIES
from oversight.models import Baseline, PolicyPayment
from platforms.facts import HELPS, SERVICES, STAFF
from platforms.models import HouseholdHelp, Platform, Service, StaffMember
from training.facts import CLASSES, ENROLMENTS
from training.models import Enrolment, TrainingClass
from workshops.facts import INSPECTIONS, WORKSHOPS
from workshops.models import Inspection, Workshop

#: Rows that a rule reads beside a record, a condition a table; what is not named is not read.
Near = Mapping[Table[Any], Q]
TOWN = Division.Level.TOWN
#: Tables of what is known about people.
ABOUT_PEOPLE = (JOBS, CASES, VERIFICATIONS, SPOT_CHECKS, SERVICES, ENROLMENTS, CONTRACTS)


def near(record: Record) -> Near:
    """What is near the record, as it is stored or typed."""
    return NEAR[type(record)](record)


def _people(which: Q, own: Q) -> dict[Table[Any], Q]:
    """People with their households, and what is known about those of them who are meant themselves."""
    found, meant = Person.objects.filter(which).order_by(), Person.objects.filter(own).order_by()
    enrolled = Enrolment.objects.filter(person__in=meant.values("pk")).order_by()
    return {
        PEOPLE: which,
        HOUSEHOLDS: Q(pk__in=found.values("household_id")),
        CLASSES: Q(pk__in=enrolled.values("training_class_id")),
        **{table: Q(person__in=meant.values("pk")) for table in ABOUT_PEOPLE},
    }


def _with_exports(which: Q, own: Q, exports: Q) -> dict[Table[Any], Q]:
    """The same, and all who work by these labor exports: a rule counts them."""
    known = Q(export__in=LaborExport.objects.filter(exports).order_by().values("pk"))
    workers = Q(pk__in=Employment.objects.filter(known).order_by().values("person_id"))
    near_by = _people(which | workers, own)
    return near_by | {JOBS: near_by[JOBS] | known, EXPORTS: exports}


def _exports_of(people: Q) -> Q:
    """The labor exports by which these people came to work."""
    jobs = Employment.objects.filter(person__in=Person.objects.filter(people).order_by().values("pk"))
    return Q(pk__in=jobs.filter(export__isnull=False).order_by().values("export_id"))


def _owed(code: Any) -> dict[Table[Any], Q]:
    """What policies owe and pay to whom the number means."""
    owed = PolicyPayment.objects.filter(subject_code=code).order_by()
    return {PAYMENTS: Q(subject_code=code), POLICIES: Q(pk__in=owed.values("policy_id"))}


def _of(person_id: Any) -> dict[Table[Any], Q]:
    return _people(Q(pk=person_id), Q(pk=person_id))


def _same_town(village: str) -> Q:
    return inside("village_id", village[:TOWN])


def _near_person(person: Person) -> Near:
    own = Q(pk=person.pk)
    namesakes = Q(name=person.name, birth_date=person.birth_date, village_id=person.village_id)
    housemates = Q(household_id=person.household_id) if person.household_id else own
    reachable_there = Q(phone=person.phone) if person.phone else own
    near_by = _with_exports(own | namesakes | housemates | reachable_there, own, _exports_of(own))
    return {
        **near_by,
        HOUSEHOLDS: near_by[HOUSEHOLDS] | Q(pk=person.household_id),
        WORKSHOPS: _same_town(person.village_id) | Q(pk__in=_workplaces(Q(person=person.pk))),
        **_owed(person.id_number),
    }


def _workplaces(jobs: Q) -> Any:
    return Employment.objects.filter(jobs, workshop__isnull=False).order_by().values("workshop_id")


def _near_household(household: Household) -> Near:
    own = Q(household=household.pk)
    helps = {HELPS: Q(household=household.pk), SITES: Q(pk=household.site_id)}
    return {**_with_exports(own, own, _exports_of(own)), **helps, **_owed(household.code)}


def _near_job(job: Employment) -> Near:
    own = Q(pk=job.person_id)
    workplaces = Q(pk=job.workshop_id) | Q(pk__in=_workplaces(Q(person=job.person_id)))
    near_by = _with_exports(own, own, Q(pk=job.export_id)) if job.export_id else _people(own, own)
    return {**near_by, WORKSHOPS: workplaces | _same_town(job.person.village_id)}


def _near_workshop(workshop: Workshop) -> Near:
    here = inside("person__village_id", workshop.village_id[:TOWN])
    jobs = Employment.objects.filter(Q(workshop=workshop.pk) | (Q(employer=workshop.name) & here))
    workers = Q(pk__in=jobs.order_by().values("person_id"))
    return {
        **_people(workers, workers),
        WORKSHOPS: _same_town(workshop.village_id),
        SITES: Q(pk=workshop.site_id),
        INSPECTIONS: Q(workshop=workshop.pk),
        **_owed(workshop.code),
    }


def _near_export(export: LaborExport) -> Near:
    return _with_exports(Q(pk__in=()), Q(pk__in=()), Q(pk=export.pk))


def _near_class(course: TrainingClass) -> Near:
    enrolled = Q(pk__in=Enrolment.objects.filter(training_class=course.pk).order_by().values("person_id"))
    return _people(enrolled, enrolled)


def _near_enrolment(enrolment: Enrolment) -> Near:
    near_by = _of(enrolment.person_id)
    return near_by | {CLASSES: near_by[CLASSES] | Q(pk=enrolment.training_class_id)}


def _near_payment(payment: PolicyPayment) -> Near:
    code = getattr(payment.subject_code, "plain", payment.subject_code)
    owed = _owed(code)
    subject = {PEOPLE: Q(id_number=code), HOUSEHOLDS: Q(code=code), WORKSHOPS: Q(code=code)}
    return {**subject, **owed, POLICIES: owed[POLICIES] | Q(pk=payment.policy_id)}


def _near_staff(member: StaffMember) -> Near:
    return {STAFF: Q(name=member.name) & _same_town(member.village_id)}


NEAR: Mapping[type[Record], Callable[[Any], Near]] = {
    Person: _near_person,
    Household: _near_household,
    Employment: _near_job,
    JobSeekingCase: lambda case: _of(case.person_id),
    Verification: lambda each: _of(each.person_id),
    SpotCheck: lambda each: _of(each.person_id),
    Service: lambda service: _of(service.person_id),
    PublicBenefitPost: lambda post: _of(post.person_id),
    Workshop: _near_workshop,
    Inspection: lambda each: {WORKSHOPS: Q(pk=each.workshop_id)},
    HouseholdHelp: lambda each: {HOUSEHOLDS: Q(pk=each.household_id)},
    LaborExport: _near_export,
    TrainingClass: _near_class,
    Enrolment: _near_enrolment,
    PolicyPayment: _near_payment,
    Platform: lambda platform: {},
    StaffMember: _near_staff,
    Baseline: lambda base: {BASELINES: Q(town=base.town_id, year=base.year)},
}
