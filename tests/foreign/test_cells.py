"""What a cell of a workbook means, however its program wrote it down."""

from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.files.workbooks import WorkbookFile
from foreign.dates import DAY, DURATION, NUMBER, kind_of
from ledger.sheets import SHEETS_BY_NAME
from tests.ledger.test_wrong_files import rewritten, sheet_xml
from tests.once import once

pytestmark = once

SHEET = "村社区"


def cells(path):
    """The first row of the sheet, and why cells of it can't be read by their column."""
    sheet = WorkbookFile(path, SHEETS_BY_NAME).sheet(SHEET)
    return sheet.rows[0], {column: reason for (_, column), reason in sheet.broken.items()}


def spelt(tmp_path, xml, **parts):
    """A workbook whose sheet has one row, of the cells `xml`."""
    changes = {"xl/worksheets/sheet1.xml": sheet_xml(f"<row>{xml}</row>"), **parts}
    return rewritten(tmp_path / "spelt.xlsx", changes)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("yyyy-mm-dd", DAY), ('yyyy"年"m"月"d"日"', DAY), ("h:mm:ss", DAY), ("[$-804]yyyy/m/d;@", DAY),
        ("[h]:mm", DURATION),
        ("[mm]:ss", DURATION), ("General", NUMBER), ("0.00_);[Red](0.00)", NUMBER), ('0"days"', NUMBER),
        ("\\d0", NUMBER),
        ("@", NUMBER), ("#,##0;yyyy", NUMBER), ('"' * 200, NUMBER), ("[" * 200, NUMBER),
    ],
)  # fmt: skip
def test_a_format_shows_a_number_a_day_or_a_duration(code, kind):
    assert kind_of(code) == kind


def test_numbers_are_days_where_their_format_says_so(tmp_path):
    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(SHEET)
        shown = [
            (45000, "yyyy-mm-dd"),
            (45000.5, "yyyy-mm-dd"),
            (1, "yyyy-mm-dd"),
            (0.5, "h:mm"),
            (1.5, "[h]:mm"),
            (7, "0"),
        ]
        for column, (number, code) in enumerate(shown):
            page.write_number(0, column, number, book.add_format({"num_format": code}))
        page.write_number(0, 6, 45000, book.add_format({"num_format": 57}))  # spelt out in no file: Chinese Excel's own
        page.write_boolean(0, 7, True)
    day = datetime(2023, 3, 15)
    assert cells(path) == (
        [day, datetime(2023, 3, 15, 12), datetime(1900, 1, 1), "12:00:00", "1 day, 12:00:00", 7.0, day, True], {}
    )  # fmt: skip


def test_days_that_count_from_1904_are_the_same_days(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.title = SHEET
    book.active.append([datetime(2023, 6, 30)])
    book.save(tmp_path / "macintosh.xlsx")
    assert cells(tmp_path / "macintosh.xlsx") == ([datetime(2023, 6, 30)], {})


def test_texts_are_read_wherever_they_stand(tmp_path):
    guide = '<c t="inlineStr"><is><r><t>石</t></r><r><t>大</t></r><rPh><t>shi</t></rPh></is></c>'
    path = spelt(tmp_path, f'{guide}<c t="str"><v>a_x000A_b &amp; c</v></c><c t="d"><v>2023-06-30T00:00:00</v></c>')
    assert cells(path) == (["石大", "a\nb & c", datetime(2023, 6, 30)], {})


def test_a_cell_that_says_where_it_stands_stands_there(tmp_path):
    path = spelt(tmp_path, '<c r="c1"><v>3</v></c><c><v>4</v></c><c r="A1"><v>1</v></c>')
    assert cells(path)[0] == [1.0, "", 3.0, 4.0]


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>99999</v></c>', '<c t="s"><v>-1</v></c>', '<c t="s"><v>x</v></c>', "<c><v>1_0</v></c>",
        "<c><v>NaN</v></c>",
        "<c><v>1e999</v></c>", "<c><v>٣</v></c>", '<c t="d"><v>2023-13-01</v></c>', '<c t="e"><v>#REF!</v></c>',
        "<c><f>A1</f></c>",
        "<c><f>A1</f><v/></c>", '<c t="str"><f>A1</f></c>', f'<c t="str"><v>{"x" * 40_000}</v></c>',
    ],
)  # fmt: skip
def test_a_cell_that_means_nothing_is_told_with_a_reason_and_harms_no_other(cell, tmp_path):
    row, broken = cells(spelt(tmp_path, f"<c><v>1</v></c>{cell}<c><v>2</v></c>"))
    assert (row[0], row[2], list(broken)) == (1.0, 2.0, [1])
    assert any("\u4e00" <= character <= "\u9fff" for character in broken[1])


def test_a_formula_whose_result_is_no_text_is_blank(tmp_path):
    assert cells(spelt(tmp_path, '<c><v>1</v></c><c t="str"><f>A1</f><v></v></c>')) == ([1.0], {})


def test_a_prefix_before_every_element_changes_nothing(tmp_path):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = '<x:row r="1"><x:c r="A1" t="str"><x:v>甲</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="{main}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    assert cells(rewritten(tmp_path / "prefixed.xlsx", {"xl/worksheets/sheet1.xml": xml})) == (["甲"], {})
