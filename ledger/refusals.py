"""What of a report is kept for its page: counts, unknown columns, and refused cells with personal numbers masked."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from core.masking import SensitiveCharField, mask_id_number, scrub
from labor.models import Person
from ledger.cells import normalise
from ledger.models import ImportJob, RefusedCell
from ledger.report import CellError, Report
from ledger.sheets import SHEETS_BY_NAME

#: More are counted and not listed: nobody reads them, and all have the same few reasons.
LISTED = 20_000
UNKNOWN_LISTED = 60
#: Longer than the code of a village: an identity number that was mistyped, or an account.
LONG_NUMBER = re.compile(r"[0-9]{13,}[0-9Xx]?")


def counts_and_unknown(report: Report) -> dict[str, Any]:
    """The report without its cells."""
    unknown = list(report.unknown.items())[:UNKNOWN_LISTED]
    return {
        "sheets": {name: counts.as_dict() for name, counts in report.sheets.items()},
        "unknown": {masked_text(name): [*map(masked_text, names[:UNKNOWN_LISTED])] for name, names in unknown},
    }


def cells(job: ImportJob, errors: Iterable[CellError]) -> Iterator[RefusedCell]:
    """Rows for the page of `job`."""
    for error in islice(errors, LISTED):
        yield RefusedCell(
            job=job,
            sheet=error.sheet,
            row=error.row,
            column=error.column[:40],
            value=masked(error),
            message=scrub(error.message)[:200],
        )


def masked(error: CellError) -> str:
    """The refused value as a page may show it: right or wrong, a personal number keeps its ends only."""
    return mask_id_number(error.value) if _is_personal(error) else masked_text(error.value)


def masked_text(text: str) -> str:
    """Free text, with every long number in it masked."""
    return scrub(LONG_NUMBER.sub(lambda found: mask_id_number(found.group()), str(normalise(text))))[:100]


def _is_personal(error: CellError) -> bool:
    """Whether the column holds numbers that belong to a person."""
    sheet = SHEETS_BY_NAME[error.sheet]
    column = next((column for column in sheet.columns if column.column_name == error.column), None)
    if column is None:
        return False
    own = isinstance(column.field, SensitiveCharField) and column.field.mask != "subject"
    return own or column.targets == (Person,)
