"""What is doubtful about rows of several sheets at once."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot, Table
from labor.employment.facts import CASES, JOBS
from labor.models import SpotCheck
from labor.people.facts import HOUSEHOLDS, PEOPLE, PersonRow
from labor.verification.facts import SPOT_CHECKS, VERIFICATIONS
from platforms.facts import HELPS, SERVICES
from platforms.models import HouseholdHelp, Service
from training.facts import CLASSES, ENROLMENTS
from workshops.facts import INSPECTIONS, WORKSHOPS
from workshops.models import Inspection


class DatedFact(NamedTuple):
    """A row about a person that tells that the person was there on a day."""

    sheet: str
    key: str
    day: date

    @property
    def sheet_key(self) -> str:
        return f"{self.sheet}@{self.key}"


@contribute(DOUBTS, "record-after-exit")
def recorded_after_leaving(facts: Snapshot) -> Iterator[Doubt]:
    for person in facts.rows(PEOPLE):
        if person.left_on is not None:
            for fact in _facts_since(facts, person, person.left_on):
                yield person.doubt(fact.sheet_key, 退出日期=person.left_on, 日期=fact.day, 表名=fact.sheet)


def _facts_since(facts: Snapshot, person: PersonRow, left_on: date) -> Iterator[DatedFact]:
    """What was recorded of the person on the day of leaving or later, and the work that still goes on."""
    for job in _of(facts, JOBS, person):
        if job.started_on >= left_on or job.covers(facts.on):
            yield DatedFact(JOBS.sheet, job.key, job.started_on)
    others = (
        *((CASES.sheet, case.key, case.registered_on) for case in _of(facts, CASES, person)),
        *((VERIFICATIONS.sheet, str(each.verified_on), each.verified_on) for each in _reached(facts, person)),
        *((SPOT_CHECKS.sheet, each.key, each.checked_on) for each in _met(facts, person)),
        *((SERVICES.sheet, each.key, each.served_on) for each in _of(facts, SERVICES, person)),
        *((ENROLMENTS.sheet, each.code, each.started_on) for each in _classes(facts, person)),
    )
    yield from (DatedFact(*each) for each in others if each[2] >= left_on)


def _of(facts: Snapshot, table: Table[Any], person: PersonRow) -> list[Any]:
    return facts.grouped(table, "person_id").get(person.pk, [])


def _reached(facts: Snapshot, person: PersonRow) -> list[Any]:
    return [each for each in _of(facts, VERIFICATIONS, person) if each.has_reached]


def _met(facts: Snapshot, person: PersonRow) -> list[Any]:
    return [each for each in _of(facts, SPOT_CHECKS, person) if each.result != SpotCheck.Result.UNREACHED]


def _classes(facts: Snapshot, person: PersonRow) -> Iterator[Any]:
    classes = facts.by_key(CLASSES)
    for enrolment in _of(facts, ENROLMENTS, person):
        if course := classes.get(enrolment.training_class_id):
            yield course


@contribute(DOUBTS, "words-missing")
def words_left_out(facts: Snapshot) -> Iterator[Doubt]:
    yield from _inspections(facts)
    yield from _spot_checks(facts)
    yield from _helps(facts)
    yield from _recommendations(facts)


def _inspections(facts: Snapshot) -> Iterator[Doubt]:
    for workshop, each in facts.joined(INSPECTIONS, "workshop_id", WORKSHOPS):
        if each.result == Inspection.Result.FAILED and not each.problem and facts.this_year(each.inspected_on):
            yield workshop.doubt(f"{INSPECTIONS.sheet}@{each.inspected_on}", **_lacks(INSPECTIONS, ["问题"]))


def _spot_checks(facts: Snapshot) -> Iterator[Doubt]:
    for person, each in facts.joined(SPOT_CHECKS, "person_id", PEOPLE):
        if each.result == SpotCheck.Result.UNTRUE and not each.problem and facts.this_year(each.checked_on):
            yield person.doubt(f"{SPOT_CHECKS.sheet}@{each.key}", **_lacks(SPOT_CHECKS, ["问题"]))


def _helps(facts: Snapshot) -> Iterator[Doubt]:
    for household, each in facts.joined(HELPS, "household_id", HOUSEHOLDS):
        if each.measure == HouseholdHelp.Measure.OTHER and not each.content and facts.this_year(each.helped_on):
            yield household.doubt(f"{HELPS.sheet}@{each.key}", **_lacks(HELPS, ["内容"]))


def _recommendations(facts: Snapshot) -> Iterator[Doubt]:
    for person, each in facts.joined(SERVICES, "person_id", PEOPLE):
        if each.kind == Service.Kind.RECOMMENDATION and facts.this_year(each.served_on):
            words = {"推荐单位": each.employer, "推荐岗位": each.post}
            if missing := [name for name, word in words.items() if not word]:
                yield person.doubt(f"{SERVICES.sheet}@{each.key}", **_lacks(SERVICES, missing))


def _lacks(table: Table[Any], names: Iterable[str]) -> dict[str, str]:
    return {"表名": table.sheet, "缺少": "、".join(names)}
