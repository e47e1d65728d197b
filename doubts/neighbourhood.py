"""What has to be read so that rules find of one record what they would find of it among everything.

The conditions name the record's values as parameters, so that each query is put together once for all records.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Q

from core.compiled import CompiledQuery, QueryParameter
from core.divisions import town_code
from core.doubts import Table
from core.doubts.places import SITES
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
#: Tables of what is known about people.
ABOUT_PEOPLE = (JOBS, CASES, VERIFICATIONS, SPOT_CHECKS, SERVICES, ENROLMENTS, CONTRACTS)


def value(path: str) -> QueryParameter:
    """Stands for this value of the record."""
    return QueryParameter(path)


OWN = value("pk")
NOBODY = Q(pk__in=())


@lru_cache
def _near(model: Any) -> Near:
    return NEAR[model]()


@lru_cache
def near_rows(model: Any, table: Table[Any], vendor: str) -> CompiledQuery | None:
    """The query of the table's rows near a record of the model, for this kind of database; None: there are none."""
    condition = _near(model).get(table)
    return None if condition is None else _compiled(table.stored().filter(condition))


@lru_cache
def near_changes(model: Any, table: Table[Any], vendor: str) -> CompiledQuery | None:
    """The query of the changes of such rows."""
    condition, changes = _near(model).get(table), table.changes
    if condition is None or changes is None:
        return None
    owners = table.model.objects.filter(condition | Q(pk=OWN) if issubclass(model, table.model) else condition)
    return _compiled(table.changed().filter(**{f"{changes.about}__in": owners.order_by().values("pk")}))


def _compiled(rows: Any) -> CompiledQuery | None:
    try:
        return CompiledQuery.of(rows)
    except EmptyResultSet:
        return None


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


def _owed(code: QueryParameter) -> dict[Table[Any], Q]:
    """What policies owe and pay to whom the number means."""
    owed = PolicyPayment.objects.filter(subject_code=code).order_by()
    return {PAYMENTS: Q(subject_code=code), POLICIES: Q(pk__in=owed.values("policy_id"))}


def _of_person(*tables: Table[Any]) -> Near:
    """The person whom the record is about, and what these tables know of that person."""
    person = value("person_id")
    return {PEOPLE: Q(pk=person), **{table: Q(person=person) for table in tables}}


def _town_at(path: str) -> Any:
    """The town of the village at this path."""
    return value(path).derived(town_code)


def _same_town(path: str = "village_id") -> Q:
    return inside("village_id", _town_at(path))


def _near_person() -> Near:
    own = Q(pk=OWN)
    namesakes = Q(name=value("name"), birth_date=value("birth_date"), village_id=value("village_id"))
    housemates = Q(household_id=value("household_id"))
    reachable_there = Q(phone=value("phone")) & ~Q(phone="")
    near_by = _with_exports(own | namesakes | housemates | reachable_there, own, _exports_of(own))
    return {
        **near_by,
        HOUSEHOLDS: near_by[HOUSEHOLDS] | Q(pk=value("household_id")),
        WORKSHOPS: _same_town() | Q(pk__in=_workplaces(Q(person=OWN))),
        **_owed(value("id_number")),
    }


def _workplaces(jobs: Q) -> Any:
    return Employment.objects.filter(jobs, workshop__isnull=False).order_by().values("workshop_id")


def _near_household() -> Near:
    own = Q(household=OWN)
    helps: dict[Table[Any], Q] = {HELPS: own, SITES: Q(pk=value("site_id"))}
    return {**_with_exports(own, own, _exports_of(own)), **helps, **_owed(value("code"))}


def _near_job() -> Near:
    own = Q(pk=value("person_id"))
    workplaces = Q(pk=value("workshop_id")) | Q(pk__in=_workplaces(Q(person=value("person_id"))))
    near_by = _with_exports(own, own, Q(pk=value("export_id")))
    unasked = (SPOT_CHECKS, SERVICES)
    near_by = {table: rows for table, rows in near_by.items() if table not in unasked}
    return {**near_by, WORKSHOPS: workplaces | _same_town("person.village_id")}


def _near_case() -> Near:
    household = Person.objects.filter(pk=value("person_id")).order_by().values("household_id")
    return {**_of_person(CASES, JOBS, SERVICES), HOUSEHOLDS: Q(pk__in=household)}


def _near_workshop() -> Near:
    here = inside("person__village_id", _town_at("village_id"))
    jobs = Employment.objects.filter(Q(workshop=OWN) | (Q(employer=value("name")) & here))
    workers = Q(pk__in=jobs.order_by().values("person_id"))
    return {
        **_people(workers, NOBODY),
        JOBS: Q(pk__in=jobs.order_by().values("pk")),
        WORKSHOPS: _same_town(),
        SITES: Q(pk=value("site_id")),
        INSPECTIONS: Q(workshop=OWN),
        **_owed(value("code")),
    }


def _near_export() -> Near:
    return _with_exports(NOBODY, NOBODY, Q(pk=OWN))


def _near_class() -> Near:
    enrolled = Q(pk__in=Enrolment.objects.filter(training_class=OWN).order_by().values("person_id"))
    return _people(enrolled, enrolled)


def _near_enrolment() -> Near:
    enrolled = Enrolment.objects.filter(person=value("person_id")).order_by()
    classes = Q(pk__in=enrolled.values("training_class_id")) | Q(pk=value("training_class_id"))
    return {**_of_person(ENROLMENTS, JOBS), CLASSES: classes}


def _near_payment() -> Near:
    code = value("subject_code")
    owed = _owed(code)
    subject: dict[Table[Any], Q] = {PEOPLE: Q(id_number=code), HOUSEHOLDS: Q(code=code), WORKSHOPS: Q(code=code)}
    return {**subject, **owed, POLICIES: owed[POLICIES] | Q(pk=value("policy_id"))}


def _near_staff() -> Near:
    return {STAFF: Q(name=value("name")) & _same_town()}


NEAR: Mapping[type[Record], Callable[[], Near]] = {
    Person: _near_person,
    Household: _near_household,
    Employment: _near_job,
    JobSeekingCase: _near_case,
    Verification: lambda: _of_person(VERIFICATIONS, SPOT_CHECKS, JOBS),
    SpotCheck: lambda: _of_person(SPOT_CHECKS, VERIFICATIONS),
    Service: lambda: _of_person(SERVICES, CASES),
    PublicBenefitPost: lambda: _of_person(CONTRACTS, JOBS),
    Workshop: _near_workshop,
    Inspection: lambda: {WORKSHOPS: Q(pk=value("workshop_id"))},
    HouseholdHelp: lambda: {HOUSEHOLDS: Q(pk=value("household_id"))},
    LaborExport: _near_export,
    TrainingClass: _near_class,
    Enrolment: _near_enrolment,
    PolicyPayment: _near_payment,
    Platform: lambda: {},
    StaffMember: _near_staff,
    Baseline: lambda: {BASELINES: Q(town=value("town_id"), year=value("year"))},
}
