"""What of a report is kept for its page: counts, refused cells and effects, with personal numbers masked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from core.fields import SensitiveCharField
from core.models import Village
from core.personal_data import identity
from core.personal_data.masking import GAP, PERSONAL_NUMBER, hide, mask_id_number, scrub
from labor.models import Person
from ledger.cells import normalise
from ledger.columns import SheetColumn
from ledger.models import ImportJob, RefusedCell, StoredEffect
from ledger.report import CellError, Effect, EffectKind, Report
from ledger.rosters.decisions import digest_of
from ledger.sheets import SHEETS_BY_NAME
from ledger.stored import chunks

#: More are counted and not listed: nobody reads them, and all have the same few reasons.
LISTED = 20_000
UNKNOWN_LISTED = 60
#: So much is kept of a worksheet's title (Excel allows no more, a text file's name may be longer) and of a heading.
SHEET_NAME, COLUMN_NAME = 31, 40
VILLAGE_COLUMN = "村代码"
#: Digits that may be one number, through blanks and hyphens, however they are grouped.
DIGITS = re.compile(rf"[0-9](?:{GAP}[0-9]){{10,}}[Xx]?")
BETWEEN = re.compile(rf"(?<=[0-9]){GAP}(?=[0-9])")
#: Longer than the code of a village: an identity number that was mistyped, or an account.
LONG = 13
#: Days and months stand beside each other, and are no number.
DATES = re.compile(rf"(?:(?:19|20)[0-9]{{2}}-[0-9]{{1,2}}(?:-[0-9]{{1,2}})?{GAP})+")


def counts_and_unknown(report: Report) -> dict[str, Any]:
    """The report without its cells."""
    unknown = list(report.unknown.items())[:UNKNOWN_LISTED]
    return {
        "sheets": {name: counts.as_dict() for name, counts in report.sheets.items()},
        "unknown": {masked_text(name): [*map(masked_text, names[:UNKNOWN_LISTED])] for name, names in unknown},
        "effects": dict(Counter(str(effect.kind) for effect in report.effects)),
        "cleared": report.cleared,
        "compared": report.compared,
        "reported": report.totals,
    }


def cells(job: ImportJob, errors: Iterable[CellError]) -> Iterator[RefusedCell]:
    """Rows for the page of `job`."""
    for error in islice(errors, LISTED):
        yield RefusedCell(
            job=job,
            sheet=error.sheet[:SHEET_NAME],
            row=error.row,
            column=masked_text(error.column)[:COLUMN_NAME],
            place=getattr(error, "place", None),
            value=masked(error.sheet, error.column, error.value),
            message=scrub(error.message)[:200],
        )


def effects(job: ImportJob, found: Sequence[Effect]) -> Iterator[StoredEffect]:
    """Rows for the lists of `job`: of each kind so many."""
    listed: Counter[str] = Counter()
    names, villages = _names(found), _village_names(found)
    for effect in found:
        listed[effect.kind] += 1
        if listed[effect.kind] <= LISTED:
            texts = (masked(effect.sheet, effect.column, text) for text in (effect.stored, effect.value))
            stored, value = (villages.get(text, text)[:100] for text in texts)
            place = {
                "kind": effect.kind,
                "sheet": effect.sheet,
                "row": effect.row,
                "column": effect.column[:COLUMN_NAME],
            }
            place |= {"found_in": effect.found_in[:SHEET_NAME], "target": effect.target, "decision": effect.decision}
            place |= {"digest": digest_of(effect.stored) if effect.target else ""}
            yield StoredEffect(job=job, about=_about(effect, names), stored=stored, value=value, **place)


def _about(effect: Effect, names: dict[str, str]) -> str:
    """Whom or what the row is about: a person by name and number, anything else by the cells of its key."""
    columns = SHEETS_BY_NAME[effect.sheet].key_columns()
    parts = [masked(effect.sheet, column.column_name, cell) for column, cell in zip(columns, effect.key, strict=True)]
    name = "" if effect.kind == EffectKind.NAME_DIFFERS else effect.name or names.get(_number_of(effect), "")
    return " ".join(filter(None, (name, *parts)))[:300]


def _village_names(found: Sequence[Effect]) -> dict[str, str]:
    """The villages that `found` tells of, as a reader knows them."""
    moved = (effect for effect in found if effect.column == VILLAGE_COLUMN)
    codes = {code for effect in moved for code in (effect.stored, effect.value)}
    known = Village.with_voided.filter(code__in=codes).values_list("code", "name") if codes else ()
    return {code: f"{name}（{code}）" for code, name in known}


def _names(found: Sequence[Effect]) -> dict[str, str]:
    """The names that the people bear of whom `found` tells."""
    names: dict[str, str] = {}
    for chunk in chunks({_number_of(effect) for effect in found} - {""}):
        known = Person.objects.filter(id_number__in=chunk).values_list("id_number", "name")
        names |= {number.plain: name for number, name in known}
    return names


def _number_of(effect: Effect) -> str:
    """The identity number in the key of the row; blank where it is about no person."""
    for column, cell in zip(SHEETS_BY_NAME[effect.sheet].key_columns(), effect.key, strict=True):
        if is_personal(column):
            with suppress(identity.InvalidIdentityNumber):
                return identity.normalise(str(normalise(cell)))
    return ""


def masked(sheet: str, column: str, value: str) -> str:
    """A value as a page may show it: right or wrong, a personal number keeps its ends only."""
    known = SHEETS_BY_NAME.get(sheet)
    columns = {column.column_name: column for column in known.columns} if known else {}
    personal = column in columns and is_personal(columns[column])
    return mask_id_number(value) if personal else masked_text(value)


def masked_text(text: str) -> str:
    """Free text, with every long number in it masked."""
    return scrub(DIGITS.sub(_masked_digits, str(normalise(text))))[:100]


def _masked_digits(found: re.Match[str]) -> str:
    text, joined = found.group(), BETWEEN.sub("", found.group())
    if DATES.fullmatch(text):
        return text
    if len(joined) >= LONG:
        return mask_id_number(text)
    return hide(text) if PERSONAL_NUMBER.fullmatch(joined) else text


def is_personal(column: SheetColumn) -> bool:
    """Whether the column holds numbers that belong to a person."""
    own = isinstance(column.field, SensitiveCharField) and column.field.mask != "subject"
    return own or column.targets == (Person,)
