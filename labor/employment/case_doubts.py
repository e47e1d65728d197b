"""What is doubtful about job-seeking cases."""

from collections.abc import Iterator

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from labor.employment.facts import CASES, CaseRow, JobRow, jobs_of, open_cases
from labor.models import JobSeekingCase
from labor.people.facts import PEOPLE, PersonRow, why_unfit

EndReason = JobSeekingCase.EndReason


@contribute(DOUBTS, "case-of-employed")
def seeks_work_while_employed(facts: Snapshot) -> Iterator[Doubt]:
    for person, case in facts.joined(CASES, "person_id", PEOPLE):
        going_on = [job for job in jobs_of(facts, person.pk) if job.started_on < case.registered_on < job.last_day]
        lasts = case.ended_on is None or case.ended_on >= facts.first_day
        if going_on and lasts:
            yield person.doubt(case.key, 份数=len(going_on), 是否有就业意愿=case.willing)


@contribute(DOUBTS, "case-not-closed")
def works_and_seeks_work(facts: Snapshot) -> Iterator[Doubt]:
    for person, case in facts.joined(CASES, "person_id", PEOPLE):
        if case.ended_on is None and person.left_on is None:
            starts = [job.started_on for job in _jobs_since(facts, person, case) if job.covers(facts.on)]
            if starts:
                yield person.doubt(case.key, 开始日期=min(starts))


@contribute(DOUBTS, "cases-open-twice")
def seeks_work_twice(facts: Snapshot) -> Iterator[Doubt]:
    people = facts.by_key(PEOPLE)
    for key, cases in open_cases(facts).items():
        if len(cases) > 1:
            yield people[key].doubt(件数=len(cases))


@contribute(DOUBTS, "case-without-ability")
def seeks_work_without_being_able(facts: Snapshot) -> Iterator[Doubt]:
    people = facts.by_key(PEOPLE)
    for key, cases in open_cases(facts).items():
        person = people[key]
        reason = why_unfit(person, person.age(facts.on)) if person.is_on_register(facts.on) else ""
        if reason:
            yield from (person.doubt(case.key, 原因=reason) for case in cases if case.willing)


@contribute(DOUBTS, "case-end-unlikely")
def ended_for_no_reason(facts: Snapshot) -> Iterator[Doubt]:
    for person, case in facts.joined(CASES, "person_id", PEOPLE):
        if reason := _odd_end(facts, person, case):
            yield person.doubt(case.key, 原因=reason)


def _odd_end(facts: Snapshot, person: PersonRow, case: CaseRow) -> str:
    if (case.ended_on is None) != (not case.end_reason):
        return "终结日期和终结原因只填了一项"
    if case.end_reason == EndReason.EMPLOYED and not any(_jobs_since(facts, person, case)):
        return "没有登记之后开始的就业记录"
    return "没有退出日期" if case.end_reason == EndReason.LEFT and person.left_on is None else ""


def _jobs_since(facts: Snapshot, person: PersonRow, case: CaseRow) -> Iterator[JobRow]:
    """The person's jobs that began on the day of the case or later."""
    return (job for job in jobs_of(facts, person.pk) if job.started_on >= case.registered_on)
