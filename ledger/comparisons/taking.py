"""Lines of a comparison that are taken: an import of the same file that writes these cells and rows, and no other."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from ledger.comparisons.keeping import cut, digest_of_new, shown
from ledger.comparisons.models import LineDecision, LineOutcome
from ledger.models import ComparedLine, ImportJob
from ledger.refusals import SHEET_NAME
from ledger.report import EffectKind, Report, SheetCounts
from ledger.rosters.decisions import Colour, Decision, SaidOfValue, digest_of
from ledger.rosters.importing import RosterImport
from ledger.rosters.joining import JoinedRows
from ledger.rosters.records import as_text, columns_of

#: What an import of the whole list tells beside what it writes.
BESIDES = (EffectKind.BY_HAND, EffectKind.MISSING, EffectKind.REPEATED)
WRITTEN_OTHERWISE = "现在台账里是“{}”"
THERE_ALREADY = "台账里已经登记了"
READ_OTHERWISE = "名单里现在读作“{}”，和决定时看到的不同，请重新比对"
ROW_READ_OTHERWISE = "名单里的这一行现在读出来和决定时看到的不同，请重新比对"
GONE = "台账里的这一条没有了，或者名单里的这一行读法变了"
#: So much of a value is told of what was not written.
SHORT = 160
#: What is kept of a line that was taken.
OUTCOME = ["outcome", "said", "decision", "decided_at", "decided_by", "taken_in"]


def lines_taken_in(job: ImportJob) -> list[ComparedLine]:
    rows = ComparedLine.objects.everywhere("those that were decided by whoever has them written")
    return list(rows.filter(taken_in=job, decision=LineDecision.TAKE).order_by("pk"))


def choice_of(lines: Sequence[ComparedLine]) -> dict[str, Any]:
    """The options of an import that takes nothing but these lines."""
    cells = {
        (line.sheet, line.target, line.column): SaidOfValue(Decision.TAKE, line.ours_digest, line.theirs_digest)
        for line in lines
        if line.colour == Colour.DIFFERENT
    }
    new_rows = {line.digest: line.theirs_digest for line in lines if line.colour == Colour.ONLY_THERE}

    def is_chosen(group: JoinedRows) -> bool:
        return new_rows.get(group.digest) == digest_of_new(group)

    return {"conflicts": Decision.KEEP, "decisions": cells, "new_rows": is_chosen}


def _told(what: str, line: ComparedLine, value: str | None) -> str:
    now = shown(line.sheet, line.column, value) or "（空）"
    return what.format(cut(now, SHORT))


class Taken:
    """What an import has made of the lines that it was to take."""

    def __init__(self, found: RosterImport, lines: list[ComparedLine]) -> None:
        self._found, self.lines = found, lines
        groups = [group for located in found.located.values() for group in located.groups]
        self._new = {group.named: group for group in groups if not group.stored and group.named}
        self._stored = {(group.sheet.sheet_name, str(group.stored.pk)): group for group in groups if group.stored}
        self._there = {group.digest for group in groups if group.stored}
        self._refused: dict[tuple[str, int | None], str] = {}
        for error in found.report.errors:
            self._refused.setdefault((error["sheet"][:SHEET_NAME], error["row"]), error["message"])
        for line in lines:
            line.outcome, line.said = self._outcome(line)

    def tell(self, report: Report) -> None:
        """Have the report speak of these lines alone."""
        rows = {(line.found_in, line.row) for line in self.lines}
        report.errors = [error for error in report.errors if (error.sheet[:SHEET_NAME], error.row) in rows]
        report.effects = [effect for effect in report.effects if effect.kind not in BESIDES]
        report.taken = [*self.lines, *self._followed()]
        refused = Counter(line.sheet for line in self.lines if line.outcome != LineOutcome.WRITTEN)
        for name, counts in report.sheets.items():
            counts.unchanged, counts.refused = 0, refused[name]
            counts.rows = counts.added + counts.changed + counts.refused
        report.sheets = {name: counts for name, counts in report.sheets.items() if counts != SheetCounts()}

    def _outcome(self, line: ComparedLine) -> tuple[LineOutcome, str]:
        if line.colour == Colour.ONLY_THERE:
            return self._of_new(line)
        group = self._stored.get((line.sheet, line.target))
        if group is None or group.stored is None:
            return self._unwritten(line, LineOutcome.OVERTAKEN, GONE)
        column, before = columns_of(group.sheet)[line.column], group.stored.cells[line.column]
        ours, theirs = as_text(column, before), as_text(column, group.value(line.column))
        if digest_of(ours) != line.ours_digest:
            return LineOutcome.OVERTAKEN, _told(WRITTEN_OTHERWISE, line, ours)
        if digest_of(theirs) != line.theirs_digest:
            return LineOutcome.OVERTAKEN, _told(READ_OTHERWISE, line, theirs)
        if group.outcome and group.whole[line.column] != before:
            return LineOutcome.WRITTEN, ""
        return self._unwritten(line, LineOutcome.OVERTAKEN, GONE)

    def _of_new(self, line: ComparedLine) -> tuple[LineOutcome, str]:
        group = self._new.get(line.digest)
        if group and group.outcome == "added":
            return LineOutcome.WRITTEN, ""
        if line.digest in self._there:
            return LineOutcome.OVERTAKEN, THERE_ALREADY
        if group and not group.chosen:
            return LineOutcome.OVERTAKEN, ROW_READ_OTHERWISE
        return self._unwritten(line, LineOutcome.REFUSED, GONE)

    def _unwritten(self, line: ComparedLine, otherwise: LineOutcome, why: str) -> tuple[LineOutcome, str]:
        said = self._refused.get((line.found_in, line.row))
        return (LineOutcome.REFUSED, said[:200]) if said else (otherwise, why)

    def _followed(self) -> list[ComparedLine]:
        """Jobs that only the ledger had and that a new one, taken now, has ended: nothing is left to decide of them."""
        ended = {str(job.record.pk) for job, _ in self._found.closings if job.record}
        if not (ended and self.lines):
            return []
        first = self.lines[0]
        rows = ComparedLine.objects.everywhere("what follows from lines that were taken")
        followed = list(rows.filter(job=first.job_id, colour=Colour.ONLY_HERE, target__in=ended, decision=""))
        for line in followed:
            line.decision, line.taken_in_id, line.outcome = LineDecision.TAKE, first.taken_in_id, LineOutcome.WRITTEN
            line.decided_by_id, line.decided_at = first.decided_by_id, first.decided_at
        return followed
