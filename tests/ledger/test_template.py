"""The template is the workbook with no rows, with lists to choose from and a guide."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from ledger.exporting import export_template
from ledger.importing import import_ledger
from ledger.sheets import FILLING, SHEETS


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "template.xlsx"
    export_template(path)
    return path


def test_it_has_every_sheet_with_its_header_and_no_rows(template):
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["填写说明", *[sheet.sheet_name for sheet in FILLING]]
    assert set(FILLING) == set(SHEETS)
    for sheet in SHEETS:
        rows = list(book[sheet.sheet_name].iter_rows(values_only=True))
        assert rows == [tuple(column.column_name for column in sheet.columns)]


def test_it_offers_every_code_list(template):
    book = openpyxl.load_workbook(template)
    for sheet in SHEETS:
        offered = [
            rule.formula1.strip('"').split(",") for rule in book[sheet.sheet_name].data_validations.dataValidation
        ]
        assert offered == [column.choices for column in sheet.columns if column.choices]


def test_its_guide_explains_every_column(template):
    rows = openpyxl.load_workbook(template)["填写说明"].iter_rows(values_only=True)
    explained = {(row[0], row[1]) for row in rows if row[4]}
    assert {(sheet.sheet_name, column.column_name) for sheet in SHEETS for column in sheet.columns} <= explained


def test_identity_numbers_stay_text_when_typed_into_it(template):
    page = openpyxl.load_workbook(template)["劳动力"]
    assert page.column_dimensions["A"].number_format == "@"


def test_unfilled_it_imports_as_nothing(template, divisions):
    report = import_ledger(template)
    assert (report.sheets, report.errors, report.unknown) == ({}, [], {})


@pytest.mark.django_db
@pytest.mark.parametrize("option", ["--template", "--verbosity=1"])
def test_a_place_that_cannot_be_written_to_is_said_so(option, tmp_path):
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_ledger", str(tmp_path / "no-such-folder" / "x.xlsx"), option)


def test_no_sheet_stands_before_one_that_it_refers_to():
    by_model = {sheet.model: FILLING.index(sheet) for sheet in FILLING}
    for position, sheet in enumerate(FILLING):
        named = {by_model[target] for column in sheet.columns for target in column.targets if target in by_model}
        assert all(each < position for each in named), sheet.sheet_name
