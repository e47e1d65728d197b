"""Jobs and job-seeking cases as rules for doubtful data read them, and the contract's words about them on a day."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from core.doubts import Snapshot, Table
from core.doubts.places import Codes
from labor.employment.conditions import first_day_out
from labor.models import Employment, JobSeekingCase
from labor.people.facts import PEOPLE, PersonRow

Channel = Employment.Channel


class JobRow(NamedTuple):
    pk: int
    person_id: int
    started_on: date
    employer: str
    ended_on: date | None
    channel: str
    workplace: str
    monthly_wage: Decimal | None
    workshop_id: int | None
    export_id: int | None

    @property
    def key(self) -> str:
        return f"{self.started_on}@{self.employer}"

    @property
    def last_day(self) -> date:
        """The day on which it ended; the end of time where it goes on."""
        return self.ended_on or date.max

    def covers(self, on: date) -> bool:
        """It is going on, on the day `on`; its last day still counts."""
        return self.started_on <= on <= self.last_day

    @property
    def is_own(self) -> bool:
        """Work without an employer: 灵活就业 or 自主创业."""
        return self.channel in (Channel.FLEXIBLE, Channel.OWN_BUSINESS)


class CaseRow(NamedTuple):
    pk: int
    person_id: int
    registered_on: date
    willing: bool
    ended_on: date | None
    end_reason: str

    @property
    def key(self) -> str:
        return str(self.registered_on)


JOBS = Table("就业记录", Employment, JobRow, known_from="started_on", blank_ahead=("ended_on",))
CASES = Table(
    "求职登记", JobSeekingCase, CaseRow, known_from="registered_on", blank_ahead=("ended_on",),
    blank_beside={"end_reason": ""},
)  # fmt: skip


def jobs_of(facts: Snapshot, person_id: int) -> list[JobRow]:
    return facts.grouped(JOBS, "person_id").get(person_id, [])


def jobs_by_person(facts: Snapshot) -> Iterator[tuple[PersonRow, list[JobRow]]]:
    """Everybody who has or had work, on the register or not."""
    return facts.families(JOBS, "person_id", PEOPLE)


def current_jobs(facts: Snapshot) -> list[tuple[PersonRow, JobRow]]:
    """Jobs that are going on, of people on the register."""
    return facts.once("current jobs", lambda: list(_current_jobs(facts)))


def _current_jobs(facts: Snapshot) -> Iterator[tuple[PersonRow, JobRow]]:
    for person, jobs in jobs_by_person(facts):
        if person.is_on_register(facts.on):
            yield from ((person, job) for job in jobs if job.covers(facts.on))


def places_of(facts: Snapshot, job: JobRow) -> Codes:
    """The divisions that the workplace may mean: none, one or several."""
    return places(facts)[job.workplace]


def places(facts: Snapshot) -> Mapping[str, Codes]:
    return facts.once("workplaces", lambda: facts.source.divisions({job.workplace for job in facts.rows(JOBS)}))


def open_cases(facts: Snapshot) -> Mapping[int, list[CaseRow]]:
    """The cases that nothing has closed, by person; willing or not."""
    return facts.once("open cases", lambda: _open_cases(facts))


def _open_cases(facts: Snapshot) -> Mapping[int, list[CaseRow]]:
    found = {}
    for person, cases in facts.families(CASES, "person_id", PEOPLE):
        if still := [case for case in cases if _is_open(facts, person, case)]:
            found[person.pk] = still
    return found


def _is_open(facts: Snapshot, person: PersonRow, case: CaseRow) -> bool:
    found_work = any(job.started_on >= case.registered_on for job in jobs_of(facts, person.pk))
    return case.ended_on is None and not found_work and not _left_since(facts, person, case.registered_on)


def _left_since(facts: Snapshot, person: PersonRow, day: date) -> bool:
    """On some day from `day` on, the person had left, by what was so on that day."""
    exits = [
        (changed, before) for changed, column, before in facts.changes(PEOPLE).get(person.pk, ()) if column == "left_on"
    ]
    first = first_day_out([*exits, (date.max, facts.at(PEOPLE, person, date.max).left_on)], day)
    return first is not None and first <= facts.on
