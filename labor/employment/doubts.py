"""What is doubtful about jobs: alone, beside one another, and beside the person and the workshop."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.places import COUNTY, PROVINCE, are_apart, is_inside, is_outside
from core.models import Division
from labor.employment.facts import (
    JOBS,
    JobRow,
    current_jobs,
    jobs_by_person,
    jobs_of,
    open_cases,
    places_of,
)
from labor.models import Employment, Person
from labor.people.facts import PEOPLE, UNABLE, PersonRow, is_registered_out_of_poverty, registered
from workshops.facts import WORKSHOPS, WorkshopRow

Channel, Capacity = Employment.Channel, Person.Capacity


@contribute(DOUBTS, "jobs-apart")
def two_places_at_a_time(facts: Snapshot) -> Iterator[Doubt]:
    for person, first, second in _overlaps(facts):
        if _apart(facts, first, second):
            one = {"单位名称": first.employer, "就业地": first.workplace}
            other = {"另一单位名称": second.employer, "另一就业地": second.workplace}
            yield person.doubt(f"{first.key}@{second.key}", **one, **other)


@contribute(DOUBTS, "jobs-overlap")
def two_jobs_at_a_time(facts: Snapshot) -> Iterator[Doubt]:
    for person, first, second in _overlaps(facts):
        if not _apart(facts, first, second):
            found = {"单位名称": first.employer, "另一单位名称": second.employer, "开始日期": second.started_on}
            yield person.doubt(f"{first.key}@{second.key}", **found)


Pair = tuple[PersonRow, JobRow, JobRow]


def _overlaps(facts: Snapshot) -> list[Pair]:
    """Two jobs of one person on the register that share more than a day of change, up to this year or later."""
    return facts.once("overlaps", lambda: list(_find_overlaps(facts)))


def _find_overlaps(facts: Snapshot) -> Iterator[Pair]:
    for person, jobs in jobs_by_person(facts):
        if len(jobs) > 1 and person.is_on_register(facts.on):
            for first, second in combinations(sorted(jobs, key=lambda job: (job.started_on, job.employer)), 2):
                shared = first.started_on < second.last_day and second.started_on < first.last_day
                if shared and min(first.last_day, second.last_day) >= facts.first_day:
                    yield person, first, second


def _apart(facts: Snapshot, first: JobRow, second: JobRow) -> bool:
    return not (first.is_own or second.is_own) and are_apart(places_of(facts, first), places_of(facts, second))


@contribute(DOUBTS, "job-without-capacity")
def works_without_being_able(facts: Snapshot) -> Iterator[Doubt]:
    for person, job in current_jobs(facts):
        if person.capacity in UNABLE:
            yield person.doubt(job.key, 劳动能力=Capacity(person.capacity), 单位名称=job.employer)


@contribute(DOUBTS, "job-of-student")
def works_while_at_school(facts: Snapshot) -> Iterator[Doubt]:
    for person, job in current_jobs(facts):
        if person.schooling:
            yield person.doubt(job.key, 在校生状况=person.schooling, 单位名称=job.employer)


@contribute(DOUBTS, "job-under-age")
def worked_as_a_child(facts: Snapshot, *, min_age: int) -> Iterator[Doubt]:
    for person, jobs in jobs_by_person(facts):
        yield from (
            person.doubt(job.key, 单位名称=job.employer) for job in jobs if person.age(job.started_on) < min_age
        )


@contribute(DOUBTS, "job-incomplete")
def lacks_what_is_asked(facts: Snapshot, *, asks: list[str], no_employer: list[str]) -> Iterator[Doubt]:
    for person, job in current_jobs(facts):
        lacking = {
            "单位名称": job.employer in no_employer and not job.is_own,
            "就业地": not any(len(code) >= COUNTY for code in places_of(facts, job)),
            "月收入": job.monthly_wage is None,
            "联系电话": not person.phone,
        }
        if missing := [name for name in lacking if name in asks and lacking[name]]:
            yield person.doubt(job.key, 缺少="、".join(missing))


@contribute(DOUBTS, "wage-out-of-range")
def odd_wage(facts: Snapshot, *, min_wage: int, max_wage: int) -> Iterator[Doubt]:
    least, most = Decimal(min_wage), Decimal(max_wage)
    for person, job in current_jobs(facts):
        if job.monthly_wage is not None and not least <= job.monthly_wage <= most:
            yield person.doubt(job.key, 单位名称=job.employer, 月收入=job.monthly_wage)


@contribute(DOUBTS, "local-channel-outside-county")
def local_work_outside_the_county(facts: Snapshot) -> Iterator[Doubt]:
    for person, job in current_jobs(facts):
        local = job.channel in (Channel.WORKSHOP, Channel.PUBLIC_BENEFIT)
        if local and is_outside(places_of(facts, job), person.village_id[:COUNTY]):
            yield person.doubt(job.key, 就业地=job.workplace, 就业渠道=Channel(job.channel))


@contribute(DOUBTS, "channel-against-place")
def channel_against_the_place(facts: Snapshot) -> Iterator[Doubt]:
    for person, job in current_jobs(facts):
        places = places_of(facts, job)
        county, province = person.village_id[:COUNTY], person.village_id[:PROVINCE]
        against = {
            Channel.COUNTY: is_outside(places, county),
            Channel.OTHER_COUNTY: is_inside(places, county) or is_outside(places, province),
            Channel.OTHER_PROVINCE: is_inside(places, province),
        }
        if against.get(Channel(job.channel)):
            yield person.doubt(job.key, 就业地=job.workplace, 就业渠道=Channel(job.channel))


@contribute(DOUBTS, "workshop-number-missing")
def workshop_not_chosen(facts: Snapshot) -> Iterator[Doubt]:
    named = {(each.town, each.name) for each in facts.rows(WORKSHOPS) if each.operates(facts.on)}
    for person, job in current_jobs(facts):
        town = person.village_id[: Division.Level.TOWN]
        if job.workshop_id is None and (job.channel == Channel.WORKSHOP or (town, job.employer) in named):
            yield person.doubt(job.key, 单位名称=job.employer, 就业渠道=Channel(job.channel))


@contribute(DOUBTS, "job-in-stopped-workshop")
def workshop_stopped_and_the_job_did_not(facts: Snapshot) -> Iterator[Doubt]:
    workshops = facts.by_key(WORKSHOPS)
    for person, jobs in jobs_by_person(facts):
        for job in jobs:
            workshop = workshops.get(job.workshop_id)
            if workshop and workshop.halted_on and job.last_day > workshop.halted_on:
                yield person.doubt(job.key, 车间编号=workshop.code, 停止日期=workshop.halted_on)


@contribute(DOUBTS, "idle-without-case")
def idle_and_not_registered(facts: Snapshot) -> Iterator[Doubt]:
    seeking = open_cases(facts)
    for person in registered(facts):
        poor = is_registered_out_of_poverty(facts, person)
        if poor and person.is_able(facts.on) and person.pk not in seeking and not _works(facts, person):
            yield person.doubt(劳动能力=Capacity(person.capacity), 文化程度=person.education)


def _works(facts: Snapshot, person: PersonRow) -> bool:
    return any(job.covers(facts.on) for job in jobs_of(facts, person.pk))


@contribute(DOUBTS, "workshop-without-poor")
def employs_nobody_out_of_poverty(facts: Snapshot) -> Iterator[Doubt]:
    people = facts.by_key(PEOPLE)
    for workshop in facts.rows(WORKSHOPS):
        if workshop.operates(facts.on):
            workers = [people[key] for key in _workers(facts, workshop) if key in people]
            if not any(is_registered_out_of_poverty(facts, person) for person in workers):
                yield workshop.doubt(人数=len(workers))


def _workers(facts: Snapshot, workshop: WorkshopRow) -> set[int]:
    """Whom it employs on the day, whatever the channel and wherever they live."""
    jobs = facts.grouped(JOBS, "workshop_id").get(workshop.pk, [])
    return {job.person_id for job in jobs if job.covers(facts.on)}
