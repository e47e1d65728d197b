"""A marked workbook is the one that was uploaded, with marks: nothing that we do not understand is lost."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from foreign.looks import RED
from foreign.process import Child
from tests.case import CASES
from tests.ledger.test_wrong_files import rewritten, sheet_xml
from tests.once import once

pytestmark = once

SHEET = "农户"


def marked(path, **marks):
    """The marked copy of a workbook."""
    return Child("mark", path, marks={SHEET: {"column": 3, "red": [], "texts": [], **marks}}).answer()


def page_of(content):
    return openpyxl.load_workbook(io.BytesIO(content))[SHEET]


def reds(page):
    return [cell.coordinate for row in page for cell in row if cell.fill.fgColor.rgb == RED]


@pytest.fixture
def written(tmp_path):
    """Write a workbook of one sheet, as `lay_out` fills it."""

    def write(lay_out):
        path = tmp_path / "written.xlsx"
        with xlsxwriter.Workbook(path) as book:
            lay_out(book, book.add_worksheet(SHEET))
        return path

    return write


def with_a_chart_and_a_list(book, page):
    page.write_row(0, 0, ["户编号", "户主姓名", "村代码"])
    page.write_row(1, 0, ["H1", "甲 & <乙>", 3.5])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": f"={SHEET}!$C$2:$C$2"})
    page.insert_chart("H8", chart)
    page.data_validation("C2:C9", {"validate": "list", "source": ["是", "否"]})
    page.conditional_format("A1:A9", {"type": "blanks", "format": book.add_format({"bold": True})})


def test_what_is_not_marked_is_the_same_to_the_byte(written):
    path = written(with_a_chart_and_a_list)
    content = marked(path, red=[[1, 0]], texts=[[1, "错"]])
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(io.BytesIO(content)) as after:
        assert sorted(after.namelist()) == sorted(before.namelist())
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        sheet = after.read("xl/worksheets/sheet1.xml").decode()
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    assert all(element in sheet for element in ("<drawing ", "<dataValidation ", "<conditionalFormatting "))
    page = page_of(content)
    assert (reds(page), page["D2"].value, page["B2"].value, page["C2"].value) == (["A2"], "错", "甲 & <乙>", 3.5)


def test_a_cell_keeps_its_format_under_the_red(written):
    def lay_out(book, page):
        page.write_number(0, 0, 45000, book.add_format({"num_format": "yyyy-mm-dd", "bold": True}))

    cell = page_of(marked(written(lay_out), red=[[0, 0]]))["A1"]
    assert (cell.number_format, cell.font.bold, cell.fill.fgColor.rgb) == ("yyyy-mm-dd", True, RED)


def test_cells_and_rows_that_are_not_there_are_put_in_their_places(written):
    path = written(lambda book, page: (page.write(1, 1, "x"), page.write(1, 5, "y"), page.write(4, 0, "z")))
    content = marked(path, red=[[1, 0], [1, 2]], texts=[[0, "零"], [1, "一"], [3, "三"], [7, "七"]])
    page = page_of(content)
    assert [[cell.value for cell in row[:6]] for row in page.iter_rows(max_row=2)] == [
        [None, None, None, "零", None, None], [None, "x", None, "一", None, "y"],
    ]  # fmt: skip
    assert (page["D4"].value, page["A5"].value, page["D8"].value, reds(page)) == ("三", "z", "七", ["A2", "C2"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = [int(part.partition('"')[0]) for part in sheet.split('<row r="')[1:]]
    assert rows == sorted(rows)


@pytest.mark.parametrize("columns", [None, (0, 2), (0, 9), (3, 3), (5, 6)])
def test_only_the_column_of_the_reasons_gets_another_width(written, columns):
    def lay_out(book, page):
        page.write(0, 0, "x")
        if columns:
            page.set_column(*columns, 20)

    widths = page_of(marked(written(lay_out), texts=[[0, "错"]])).column_dimensions
    assert widths["D"].width == 48
    first, last = columns or (99, 99)
    for column, letter in ((0, "A"), (2, "C"), (5, "F")):
        set_here = any(group.min <= column + 1 <= group.max and int(group.width) == 20 for group in widths.values())
        assert set_here == (first <= column <= last), letter


def test_a_strict_workbook_is_marked_too():
    content = Child(
        "mark",
        CASES / "edges" / "reading-strict-open-xml.xlsx",
        marks={"劳动力": {"column": 20, "red": [[1, 0]], "texts": [[1, "错"]]}},
    ).answer()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert any("错" in archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name)


def test_a_text_that_xml_cannot_hold_is_written_without_what_it_cannot(written):
    path = written(lambda book, page: page.write(0, 0, "x"))
    assert page_of(marked(path, texts=[[0, "一\x00二\ufffe<&"]]))["D1"].value == "一二<&"


def test_a_sheet_with_prefixes_is_marked_with_the_same(tmp_path):
    plain = sheet_xml('<row r="1"><c r="A1" t="str"><v>x</v></c></row>')
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    path = rewritten(tmp_path / "prefixed.xlsx", {"xl/worksheets/sheet2.xml": prefixed})
    page = page_of(marked(path, red=[[0, 0]], texts=[[0, "错"]]))
    assert (reds(page), page["D1"].value) == (["A1"], "错")
