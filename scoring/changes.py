"""Why a number of people in work has changed between two days: who is gone, who has come, and for what reason."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Self

from django.db.models import Q

from core.assessment import labor_force_on
from core.audit.changes import IMPORTED
from core.periods import full_years, month_end
from core.personal_data.masking import scrub
from labor.models import Employment, JobSeekingCase, Person, PersonChange

LEFT, OF_AGE, ENDED = "退出", "年满{}周岁", "结束就业，未写原因"
JOINED, STARTED = "新纳入", "新就业"
#: What it is called that somebody comes into the number by, or goes out of it, without a job that begins or ends.
CAME = {
    "joined_on": JOINED,
    "village": "迁入",
    "household": "转入脱贫户",
    "capacity": "劳动能力变化",
    "schooling": "毕业离校",
}
WENT = {"left_on": LEFT, "village": "迁出", "household": "转出脱贫户", "capacity": "劳动能力变化", "schooling": "入学"}
KIND = "户类型变化"
#: Columns that are a day themselves.
REGISTER = ("joined_on", "left_on")


@dataclass(frozen=True)
class Reason:
    """The people who are gone, or have come, for one reason."""

    text: str
    people: frozenset[int]

    @property
    def count(self) -> int:
        return len(self.people)


@dataclass(frozen=True)
class Change:
    """What lies between the days `start` and `end`: `before` less the losses and with the gains is `after`."""

    start: date
    end: date
    before: int
    after: int
    losses: tuple[Reason, ...]
    gains: tuple[Reason, ...]

    @property
    def label(self) -> str:
        """The month that ended, or the part of one that has passed."""
        whole = self.end == month_end(self.end)
        return f"{self.end.year}年{self.end.month}月" + ("" if whole else f"（至{self.end.day}日）")

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def words(self) -> str:
        if not self.difference:
            return "与上月持平"
        return f"比上月{'多' if self.difference > 0 else '少'}{abs(self.difference)}人"

    @property
    def reasons(self) -> list[tuple[str, Reason]]:
        """Losses and gains with what an address calls them."""
        lost = [(f"lost{number}", reason) for number, reason in enumerate(self.losses)]
        return lost + [(f"came{number}", reason) for number, reason in enumerate(self.gains)]

    def people(self, name: str) -> tuple[str, frozenset[int]]:
        """What an address stands for: its reason and its people; blank and nobody where there is no such thing."""
        found = {name: (reason.text, reason.people) for name, reason in self.reasons}
        return found.get(name, ("", frozenset()))


@dataclass(frozen=True)
class Facts:
    """What tells why somebody is gone or has come; read at once for everybody whom some change is about."""

    people: Mapping[int, Any]
    #: The ends of jobs: (last day, why), by person.
    ends: Mapping[int, list[tuple[date, str]]]
    #: When somebody came to look for work, and why there was none, by person.
    cases: Mapping[int, list[tuple[date, str]]]
    #: When jobs began, by person.
    starts: Mapping[int, list[date]]
    #: Which dated columns changed, by person.
    moves: Mapping[int, list[tuple[date, str]]]

    @classmethod
    def about(cls, keys: set[int]) -> Self:
        people = Person.objects.everywhere("counted for a place, whoever looks").filter(pk__in=keys)
        registered = JobSeekingCase.objects.filter(person__in=people).exclude(reason="").order_by("registered_on")
        cases = registered.values_list("person_id", "registered_on", "reason")
        return cls({each.pk: each for each in people}, _ends_of(people), _grouped(cases), *_beginnings(people))

    def why_gone(self, key: int, since: date, until: date) -> str:
        """Left the register, too old, or without work any more: then as whoever ended the job has put it."""
        person = self.people[key]
        if person.left_on and since < person.left_on <= until:
            return scrub(person.leaving_reason) or LEFT
        if full_years(person.birth_date, until) >= (too_old := labor_force_on(until).too_old):
            return OF_AGE.format(too_old)
        ended = [why for day, why in self.ends.get(key, []) if since <= day < until]
        if not ended:
            return WENT.get(self._moved(key, since, until, WENT), KIND)
        registered = [why for day, why in self.cases.get(key, []) if since <= day <= until]
        return scrub(([why for why in ended if why] or registered or [ENDED])[-1])

    def why_come(self, key: int, since: date, until: date) -> str:
        person = self.people[key]
        if since < person.joined_on <= until:
            return JOINED
        youngest = labor_force_on(since).youngest
        if full_years(person.birth_date, since) < youngest:
            return OF_AGE.format(youngest)
        if any(since < day <= until for day in self.starts.get(key, [])):
            return STARTED
        return CAME.get(self._moved(key, since, until, CAME), KIND)

    def _moved(self, key: int, since: date, until: date, kinds: Mapping[str, str]) -> str:
        """Which of these columns changed last; blank where none did."""
        moves = [item for day, item in self.moves.get(key, []) if item in kinds and since < day <= until]
        return moves[-1] if moves else ""


def changes_between(sets: Mapping[date, set[int]]) -> list[Change]:
    """The changes from each day to the next, given who was in work on each."""
    steps = list(pairwise(sorted(sets)))
    facts = Facts.about({key for start, end in steps for key in sets[start] ^ sets[end]})
    return [_change(facts, start, end, sets[start], sets[end]) for start, end in steps]


def _change(facts: Facts, start: date, end: date, before: set[int], after: set[int]) -> Change:
    lost = _reasons({key: facts.why_gone(key, start, end) for key in before - after})
    gained = _reasons({key: facts.why_come(key, start, end) for key in after - before})
    return Change(start, end, len(before), len(after), lost, gained)


def _reasons(whys: Mapping[int, str]) -> tuple[Reason, ...]:
    """The most frequent first."""
    groups: dict[str, set[int]] = defaultdict(set)
    for key, why in whys.items():
        groups[why].add(key)
    found = [Reason(why, frozenset(people)) for why, people in groups.items()]
    return tuple(sorted(found, key=lambda reason: (-reason.count, reason.text)))


def _beginnings(people: Any) -> tuple[dict[int, list[date]], dict[int, list[tuple[date, str]]]]:
    """When jobs of `people` began, and which of their dated columns changed when; a day that was left or joined on."""
    starts: dict[int, list[date]] = defaultdict(list)
    for key, day in Employment.objects.filter(person__in=people).values_list("person_id", "started_on"):
        starts[key].append(day)
    moved = PersonChange.objects.filter(person__in=people).order_by("changed_on", "item")
    rows = moved.values_list("person_id", "changed_on", "item", "was_on")
    days = ((key, was if item in REGISTER else day, item) for key, day, item, was in rows)
    return starts, _grouped((key, day, item) for key, day, item in days if day)


def _ends_of(people: Any) -> dict[int, list[tuple[date, str]]]:
    """When jobs of `people` ended, and the reason that was given when the end was written."""
    jobs = Employment.objects.filter(person__in=people, ended_on__isnull=False)
    by_hand = ~Q(history_change_reason__startswith=IMPORTED) & Q(history_change_reason__isnull=False)
    written = Employment.history.filter(by_hand, id__in=jobs.values("pk"), ended_on__isnull=False)
    reasons: dict[tuple[int, date], str] = {}
    for job, day, why in written.order_by("history_id").values_list("id", "ended_on", "history_change_reason"):
        reasons.setdefault((job, day), why)
    rows = jobs.order_by("ended_on").values_list("pk", "person_id", "ended_on")
    return _grouped((person, day, reasons.get((job, day), "")) for job, person, day in rows)


def _grouped(rows: Any) -> dict[int, list[tuple[date, str]]]:
    found: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for key, day, why in rows:
        found[key].append((day, why))
    return found
