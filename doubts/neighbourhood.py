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
from core.records.conditions import found_by
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
from oversight.models import Baseline, Policy, PolicyPayment
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
    return _compiled(table.changed().filter(**{f"{changes.about}__in": keys(table.model, condition)}))


def _compiled(rows: Any) -> CompiledQuery | None:
    try:
        return CompiledQuery.of(rows)
    except EmptyResultSet:
        return None


def keys(model: Any, condition: Q, name: str = "pk") -> Any:
    """What the rows that the condition finds have under this name."""
    return model.objects.filter(condition).order_by().values(name)


def among(*found: Any) -> Q:
    """Rows whose key is found by one of these queries."""
    return Q(pk__in=found_by(*found))


def _people(own: Q, *others: Q, jobs: Q = NOBODY, home: Q = NOBODY) -> dict[Table[Any], Q]:
    """The record's own people, what is known about them, and others, also those of these jobs; all their households.

    `home` is a household that is read whoever lives in it.
    """
    meant, people = keys(Person, own), (own, *others)
    homes = [keys(Person, each, "household_id") for each in people]
    enrolled = keys(Enrolment, Q(person__in=meant), "training_class_id")
    return {
        PEOPLE: among(*(keys(Person, each) for each in people), keys(Employment, jobs, "person_id")),
        HOUSEHOLDS: among(*homes, keys(Employment, jobs, "person__household_id"), keys(Household, home)),
        CLASSES: Q(pk__in=enrolled),
        **{table: Q(person__in=meant) for table in ABOUT_PEOPLE},
    }


def _with_exports(own: Q, exports: Any, *others: Q, home: Q = NOBODY) -> dict[Table[Any], Q]:
    """The same with all who work by the labor exports with these keys: a rule counts them."""
    jobs = Q(export__in=exports, export__voided_at__isnull=True)
    known = among(keys(Employment, Q(person__in=keys(Person, own))), keys(Employment, jobs))
    return {**_people(own, *others, jobs=jobs, home=home), JOBS: known, EXPORTS: Q(pk__in=exports)}


def _exports_of(jobs: Q) -> Any:
    """The keys of the labor exports by which these jobs came about."""
    return keys(Employment, jobs & Q(export__isnull=False), "export_id")


def _owed(code: QueryParameter) -> dict[Table[Any], Q]:
    """What policies owe and pay to whom the number means."""
    owed = Q(subject_code=code)
    return {PAYMENTS: owed, POLICIES: Q(pk__in=keys(PolicyPayment, owed, "policy_id"))}


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
    others, home = (namesakes, housemates, reachable_there), Q(pk=value("household_id"))
    return {
        **_with_exports(own, _exports_of(Q(person=OWN)), *others, home=home),
        WORKSHOPS: among(keys(Workshop, _same_town()), _workplaces(Q(person=OWN))),
        **_owed(value("id_number")),
    }


def _workplaces(jobs: Q) -> Any:
    """The keys of the workshops of these jobs."""
    return keys(Employment, jobs & Q(workshop__isnull=False), "workshop_id")


def _near_household() -> Near:
    own = Q(household=OWN)
    near_by = _with_exports(own, _exports_of(Q(person__household=OWN)), home=Q(pk=OWN))
    return {**near_by, HELPS: own, SITES: Q(pk=value("site_id")), **_owed(value("code"))}


def _near_job() -> Near:
    own = Q(pk=value("person_id"))
    here = keys(Workshop, Q(pk=value("workshop_id"))), keys(Workshop, _same_town("person.village_id"))
    near_by = _with_exports(own, keys(LaborExport, Q(pk=value("export_id"))))
    unasked = (SPOT_CHECKS, SERVICES)
    near_by = {table: rows for table, rows in near_by.items() if table not in unasked}
    return {**near_by, WORKSHOPS: among(*here, _workplaces(Q(person=value("person_id"))))}


def _near_case() -> Near:
    household = keys(Person, Q(pk=value("person_id")), "household_id")
    return {**_of_person(CASES, JOBS, SERVICES), HOUSEHOLDS: Q(pk__in=household)}


def _near_workshop() -> Near:
    here = inside("person__village_id", _town_at("village_id"))
    jobs = Q(workshop=OWN), Q(employer=value("name")) & here
    workers = among(*(keys(Employment, each, "person_id") for each in jobs))
    return {
        **_people(NOBODY, workers),
        JOBS: among(*(keys(Employment, each) for each in jobs)),
        WORKSHOPS: among(keys(Workshop, _same_town()), keys(Workshop, Q(pk=OWN))),
        SITES: Q(pk=value("site_id")),
        INSPECTIONS: Q(workshop=OWN),
        **_owed(value("code")),
    }


def _near_export() -> Near:
    return _with_exports(NOBODY, keys(LaborExport, Q(pk=OWN)))


def _near_class() -> Near:
    about = _people(Q(pk__in=keys(Enrolment, Q(training_class=OWN), "person_id")))
    return {table: about[table] for table in (PEOPLE, JOBS, ENROLMENTS, CLASSES)}


def _near_enrolment() -> Near:
    attended = keys(Enrolment, Q(person=value("person_id")), "training_class_id")
    classes = among(attended, keys(TrainingClass, Q(pk=value("training_class_id"))))
    return {**_of_person(ENROLMENTS, JOBS), CLASSES: classes}


def _near_payment() -> Near:
    code = value("subject_code")
    owed = _owed(code)
    subject: dict[Table[Any], Q] = {PEOPLE: Q(id_number=code), HOUSEHOLDS: Q(code=code), WORKSHOPS: Q(code=code)}
    policies = among(keys(PolicyPayment, Q(subject_code=code), "policy_id"), keys(Policy, Q(pk=value("policy_id"))))
    return {**subject, **owed, POLICIES: policies}


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
