"""What a list shows, as a workbook: text stays text, and personal data stay masked as on the page."""

from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]

from core.tables import RegisterTable

WIDTH = 16


def workbook_of(table: RegisterTable, title: str) -> BytesIO:
    """A workbook with every row of `table`, not only of the page that is open."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        sheet.set_column(0, len(table.columns), WIDTH, workbook.add_format({"num_format": "@"}))
        sheet.freeze_panes(1, 0)
        bold = workbook.add_format({"bold": True})
        for column, heading in enumerate(table.headings):
            sheet.write_string(0, column, heading.label, bold)
        for row, cells in enumerate(table.all_lines, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell.text)
    file.seek(0)
    return file
