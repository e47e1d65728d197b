"""A person's facts in one line of time. Each app contributes what its own facts add to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import chain, compress
from types import FunctionType
from typing import NamedTuple

from core.assessment import term_of
from core.contributions import Slot, contribute
from core.exists_query import ExistsQuery
from core.records import Record
from core.records.entering import entered_on
from core.records.episodes import episodes_of
from core.states import Tone
from labor.employment.labels import conditions_of
from labor.models import (
    Employment,
    ExportParticipant,
    JobSeekingCase,
    Person,
    PersonChange,
    PublicBenefitPost,
    SpotCheck,
    Verification,
)
from labor.people.labels import joined

REGISTER = {"纳入": "纳入劳动力台账", "退出": "退出劳动力台账"}


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened to a person on a day."""

    on: date
    kind: str
    text: str
    note: str = ""
    tone: Tone = Tone.PLAIN
    #: The record that says so, whose page the entry leads to.
    record: Record | None = None
    #: When that was entered, where a deadline lay between, so that a score which had been given has moved (补录).
    entered_late: date | None = None


class TimelineSource(NamedTuple):
    """Finds entries for everybody who has records of `model`, which lead to their person by the path `person`."""

    find: Callable[[Person], Iterable[TimelineEntry]]
    model: type[Record]
    person: str = "person"


TIMELINE = Slot(FunctionType, TimelineSource)


def timeline_of(person: Person) -> list[TimelineEntry]:
    """Everything that is known to have happened to `person`, newest first.

    Most things have happened to few people: one query tells which.
    """
    there = compress(TIMELINE, _facts_query().of(person.pk))
    entries = chain(_register(person), *(find(person) for find, _, _ in there))
    return sorted(entries, key=lambda entry: entry.on, reverse=True)


def with_late_entries(person: Person, entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """The same, with when those were entered that came late; not what came together with the person."""
    days = entered_on(dict.fromkeys([person, *(entry.record for entry in entries if entry.record)]))
    known = days.get(person, date.max)
    return [replace(entry, entered_late=_late(entry, days, known)) for entry in entries]


def _late(entry: TimelineEntry, days: Mapping[Record, date], known: date) -> date | None:
    entered = days.get(entry.record) if entry.record else None
    return entered if entered and entered > max(known, term_of(entry.on).end) else None


@cache
def _facts_query() -> ExistsQuery:
    return ExistsQuery.of_kinds(Person, [(model, path) for _, model, path in TIMELINE])


def _register(person: Person) -> Iterable[TimelineEntry]:
    yield TimelineEntry(person.joined_on, "纳入", REGISTER["纳入"])
    if person.left_on:
        yield TimelineEntry(person.left_on, "退出", REGISTER["退出"], person.leaving_reason)


@contribute(TIMELINE, PersonChange)
def _changes(person: Person) -> Iterable[TimelineEntry]:
    """Earlier stretches on the register, and what else was otherwise before a day."""
    stored = {person.joined_on, person.left_on}
    for episode in episodes_of(person):
        if episode.kind == "变更" or episode.on not in stored:
            text = REGISTER.get(episode.kind, episode.text)
            yield TimelineEntry(episode.on, episode.kind, text, episode.note)


@contribute(TIMELINE, Employment)
def _jobs(person: Person) -> Iterable[TimelineEntry]:
    jobs: Iterable[Employment] = person.employments.select_related("workshop", "workplace_division").prefetch_related(
        "follow_ups"
    )
    for job in jobs:
        workshop = job.workshop.name if job.workshop and job.workshop.name != job.employer else ""
        yield TimelineEntry(
            job.started_on, "就业", f"到{job.employer}工作", joined(conditions_of(job), workshop), Tone.SAFE, job
        )
        if job.ended_on:
            yield TimelineEntry(job.ended_on, "结束就业", f"离开{job.employer}", record=job)
        yield from _calls(job)


def _calls(job: Employment) -> Iterable[TimelineEntry]:
    for call in job.follow_ups.all():
        text = f"{call.get_method_display()}回访，{call.get_result_display()}"
        caller = f"回访人：{call.caller}" if call.caller else ""
        yield TimelineEntry(call.called_on, "稳岗回访", text, joined(job.employer, call.note, caller), call.tone, call)


@contribute(TIMELINE, JobSeekingCase)
def _cases(person: Person) -> Iterable[TimelineEntry]:
    cases: Iterable[JobSeekingCase] = person.job_seeking_cases.all()
    for case in cases:
        text = f"登记求职，应在 {case.due_on} 前清零" if case.willing else "登记为无就业意愿"
        tone = Tone.DUE if case.willing else Tone.PLAIN
        yield TimelineEntry(case.registered_on, "求职登记", text, case.reason, tone, case)
        if case.ended_on:
            yield TimelineEntry(case.ended_on, "求职终结", case.get_end_reason_display() or "终结", record=case)


@contribute(TIMELINE, Verification)
def _verifications(person: Person) -> Iterable[TimelineEntry]:
    found: Iterable[Verification] = person.verifications.all()
    for each in found:
        note = f"核实人：{each.verifier}" if each.verifier else ""
        yield TimelineEntry(
            each.verified_on,
            "信息核实",
            f"{each.get_method_display()}核实，{each.get_result_display()}",
            note,
            record=each,
        )


@contribute(TIMELINE, SpotCheck)
def _spot_checks(person: Person) -> Iterable[TimelineEntry]:
    checks: Iterable[SpotCheck] = person.spot_checks.all()
    for check in checks:
        tone = Tone.LOST if check.result == SpotCheck.Result.UNTRUE else Tone.PLAIN
        text = f"{check.get_level_display()}，{check.get_method_display()}，{check.get_result_display()}"
        yield TimelineEntry(check.checked_on, "数据抽查", text, check.problem, tone, check)
        if check.rectified_on:
            yield TimelineEntry(
                check.rectified_on, "抽查整改", f"{check.checked_on} 抽查的问题已整改", tone=Tone.SAFE, record=check
            )


@contribute(TIMELINE, PublicBenefitPost)
def _posts(person: Person) -> Iterable[TimelineEntry]:
    posts: Iterable[PublicBenefitPost] = person.public_benefit_posts.everywhere("theirs, wherever it is")
    for post in posts:
        note = joined(post.kind, f"月补贴 {post.monthly_allowance:,.0f} 元", f"合同至 {post.contract_ended_on}")
        yield TimelineEntry(post.contract_started_on, "公益性岗位", f"受聘于{post.employer}", note, Tone.SAFE, post)
        if post.ended_on:
            yield TimelineEntry(post.ended_on, "岗位终止", f"不再受聘于{post.employer}", post.end_reason, record=post)


@contribute(TIMELINE, ExportParticipant)
def _exports(person: Person) -> Iterable[TimelineEntry]:
    participations: Iterable[ExportParticipant] = person.participations.select_related("export")
    for each in participations:
        note = joined(each.export.destination, each.get_travelled_by_display(), "点对点" if each.point_to_point else "")
        yield TimelineEntry(each.export.held_on, "劳务输出", f"参加{each.export}", note, Tone.SAFE, each)
