"""The empty workbook that a user downloads is their own: their villages stand in it."""

import openpyxl

from fictional.one_of_everything import NEXT, OWN, TOWN
from ledger.importing import import_ledger


def sent(response, tmp_path):
    path = tmp_path / "sent.xlsx"
    path.write_bytes(b"".join(response.streaming_content))
    return openpyxl.load_workbook(path)


def test_a_users_template_holds_their_own_villages_and_no_others(signed_in, tmp_path):
    rows = {}
    for name in ("staff", "nobody"):
        book = sent(signed_in(name).get("/ledger/template/"), tmp_path)
        rows[name] = [row[0] for row in book["村社区"].iter_rows(min_row=2, values_only=True)]
    assert rows == {"staff": sorted([OWN, NEXT]), "nobody": []}


def test_the_small_one_has_three_sheets_after_its_guide(signed_in, tmp_path):
    book = sent(signed_in("staff").get("/ledger/template/?small=1"), tmp_path)
    assert book.sheetnames == ["填写说明", "村社区", "农户", "劳动力"]
    explained = {row[0] for row in book["填写说明"].iter_rows(min_row=7, values_only=True)}
    assert explained == {"村社区", "农户", "劳动力"}


def test_it_comes_back_as_it_went_out(signed_in, tmp_path):
    sent(signed_in("staff").get("/ledger/template/?small=1"), tmp_path)
    report = import_ledger(tmp_path / "sent.xlsx", divisions=[TOWN])
    assert report.errors == []
    assert report.sheets["村社区"].unchanged == report.sheets["村社区"].rows
