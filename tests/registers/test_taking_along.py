"""导出: any list as a workbook that needs no work, or on paper; masked, or whole with a reason."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.exports import views
from core.exports.workbook import as_much_as_fits, stored
from core.models import AuditEvent, ListExport, ListLayout
from core.tasks import export_list
from fictional.one_of_everything import NEXT, OWN
from labor.models import Employment

pytestmark = pytest.mark.usefixtures("today")
JOBS, PEOPLE = (reverse(f"labor:{name}_export") for name in ("employment", "person"))
ATTACKS = ("=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://a")', "http://a.example", "\t=1", "{=1}")


def book(answer):
    """The sheet of a workbook, and its rows by the heads; what stands above is left out."""
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows())
    head = next(number for number, row in enumerate(rows) if row[0].value == "序号")
    heads = [cell.value for cell in rows[head]]
    return sheet, [dict(zip(heads, row, strict=True)) for row in rows[head + 1 :]]


def choose(columns, **more):
    return {"columns": columns, "form": "xlsx", "numbers": "masked", **more}


def test_days_numbers_and_money_are_such_and_blank_is_blank(staff, small_town):
    Employment.objects.update(monthly_wage="3200.50", post="")
    columns = ["person", "person__id_number", "started_on", "monthly_wage", "post", "person__years", "ended_on"]
    sheet, [row] = book(staff.post(f"{JOBS}?village={OWN}", choose(columns)))
    values = {head: cell.value for head, cell in row.items()}
    assert values["姓名" if "姓名" in values else "劳动力"] == "石小军"
    assert isinstance(row["开始日期"].value, datetime)
    assert row["开始日期"].is_date
    assert (row["月收入"].value, row["月收入"].number_format) == (3200.5, "#,##0.00")
    assert isinstance(row["年龄"].value, int)
    assert (row["序号"].value, values["岗位"], values["结束日期"]) == (1, None, None)
    assert row["证件号码"].data_type == "s"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:H4"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.print_area.replace("$", "").endswith("A1:H4")
    assert all(cell.border.left.style == "thin" for cell in row.values())


def test_no_text_becomes_a_formula_or_a_link(staff, small_town):
    job = Employment.objects.get(person=small_town.person)
    for attack in ATTACKS:
        Employment.objects.filter(pk=job.pk).update(employer=attack)
        sheet, [row] = book(staff.post(f"{JOBS}?village={OWN}"))
        assert (row["单位名称"].data_type, row["单位名称"].hyperlink) == ("s", None)
        assert row["单位名称"].value.strip() == attack.strip()
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n", "d"}


def test_columns_are_remembered_in_their_order_for_user_and_register(staff, small_town):
    staff.post(JOBS, choose(["employer", "person"], **{"place-person": "1", "place-employer": "2"}))
    for _ in range(2):
        _, [row, *_] = book(staff.post(JOBS))
        assert list(row) == ["序号", "劳动力", "单位名称"]
    assert [layout.columns for layout in ListLayout.objects.all()] == [["person", "employer"]]
    lines = staff.get(JOBS).context["form"].lines
    assert [(line.key, line.chosen) for line in lines][:3] == [("person", True), ("employer", True), ("state", False)]


def test_none_chosen_and_a_column_that_is_none_are_refused_at_the_field(staff, small_town):
    for columns in ([], ["person__password"]):
        form = staff.post(JOBS, choose(columns)).context["form"]
        assert list(form.errors) == ["columns"]


def test_whole_numbers_need_the_right_and_a_reason_that_stands_on_the_sheet_and_in_the_trail(signed_in, small_town):
    asked = choose(["name", "id_number", "phone"], numbers="whole")
    staff, number = signed_in("staff"), small_town.person.id_number.plain
    assert list(staff.post(PEOPLE, asked).context["form"].errors) == ["reason"]
    sheet, rows = book(staff.post(PEOPLE, asked | {"reason": "报县人社局核对"}))
    assert number in {row["证件号码"].value for row in rows}
    assert all(row["证件号码"].data_type == "s" for row in rows)
    assert "报县人社局核对" in sheet["A2"].value
    event = AuditEvent.objects.get(action="export")
    assert (event.details["numbers"], event.details["reason"]) == ("完整", "报县人社局核对")
    _, rows = book(signed_in("leader").post(PEOPLE, asked | {"reason": "看看"}))
    assert not any(row["证件号码"].value.strip("*") for row in rows)
    assert {row["姓名"].value[1:] for row in rows} == {"**"}


def test_the_next_one_without_questions_is_masked_again(staff, small_town):
    staff.post(PEOPLE, choose(["id_number"], numbers="whole", reason="核对"))
    _, rows = book(staff.post(PEOPLE))
    assert all("*" in row["证件号码"].value for row in rows)


def test_what_is_printed_says_the_same_and_too_much_is_refused(staff, small_town, monkeypatch):
    page = staff.post(JOBS, choose(["person", "started_on"], form="paper"))
    assert page.context["listing"].heads == ["劳动力", "开始日期"]
    assert "石小军" in page.text
    assert AuditEvent.objects.get(action="export").details["form"] == "打印页"
    monkeypatch.setattr("core.exports.forms.PAPER_ROWS", 0)
    assert list(staff.post(JOBS, choose(["person"], form="paper")).context["form"].errors) == ["form"]


def test_a_long_list_is_made_in_the_background_for_who_asked(signed_in, small_town, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    staff, asked = signed_in("staff"), choose(["name", "id_number"], numbers="whole", reason="核对")
    address = f"{PEOPLE}?village={OWN}"
    pages = {staff.post(address, asked).url for _ in range(2)}
    job = ListExport.objects.get()
    assert pages == {reverse("list_export", args=[job.pk])}
    assert "马上开始" in staff.get(pages.pop()).text
    export_list(job.pk)
    assert "下载工作簿" in staff.get(reverse("list_export", args=[job.pk])).text
    _, rows = book(staff.post(reverse("list_export_file", args=[job.pk])))
    assert [row["证件号码"].value for row in rows] == [small_town.person.id_number.plain]
    assert AuditEvent.objects.filter(action="export").count() == 2
    clerk = signed_in("clerk")
    assert clerk.get(reverse("list_export", args=[job.pk])).status_code == 404
    assert clerk.post(reverse("list_export_file", args=[job.pk])).status_code == 404


def test_a_right_that_was_taken_away_meanwhile_gives_no_list_and_no_file(signed_in, small_town, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 0)
    staff = signed_in("staff")
    staff.post(PEOPLE, choose(["name", "id_number"], numbers="whole", reason="核对"))
    job = ListExport.objects.get()
    users = type(job.requested_by).objects.filter(pk=job.requested_by_id)
    users.update(role="leader")
    export_list(job.pk)
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (job.State.FAILED, False)
    users.update(role="staff")
    ListExport.objects.update(state=ListExport.State.QUEUED)
    export_list(job.pk)
    file = reverse("list_export_file", args=[job.pk])
    assert staff.post(file).status_code == 200
    users.get().divisions.set([NEXT])
    refused = staff.post(file)
    assert (refused.status_code, "请重新导出" in refused.text) == (403, True)


def test_a_date_before_excels_days_and_a_number_it_would_round_are_texts():
    assert stored(date(1899, 5, 5)) == ("text", "1899-05-05")
    assert stored(10**18) == ("text", str(10**18))
    assert stored(date(2023, 3, 1)) == ("day", 44986)


@pytest.mark.parametrize(
    ("given", "fits"),
    [("工" * 32_767, "工" * 32_767), ("工" * 32_768, "工" * 32_767), ("𠀀" * 20_000, "𠀀" * 16_383)],
    ids=["just", "one too long", "counted twice"],
)
def test_a_text_is_cut_where_a_cell_ends_and_no_sooner(given, fits):
    assert as_much_as_fits(given) == fits
