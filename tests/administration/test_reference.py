"""基础资料 from a file: shown first, brought in when somebody agrees, taken back; faults are told by row."""

import os
import time
from datetime import date
from io import BytesIO
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from administration import tasks
from administration.models import ReferenceChange
from core.models import AuditEvent, Division, Generation, SpecialDay, new_generation
from core.reference.files import ROW_LIMIT
from fictional.one_of_everything import TOWN
from fictional.profiles import FAR_TOWN

PAGE = reverse("administration:reference")
COUNTY = "430527"
LIST = [["区划代码", "名称"], [COUNTY, "绥宁县"], ["430527101", "长铺镇"], ["430527101001", "长安社区"]]
DAYS = [["日期", "安排", "节日"], ["2027-01-01", "放假", "元旦"], ["2027-01-03", "调休上班", "元旦"]]


def csv_of(rows, encoding="utf-8"):
    return "\n".join(",".join(row) for row in rows).encode(encoding)


def workbook_of(rows):
    book, content = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


PASTED = [("430527", "绥宁县"), ("430527101", "长铺镇"), ("430527101001", "一社区，老街")]


@pytest.fixture
def administrator(signed_in, small_town):
    return signed_in("administrator")


@pytest.fixture
def sent(administrator):
    """Upload a file and have a worker check it."""

    def send(topic, content, name="名单.csv"):
        file = SimpleUploadedFile(name, content if isinstance(content, bytes) else csv_of(content))
        answer = administrator.post(PAGE, {"topic": topic, "file": file, "token": uuid4()})
        change = ReferenceChange.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2])
        return done(change)

    return send


def done(change):
    tasks.change_reference(change.pk)
    change.refresh_from_db()
    return change


@pytest.fixture
def press(administrator):
    def press(change, step):
        administrator.post(reverse(f"administration:reference_{step}", args=[change.pk]))
        return done(change)

    return press


def test_nothing_is_written_before_somebody_has_seen_what_it_does(sent, administrator):
    change = sent("county", LIST)
    page = administrator.get(change.get_absolute_url()).content.decode()
    assert "长铺镇" in page
    assert "长安社区" in page
    assert "确认写入" in page
    assert not Division.objects.filter(pk="430527101").exists()
    assert change.difference.counts == {"added": 3, "changed": 0, "vanishing": 0}


def test_a_list_may_be_pasted(administrator):
    text = "区划代码\t名称\n" + "\n".join(f"{code}\t{name}" for code, name in PASTED)
    answer = administrator.post(PAGE, {"topic": "county", "pasted": text, "token": uuid4()})
    change = done(ReferenceChange.objects.get(pk=answer.url.rstrip("/").rpartition("/")[2]))
    assert (change.file_name, change.difference.counts["added"]) == ("粘贴的表格", 3)


def test_a_countys_divisions_come_in_and_go_again(sent, press):
    change = press(sent("county", LIST), "write")
    assert Division.objects.get(pk="430527101001").parent.parent.name == "绥宁县"
    assert change.outcome == ("已写入", "safe")
    line = AuditEvent.objects.get(action="reference_changed")
    assert (line.details["added"], line.actor.username) == (3, "administrator")
    assert press(change, "undo").outcome == ("已撤销", "due")
    assert not Division.objects.filter(pk__startswith="430527101").exists()
    assert AuditEvent.objects.filter(action="reference_changed").count() == 2


def test_what_is_renamed_and_what_vanishes_returns_by_undoing(sent, press):
    press(sent("county", LIST), "write")
    change = press(sent("county", [LIST[0], [COUNTY, "绥宁县"], ["430527101", "长铺乡"]]), "write")
    assert Division.objects.get(pk="430527101").name == "长铺乡"
    assert not Division.objects.filter(pk="430527101001").exists()
    press(change, "undo")
    assert set(Division.objects.filter(pk__startswith="430527101").values_list("name", flat=True)) == {
        "长铺镇",
        "长安社区",
    }


def test_a_division_that_records_need_cannot_vanish(sent, press, administrator):
    known = Division.objects.filter(pk__startswith="430529").exclude(pk__startswith=TOWN)
    rows = [["code", "name"], *([each.pk, each.name] for each in known)]
    change = sent("county", rows)
    assert TOWN in change.in_use
    assert change.outcome[1] == "lost"
    page = administrator.get(change.get_absolute_url()).content.decode()
    assert "请在名单里补上它" in page
    assert "确认写入" not in page
    press(change, "write")
    assert Division.objects.filter(pk=TOWN).exists()


def test_what_somebody_uses_meanwhile_is_not_taken_back(sent, press):
    change = press(sent("county", LIST), "write")
    Division.objects.create(code="430527101002", name="新村", level=12, parent_id="430527101")
    change = press(change, "undo")
    assert "正在使用" in change.message
    assert change.undone_at is None
    assert Division.objects.filter(pk="430527101").exists()


def test_what_changed_after_it_was_shown_is_not_written(sent, press):
    first, second = sent("county", LIST), sent("county", [*LIST[:2], ["430527101", "长铺乡"]])
    press(first, "write")
    assert "重新上传核对" in press(second, "write").message
    assert Division.objects.get(pk="430527101").name == "长铺镇"


def test_what_was_changed_again_is_not_taken_back(sent, press):
    first = press(sent("county", LIST), "write")
    press(sent("county", [*LIST[:2], ["430527101", "长铺乡"], LIST[3]]), "write")
    assert "430527101" in press(first, "undo").message
    assert Division.objects.get(pk="430527101").name == "长铺乡"


def test_pressed_twice_it_is_written_once(sent, press, administrator):
    change = press(sent("county", LIST), "write")
    press(change, "write")
    assert AuditEvent.objects.filter(action="reference_changed").count() == 1


def test_a_year_of_holidays_is_replaced_as_a_whole_and_computed_numbers_are_asked_anew(sent, press):
    SpecialDay.objects.create(day=date(2027, 5, 1), kind="holiday", name="劳动节")
    SpecialDay.objects.create(day=date(2026, 5, 1), kind="holiday", name="劳动节")
    new_generation()
    before = str(Generation.objects.get())
    change = sent("holidays", DAYS)
    assert change.difference.counts == {"added": 2, "changed": 0, "vanishing": 1}
    press(change, "write")
    assert set(SpecialDay.objects.values_list("day", flat=True)) == {
        date(2026, 5, 1),
        date(2027, 1, 1),
        date(2027, 1, 3),
    }
    assert str(Generation.objects.get()) != before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_read_as_spreadsheet_programs_save_it(sent, encoding):
    assert sent("county", csv_of(LIST, encoding)).difference.counts["added"] == 3


def test_a_workbook_with_codes_as_numbers_and_full_length_is_read(sent):
    rows = [["统计用区划代码", "名称"], [430527000000, "绥宁县"], [430527101000, "长铺镇"], [430527101001, "长安社区"]]
    change = sent("county", workbook_of(rows), "名单.xlsx")
    assert list(change.difference.added) == [COUNTY, "430527101", "430527101001"]
    days = [["日期", "安排", "节日"], [date(2027, 1, 1), "放假", "元旦"]]
    assert list(sent("holidays", workbook_of(days), "假.xlsx").difference.added) == ["2027-01-01"]


WRONG = {
    "a code twice": ("county", [*LIST, LIST[2]], 5, "写了两次"),
    "wrong level": ("county", [*LIST, ["4305271", "某"]], 5, "有 7 位"),
    "no digits": ("county", [*LIST, ["43052710x", "某"]], 5, "全是数字"),
    "nothing above": ("county", [*LIST, ["430527999001", "某村"]], 5, "上级 430527999"),
    "no name": ("county", [*LIST, ["430527102", ""]], 5, "要有名称"),
    "two counties": ("county", [*LIST, ["430529", "城步苗族自治县"]], 5, "一个文件只能有一个县"),
    "no county": ("county", [LIST[0], ["43", "湖南省"]], 0, "没有县市区"),
    "no such columns": ("county", [["甲", "乙"], ["1", "2"]], 1, "缺少：区划代码、名称"),
    "nothing in it": ("county", [LIST[0]], 0, "没有内容"),
    "too long": ("county", [LIST[0], *([["43", "x"]] * (ROW_LIMIT + 1))], 0, "超过"),
    "a day that is none": ("holidays", [*DAYS, ["2027-02-30", "放假", "某"]], 4, "看不懂"),
    "a day twice": ("holidays", [*DAYS, DAYS[1]], 4, "写了两次"),
    "another word": ("holidays", [*DAYS, ["2027-02-01", "休息", "某"]], 4, "放假"),
    "a workday that is one": ("holidays", [*DAYS, ["2027-01-04", "调休上班", "元旦"]], 4, "不是周末"),
    "another century": ("holidays", [*DAYS, ["1027-01-04", "放假", "元旦"]], 4, "年份不对"),
}


@pytest.mark.parametrize(("topic", "rows", "row", "words"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_right_is_told_at_its_row(sent, administrator, topic, rows, row, words):
    change = sent(topic, rows)
    assert row in {number for number, told in change.faults if words in told}
    page = administrator.get(change.get_absolute_url()).content.decode()
    assert words in page
    assert "确认写入" not in page


def test_every_wrong_row_is_told_at_once(sent):
    change = sent("county", [*LIST, ["1", "某"], LIST[2], ["43052710x", "某"]])
    assert [row for row, _ in change.faults] == [5, 6, 7]


def bomb():
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            archive.writestr(name, b"<a>" * 50_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00\x01", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken", bytes(range(256)) * 9],
    ids=["encoding", "old", "cut", "bytes"],
)
def test_a_file_that_is_no_list_is_refused_in_words(sent, content):
    change = sent("county", content, "x.xlsx")
    assert change.faults
    assert change.state == "done"
    assert not change.may_be_written


def test_a_zip_bomb_is_refused_by_the_child_that_opens_it(sent):
    change = sent("county", bomb(), "x.xlsx")
    assert change.faults
    assert not change.found


def test_the_file_itself_does_not_stay(sent):
    assert not sent("county", LIST).file


def test_a_form_without_a_file_says_so(administrator):
    assert "请先选择要上传的文件" in administrator.post(PAGE, {"topic": "county", "token": uuid4()}).content.decode()


def test_only_those_who_look_after_the_installation_come_near(signed_in, small_town):
    for name in ("clerk", "staff", "leader"):
        assert signed_in(name).get(PAGE).status_code == 403


def test_an_upload_that_no_worker_came_to_does_not_stay(administrator, settings, tmp_path):
    """Its worker crashed, or the upload was cut off before there was a row; what is young may still be read."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "reference").mkdir()
    old, orphan, young = (tmp_path / "reference" / name for name in ("old", "orphan", "young"))
    for path in (old, orphan, young):
        path.write_bytes(b"date,name")
    for path in (old, orphan):
        os.utime(path, (time.time() - 8 * 86400,) * 2)
    change = ReferenceChange.objects.create(topic="holidays", file="reference/old", file_name="节假日.csv")
    assert tasks.delete_old_exports() == 2
    assert [path.name for path in (tmp_path / "reference").iterdir()] == ["young"]
    change.refresh_from_db()
    assert not change.file
    tasks.change_reference(change.pk)
    change.refresh_from_db()
    assert "重新上传" in change.message


def test_what_another_town_sent_is_not_listed(sent, administrator):
    sent("county", LIST)
    there = User.objects.create(username="there", role="administrator")
    there.divisions.set([FAR_TOWN])
    assert len(administrator.get(PAGE).context["page"]) == 1
    ReferenceChange.objects.update(requested_by=there)
    assert len(administrator.get(PAGE).context["page"]) == 0
