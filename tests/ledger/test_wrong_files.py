"""Files that are no ledger: a clear message, exit status 2, nothing written, bounded memory."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter
from django.core.management import call_command

from core.files.workbooks import WorkbookFile
from core.models import Village
from ledger.sheets import SHEETS_BY_NAME
from tests.case import CASES
from tests.ledger.builders import TOWN, VILLAGES, places

GOOD = CASES / "edges" / "7.1-8.1-late-but-done.xlsx"
CELL = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'


def rewritten(target, changes, source=GOOD):
    """A copy of a workbook with some of its entries replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *changes}:
            new.writestr(name, changes.get(name) or old.read(name))
    return target


def sheet_xml(rows):
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return f"{head}{rows}</sheetData></worksheet>"


def empty_file(path):
    path.write_bytes(b"")


def plain_text(path):
    path.write_text("村代码,村名称", encoding="utf-8")


def html_called_xlsx(path):
    path.write_text("<html><table><tr><td>村代码</td></tr></table></html>", encoding="utf-8")


def old_or_encrypted(path):
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def cut_in_half(path):
    path.write_bytes(GOOD.read_bytes()[:3000])


def flipped_bytes(path):
    contents = bytearray(GOOD.read_bytes())
    contents[200:260] = bytes(60)
    path.write_bytes(contents)


def other_zip(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")


def zip_bomb(path):
    rewritten(path, {"xl/worksheets/sheet1.xml": b" " * (300 * 2**20)})


def with_macros(path):
    rewritten(path, {"xl/vbaProject.bin": b"x"})


def with_a_part(path, name, kind):
    types = zipfile.ZipFile(GOOD).read("[Content_Types].xml").decode()
    declared = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    rewritten(path, {"[Content_Types].xml": types.replace("</Types>", declared), name: b"x"})


def with_macros_under_another_name(path):
    with_a_part(path, "xl/a.bin", "application/vnd.ms-office.vbaProject")


def with_a_file_inside(path):
    declared = (
        b'<Default Extension="ole" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/></Types>'
    )
    types = zipfile.ZipFile(GOOD).read("[Content_Types].xml").replace(b"</Types>", declared)
    rewritten(path, {"[Content_Types].xml": types, "xl/picture.ole": b"x"})


def with_external_links(path):
    rewritten(path, {"xl/externalLinks/externalLink1.xml": b"<x/>"})


def one_far_cell(path):
    row = f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>'
    rewritten(path, {"xl/worksheets/sheet1.xml": sheet_xml(row)})


def one_far_cell_spelt_otherwise(path):
    row = f"<row>{CELL.format('A1')}</row><row><c s='0' t='str' r='xfd1048576'><v>x</v></c></row>"
    rewritten(path, {"xl/worksheets/sheet1.xml": sheet_xml(row)})


def too_many_rows(path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 1_048_577))
    rewritten(path, {"xl/worksheets/sheet1.xml": sheet_xml(rows)})


def entity_bomb(path):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    rewritten(path, {"xl/workbook.xml": f"<?xml version='1.0'?>{bomb}]><workbook>&i;</workbook>"})


def no_ledger_sheets(path):
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    book.save(path)


WRONG = [
    with_macros_under_another_name, with_a_file_inside,
    empty_file, plain_text, html_called_xlsx, old_or_encrypted, cut_in_half, flipped_bytes, other_zip, zip_bomb,
    with_macros, with_external_links, one_far_cell, one_far_cell_spelt_otherwise, too_many_rows, entity_bomb,
    no_ledger_sheets,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("make", WRONG)
def test_a_wrong_file_is_refused_with_status_2_and_a_chinese_reason(make, tmp_path):
    path = tmp_path / "wrong.xlsx"
    make(path)
    said = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_ledger", str(path), stderr=said)
    assert stop.value.code == 2
    assert re.search(r"[\u4e00-\u9fff]{4}", said.getvalue())
    assert not Village.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_so():
    said = io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_ledger", "no-such-file.xlsx", stderr=said)
    assert stop.value.code == 2
    assert "无法打开文件" in said.getvalue()


def test_a_million_formatted_but_empty_rows_are_no_obstacle(tmp_path, imported):
    path = tmp_path / "formatted.xlsx"
    body = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 300_000))
    cells = "".join(
        CELL.replace("x<", f"{text}<").format(f"{letter}1") for letter, text in zip("ABC", VILLAGES[0], strict=True)
    )
    rewritten(path, {"xl/worksheets/sheet1.xml": sheet_xml(f'<row r="1">{cells}</row>{body}')})
    assert len(WorkbookFile(path, SHEETS_BY_NAME).sheet("村社区").rows) == 1


def formulas(path, value):
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("村社区")
        page.write_row(0, 0, VILLAGES[0])
        page.write_row(1, 0, VILLAGES[1])
        page.write_formula(1, 1, '="白水头"&"村"', None, value)
    return path


def test_the_stored_result_of_a_formula_counts(tmp_path, divisions):
    from ledger.importing import import_ledger

    assert not import_ledger(formulas(tmp_path / "formulas.xlsx", "白水头村")).errors
    assert Village.objects.get().name == "白水头村"


@pytest.mark.parametrize("value", ["#N/A", "#DIV/0!", ""])
def test_a_formula_without_a_good_result_is_refused_and_not_taken_for_blank(value, tmp_path, divisions):
    from ledger.importing import import_ledger

    report = import_ledger(formulas(tmp_path / "formulas.xlsx", value))
    assert places(report) == {("村社区", 2, "村名称")}
    assert "公式" in report.errors[0].message


def test_a_file_written_by_openpyxl_with_formulas_says_that_they_were_never_calculated(tmp_path, divisions):
    from ledger.importing import import_ledger

    book = openpyxl.Workbook()
    book.active.title = "村社区"
    book.active.append(VILLAGES[0])
    book.active.append([VILLAGES[1][0], "=CONCATENATE(1,2)", "是"])
    book.save(tmp_path / "openpyxl.xlsx")
    assert "公式" in import_ledger(tmp_path / "openpyxl.xlsx").errors[0].message


def test_a_sheet_of_the_right_name_without_a_header_is_an_error_of_the_sheet(imported):
    report = imported({**TOWN, "劳务输出": [["随便", "写写"]]})
    assert places(report) == {("劳务输出", None, "")}


def test_a_sheet_tells_which_of_its_cells_are_merged(tmp_path):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("农户")
        page.write_row(0, 0, ["户编号", "户主姓名", "村代码", "户类型", "村名称"])
        page.write_column(1, 1, ["石大", "龙二", "杨三"])
        page.merge_range(1, 0, 3, 0, "H1")
        page.merge_range(1, 2, 1, 4, "白水头村")
    assert sorted(WorkbookFile(path, SHEETS_BY_NAME).sheet("农户").merged) == [(1, 0, 3, 0), (1, 2, 1, 4)]
