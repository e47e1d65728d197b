"""Workbooks made by hand, and small towns to import them into."""

import pytest
import xlsxwriter

from ledger.importing import import_ledger


@pytest.fixture
def workbook(tmp_path):
    """Write sheets, given as name → rows of cells, and return the file."""
    made = []

    def write(sheets):
        path = tmp_path / f"ledger-{len(made)}.xlsx"
        made.append(path)
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for name, rows in sheets.items():
                page = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)
        return path

    return write


@pytest.fixture
def imported(workbook, divisions):
    """Import sheets and return the report."""

    def run(sheets, **options):
        return import_ledger(workbook(sheets), **options)

    return run
