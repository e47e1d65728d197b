"""Records that are more likely untrue than others, and are drawn first; each risk is said openly."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from core.assessment import term_of
from core.records import Record
from core.records.entering import entered_on
from labor.models import Employment, JobSeekingCase, Person

#: A job that is entered so shortly before its case is due, or later, may have been entered to clear the case.
CLEARED_WITHIN = timedelta(days=7)
#: Who is back with the same employer so soon may never have been away.
BACK_WITHIN = timedelta(days=30)
CLEARS, LATE, BACK = "临近清零期限才登记就业", "补录的就业", "很快回到原单位"


def risks_of(people: Iterable[Person], on: date) -> Mapping[int, list[str]]:
    """By the person's key why the jobs in which they are on the day `on` are risky; a fixed number of queries."""
    rows = list(people)
    jobs, cases = _by_person(Employment, rows), _by_person(JobSeekingCase, rows)
    current = [job for own in jobs.values() for job in own if job.covers(on)]
    entered = entered_on([*rows, *current])
    found: dict[int, list[str]] = defaultdict(list)
    for person in rows:
        for job in (job for job in jobs[person.pk] if job.covers(on)):
            told = _of_job(job, person, entered, cases[person.pk], jobs[person.pk])
            found[person.pk] += [risk for risk in told if risk not in found[person.pk]]
    return found


def _by_person(model: Any, people: list[Person]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in model.objects.everywhere("of people who were found for the user").filter(person__in=people):
        found[row.person_id].append(row)
    return found


def _of_job(
    job: Employment, person: Person, entered: Mapping[Record, date], cases: list[Any], jobs: list[Any]
) -> Iterator[str]:
    known, written = entered.get(person, date.max), entered.get(job)
    # what moved in together with the person was entered for nothing in particular
    if written and written > known:
        if any(_clears(job, case, written) for case in cases):
            yield CLEARS
        if written > term_of(job.started_on).end:
            yield LATE
    if any(_is_return(job, before) for before in jobs):
        yield BACK


def _clears(job: Employment, case: JobSeekingCase, written: date) -> bool:
    ended_before = case.ended_on and case.ended_on < job.started_on
    return case.willing and not ended_before and case.registered_on <= job.started_on and (
        written >= case.due_on - CLEARED_WITHIN
    )  # fmt: skip


def _is_return(job: Employment, before: Employment) -> bool:
    same = before.pk != job.pk and before.employer == job.employer
    return bool(same and before.ended_on and timedelta(0) <= job.started_on - before.ended_on <= BACK_WITHIN)
