"""A new job ends the one before: the jobs of a person that a list shows to be over."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledger.rosters.deciding import Decider
from ledger.rosters.decisions import Decision
from ledger.rosters.entries import Entry
from ledger.rosters.joining import JoinedRows
from ledger.rosters.records import EMPLOYER, SPELLS, StoredRecord, columns_of, comparable
from ledger.sheets.labor import EmploymentSheet

SHEET = EmploymentSheet.sheet_name
PERSON, BEGIN, END = "证件号码", SPELLS[SHEET].begins, SPELLS[SHEET].ends


@dataclass
class Beginning:
    """A job accepted from a feed that closes what was before."""

    begins: date
    employer: Any
    entry: Entry


@dataclass
class OpenJob:
    """A job without an end: stored, of this file, or both."""

    cells: dict[str, Any]
    begins: date
    record: StoredRecord | None
    revived: StoredRecord | None = None


class Closing:
    def __init__(
        self, groups: list[JoinedRows], stored: Iterable[StoredRecord], decider: Decider, session: Any
    ) -> None:
        self._groups, self._stored, self._decider, self._session = groups, stored, decider, session

    def close(self) -> None:
        beginnings = self._beginnings()
        for job in self._open_jobs(beginnings.keys()):
            employer = comparable(EMPLOYER, job.cells[EMPLOYER])
            later = [
                one for one in beginnings[job.cells[PERSON]] if one.employer != employer and one.begins > job.begins
            ]
            if later:
                self._end(job, min(later, key=lambda one: one.begins))

    def _beginnings(self) -> dict[Any, list[Beginning]]:
        found: dict[Any, list[Beginning]] = defaultdict(list)
        for group in self._groups:
            closers = [entry for entry in group.entries if entry.feed.closes_previous]
            if closers and (group.outcome == "added" if self._session.options.is_choice else group.outcome):
                cells = group.whole
                beginning = Beginning(cells[BEGIN], comparable(EMPLOYER, cells[EMPLOYER]), closers[0])
                found[cells[PERSON]].append(beginning)
        return found

    def _open_jobs(self, people: Iterable[Any]) -> list[OpenJob]:
        by_record = {group.stored.pk: group for group in self._groups if group.stored}
        own = set(people)
        jobs = []
        for record in self._stored:
            group = by_record.get(record.pk)
            cells = group.whole if group and group.outcome else record.cells
            if not record.voided and cells[END] is None and cells[PERSON] in own:
                jobs.append(OpenJob(cells, _latest(group, record.cells[BEGIN]), record))
        for group in self._groups:
            if not group.stored and group.outcome and group.whole[END] is None and group.whole[PERSON] in own:
                jobs.append(OpenJob(group.whole, group.whole[BEGIN], None, group.revived))
        return jobs

    def _end(self, job: OpenJob, beginning: Beginning) -> None:
        day, session = beginning.begins - timedelta(days=1), self._session
        if job.record and self._decider.hand.left_blank(job.record, columns_of(EmploymentSheet)[END]):
            conflict = self._decider.conflict(job.record, END, day, beginning.entry.row.number)
            session.report.conflicts.append(conflict)
            if conflict.decision != Decision.TAKE:
                return
        job.cells[END] = day
        if record := job.record or job.revived:
            session.writer.change(EmploymentSheet, record, {END: day})
        session.report.counts_of(SHEET).closed += 1
        session.closings.append((job, beginning))
        at = beginning.entry.blamed(BEGIN)
        session.report.note(beginning.entry.row, at, "closed", day.isoformat(), job.cells[EMPLOYER])


def _latest(group: JoinedRows | None, stored: date) -> date:
    """The day on which a stored job begins: the latest that a row of the file gives it, if that is later."""
    told = [entry.value(BEGIN) for entry in group.entries] if group else []
    return max([stored, *(day for day in told if day)])
