"""Taking the filled list back: what can be taken is one event, undone as one; the rest is told row by row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.models import LifeEvent
from core.personal_data.names import user_label
from core.records import events
from labor.models import Person, Verification
from labor.verification import actions
from labor.verification.campaign import Campaign
from labor.verification.forms import Changes
from ledger.paper_round.answers import Result, Unclear, changes_of, incomplete, wrong
from ledger.paper_round.columns import COMPARED, KnownColumn
from ledger.paper_round.returned import ReturnedRow, differing

LABEL = "交回核实名单"


class ToldRow(NamedTuple):
    """A row that was not taken, and why."""

    number: int
    name: str
    why: str


@dataclass
class TakenList:
    """What came of a list; `left` are those whose rows were left empty and who are still to be verified."""

    event: LifeEvent | None = None
    written: list[Verification] = field(default_factory=list)
    known: int = 0
    refused: list[ToldRow] = field(default_factory=list)
    odd: list[ToldRow] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many came with each answer."""
        said = [row.result for row in self.written]
        return [(each.label, said.count(each)) for each in Result if each in said]


def take_back(rows: Iterable[ReturnedRow], *, user: Any, on: date, confirmed: bool) -> TakenList:
    """Take what the rows say on the day `on`. What is odd is asked first, and taken once it is `confirmed`."""
    return _Taking(user, on, confirmed).take(list(rows))


class _Taking:
    def __init__(self, user: Any, on: date, confirmed: bool) -> None:
        self.user, self.on, self.confirmed = user, on, confirmed
        self.taken = TakenList()
        self.people: dict[str, Any] = {}
        self.said: dict[tuple[int, date], Verification] = {}
        #: Those of whom there is nothing more to write than the answer itself.
        self.plain: dict[tuple[date, str, str, str], list[Any]] = defaultdict(list)

    @transaction.atomic
    def take(self, rows: list[ReturnedRow]) -> TakenList:
        told = [row for row in rows if not row.is_left]
        self._look_up(told)
        seen: set[str] = set()
        for row in told:
            try:
                self._take_row(row, is_again=row.key in seen)
            except Unclear as why:
                self.taken.refused.append(ToldRow(row.number, row.name, str(why)))
            seen.add(row.key)
        self._write_plain()
        self.taken.left = self._still_open({row.key for row in rows if row.is_left})
        if self.taken.written:
            self._keep_event()
        return self.taken

    def _look_up(self, rows: list[ReturnedRow]) -> None:
        """Those whom the rows are about, and what was already said of them on those days."""
        found = self._of({row.key for row in rows}).select_for_update(of=("self",)).order_by("pk")
        found = found.select_related("village", "household").with_current_jobs(self.on)
        self.people = {str(person.public_id): person for person in found}
        days = {row.told["verified_on"] for row in rows if "verified_on" in row.told}
        people = Person.objects.visible_to(self.user).filter(pk__in=[person.pk for person in self.people.values()])
        said = Verification.objects.visible_to(self.user).filter(person__in=people, verified_on__in=days)
        self.said = {(row.person_id, row.verified_on): row for row in said}

    def _of(self, keys: Iterable[str]) -> Any:
        return Person.objects.visible_to(self.user).filter(public_id__in=list(filter(None, map(_uuid, keys))))

    def _take_row(self, row: ReturnedRow, *, is_again: bool) -> None:
        if row.faults:
            raise Unclear("；".join(row.faults))
        if why := incomplete(row, self.on):
            raise Unclear(why)
        person = self.people.get(row.key)
        if person is None:
            raise Unclear("名单里的这个人不在您管辖的村里，或已经作废")
        if is_again:
            raise Unclear("同一个人填了两行")
        if row.told["result"] == Result.UPDATED:
            self._take_changes(row, person)
        elif self._is_said(row, person):
            self.taken.known += 1
        else:
            _refuse(differing(row, person, COMPARED))
            day, method, result, verifier = self._answer(row)
            self.plain[day, method, result, verifier].append(person)

    def _take_changes(self, row: ReturnedRow, person: Any) -> None:
        written_over = differing(row, person, COMPARED)  # before the forms fill the person in
        changes = changes_of(person, row, self.user)
        is_valid = changes.is_valid
        if is_valid and not changes.touched and self._is_said(row, person):
            self.taken.known += 1
            return
        _refuse(written_over)
        if not is_valid:
            raise Unclear("；".join(wrong(changes)))
        if not changes.touched:
            raise Unclear("核实结果是“已更新”，却没有填和登记不同的：没有变的填“无变化”，别的变化在“半年核实”里登记")
        if not self.confirmed and (warnings := changes.warnings):
            self.taken.odd.append(ToldRow(row.number, row.name, "；".join(warnings)))
        else:
            self._save(row, person, changes)

    def _save(self, row: ReturnedRow, person: Any, changes: Changes) -> None:
        changes.save()
        day, method, result, verifier = self._answer(row)
        said = actions.verify(person=person, on=day, method=method, result=result, verifier=verifier)
        changes.note(said)
        self.taken.written.append(said)

    def _write_plain(self) -> None:
        now = timezone.now()
        for (day, method, result, verifier), people in self.plain.items():
            told = {"method": method, "result": result, "verifier": verifier}
            self.taken.written += actions.verify_many(people=people, on=day, now=now, **told)

    def _answer(self, row: ReturnedRow) -> tuple[date, str, str, str]:
        told = row.told
        return told["verified_on"], told["method"], told["result"], told.get("verifier") or user_label(self.user)

    def _is_said(self, row: ReturnedRow, person: Any) -> bool:
        """Whether the same was said of the person on that day."""
        day, *answer = self._answer(row)
        said = self.said.get((person.pk, day))
        return said is not None and [said.method, said.result, said.verifier] == answer

    def _still_open(self, keys: Iterable[str]) -> list[Person]:
        campaign = Campaign.containing(self.on)
        people = campaign.open(campaign.taking_part(self._of(keys)))
        return list(people.select_related("village").order_by("village", "name_pinyin", "pk"))

    def _keep_event(self) -> None:
        """One event, undone as one: what a verification has changed goes back with it (ADR 0080)."""
        counts = "、".join(f"{label}{number}人" for label, number in self.taken.counts)
        places = {row.person.village_id for row in self.taken.written}
        self.taken.event = events.begin(label=LABEL, title=f"核实名单：{counts}", on=self.on, places=places)
        events.wrote(self.taken.event, *self.taken.written)


def _refuse(written_over: Sequence[KnownColumn]) -> None:
    """A cell that is not to be filled in says something else: somebody wrote over it, or saved a change since."""
    for each in written_over:
        if each.changed_in:
            raise Unclear(f"“{each.header}”和现在登记的不一样：有变化的填在“{each.changed_in}”，原来的格请照登记的改回")
        raise Unclear(f"“{each.header}”和编号指的人对不上：行的顺序可能乱了，请重新下载名单来填")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
