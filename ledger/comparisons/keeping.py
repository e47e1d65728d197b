"""A comparison as its pages tell it: a line a difference, with what was decided about the same difference before."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from labor.models import Person
from ledger.comparisons.models import LineDecision
from ledger.models import ComparedLine, ImportJob, KeptDifference
from ledger.refusals import COLUMN_NAME, SHEET_NAME, masked, masked_text
from ledger.rosters.comparing import RosterComparison, RosterDifference
from ledger.rosters.decisions import Colour, digest_of
from ledger.rosters.joining import JoinedRows
from ledger.rosters.layouts import ID_NUMBER, NAME
from ledger.rosters.records import SPELLS, StoredRecord, texts_of
from ledger.sheets import Sheet
from ledger.stored import chunks

LONGEST = 300
#: What of a line says how far it is, and is the same of the same difference when the list is read again.
DECIDED = (
    "decision", "decided_by_id", "decided_at", "is_remembered", "note", "taken_in_id", "outcome", "said",
    "answer", "answered_by_id", "answered_at", "answer_note",
)  # fmt: skip


class Identity(NamedTuple):
    """The same difference has it in every comparison: what is compared, and both values."""

    fingerprint: str
    digest: str
    ours: str
    theirs: str


def identity_of(line: ComparedLine | KeptDifference) -> Identity:
    return Identity(line.fingerprint, line.digest, line.ours_digest, line.theirs_digest)


def keep_lines(job: ImportJob, found: RosterComparison) -> None:
    """Put the lines of a comparison in the place of those that its last reading left."""
    list(_lines_of(job).select_for_update().order_by("pk").values_list("pk"))
    before = {identity_of(line): line for line in _lines_of(job).exclude(decision__in=("", LineDecision.TAKE))}
    kept = _kept_by(job.division_code, found)
    known, prints = _people(found), _fingerprints(found)
    lines = [_line(job, one, known, prints[one.layout.name]) for one in found.found]
    for line in lines:
        _remember(line, before.get(identity_of(line)), kept.get(identity_of(line)))
    _lines_of(job).delete()
    ComparedLine.objects.bulk_create(lines, batch_size=500)


def _lines_of(job: ImportJob) -> Any:
    return ComparedLine.objects.everywhere("all lines of one comparison, which is read anew").filter(job=job)


def _kept_by(division: str, found: RosterComparison) -> Mapping[Identity, KeptDifference]:
    prints = {table.attempt.header.fingerprint for table in found.report.tables}
    rows = KeptDifference.objects.everywhere("of the division of a job, which may lie above its uploader's own")
    return {identity_of(each): each for each in rows.filter(division_code=division, fingerprint__in=prints)}


def _remember(line: ComparedLine, before: ComparedLine | None, kept: KeptDifference | None) -> None:
    if before:
        for name in DECIDED:
            setattr(line, name, getattr(before, name))
    elif kept:
        line.decision, line.is_remembered = LineDecision.KEEP, True
        line.decided_by_id, line.decided_at = kept.kept_by_id, kept.kept_at


def _fingerprints(found: RosterComparison) -> Mapping[str, str]:
    """Of the first worksheet of each layout: what the list lacks stands in none."""
    return {table.layout.name: table.attempt.header.fingerprint for table in reversed(found.report.tables)}


def _people(found: RosterComparison) -> Mapping[str, tuple[int, str]]:
    """Who bears the numbers, among those within the importer's divisions."""
    known: dict[str, tuple[int, str]] = {}
    for chunk in chunks({one.number for one in found.found} - {""}):
        rows = found.reach.held(Person).filter(id_number__in=chunk)
        known |= {number.plain: (pk, name) for pk, number, name in rows.values_list("pk", "id_number", "name")}
    return known


def _line(
    job: ImportJob, one: RosterDifference, known: Mapping[str, tuple[int, str]], fingerprint: str
) -> ComparedLine:
    name, first = one.sheet.sheet_name, one.rows[0] if one.rows else None
    person, known_as = known.get(one.number, (None, ""))
    ours, theirs = _sides(one)
    return ComparedLine(
        job=job, colour=one.colour, place=one.place or job.division_code, sheet=name, column=one.column,
        person_id=person, name=known_as or _name_told(one),
        key=_key_told(one), ours=ours, theirs=theirs,
        found_in=first.table.sheet.name[:SHEET_NAME] if first else "", row=first.number if first else None,
        target=str(one.target or ""),
        fingerprint=first.table.attempt.header.fingerprint if first else fingerprint,
        digest=one.digest,
        ours_digest=digest_of(one.ours if one.column else _joined(one.cells) if one.target else ""),
        theirs_digest=digest_of(one.theirs if one.column else "" if one.target else _joined(one.cells)),
        may_be_taken=may_be_taken(one),
    )  # fmt: skip


def _name_told(one: RosterDifference) -> str:
    """Who somebody is of whom the list alone knows."""
    told = one.cells.get(NAME, "")
    return told or (one.rows[0].text(NAME) if one.rows and one.number else "")


def may_be_taken(one: RosterDifference) -> bool:
    """An import ends nothing that a list lacks, and leaves the first day of a spell as it is."""
    spell = SPELLS.get(one.sheet.sheet_name)
    if one.colour == Colour.DIFFERENT:
        return not (spell and one.column == spell.begins)
    feeds = one.layout.feeds
    return one.colour == Colour.ONLY_THERE and any(each.sheet is one.sheet and each.add for each in feeds)


def _sides(one: RosterDifference) -> tuple[str, str]:
    """Both values as a page shows them."""
    if one.colour == Colour.DIFFERENT:
        return shown(one.sheet.sheet_name, one.column, one.ours), shown(one.sheet.sheet_name, one.column, one.theirs)
    told = "；".join(_cells_told(one))[:LONGEST]
    return (told, "") if one.colour == Colour.ONLY_HERE else ("", told)


def shown(sheet: str, column: str, text: str | None) -> str:
    """A value as a page shows it."""
    return masked(sheet, column, text or "")[:LONGEST]


def cut(text: str, most: int) -> str:
    """A text, or as much of it as there is room for."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cells_told(one: RosterDifference) -> Iterator[str]:
    """What the one side tells of the row, the key left out."""
    keys = {column.column_name for column in one.sheet.key_columns()} | {ID_NUMBER, NAME}
    for column, text in one.cells.items():
        if column not in keys:
            yield f"{column} {masked(one.sheet.sheet_name, column[:COLUMN_NAME], text)}"


def _key_told(one: RosterDifference) -> str:
    """Which of the person's rows it is, or of all."""
    parts = zip((column.column_name for column in one.sheet.key_columns()), one.key, strict=True)
    told = (masked(one.sheet.sheet_name, name, text) for name, text in parts if text and name != ID_NUMBER)
    return masked_text(" ".join(told))[:LONGEST]


def digest_of_stored(sheet: type[Sheet], record: StoredRecord) -> str:
    """Tells a stored row from what it is once somebody has changed it."""
    return digest_of(_joined(texts_of(sheet, record.cells)))


def digest_of_new(group: JoinedRows) -> str:
    """Tells what a list says of a new row from what it says once it is read otherwise."""
    return digest_of(_joined(group.texts))


def _joined(cells: Mapping[str, str]) -> str:
    """All that one side tells of a row that the other lacks."""
    return "\x1f".join(f"{column}={text}" for column, text in sorted(cells.items()))
