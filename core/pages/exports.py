"""What a list shows, as a workbook: text stays text, and personal data stay masked as on the page."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain

import xlsxwriter
from django.http import FileResponse

from core import audit
from core.models import AuditEvent
from core.tables import RegisterTable

WIDTH = 16


def answer_with(table: RegisterTable, title: str, *, numbered: bool = False, said: Sequence[str] = ()) -> FileResponse:
    """The workbook as a file to save, called `title` and dated; written down. What has to be `said` stands on top."""
    file = workbook_of(table, title, numbered=numbered, said=said)
    audit.record(
        AuditEvent.Action.EXPORT,
        division=next(iter(table.request.user.division_codes), ""),  # type: ignore[union-attr]
        details={"register": title, "rows": table.paginator.count},
    )
    return FileResponse(file, as_attachment=True, filename=f"{title}{table.on:%Y%m%d}.xlsx")


def workbook_of(table: RegisterTable, title: str, *, numbered: bool = False, said: Sequence[str] = ()) -> BytesIO:
    """A workbook with every row of `table`, not only of the page that is open; `numbered` begins each with 序号."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        sheet.set_column(0, len(table.columns), WIDTH, workbook.add_format({"num_format": "@"}))
        sheet.freeze_panes(len(said) + 1, 0)
        bold = workbook.add_format({"bold": True})
        rows = chain(([text] for text in said), _texts(table, numbered))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, None if row > len(said) else bold)
    file.seek(0)
    return file


def _texts(table: RegisterTable, numbered: bool) -> Iterator[list[str]]:
    """What stands in each row: first the headings."""
    before = ["序号"] if numbered else []
    yield [*before, *(heading.label for heading in table.headings)]
    for row, cells in enumerate(table.all_lines, start=1):
        yield [*([str(row)] if numbered else []), *(cell.text for cell in cells)]
