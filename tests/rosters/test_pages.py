"""A list that others made, brought in on its pages: recognised or said by hand, looked at, decided, written, undone."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from labor.models import Employment
from ledger import tasks
from ledger.actions import ask_for_marked_copy
from ledger.models import ImportJob, RosterShape
from ledger.undoing import undo
from tests.exchanged import sent, words
from tests.ledger.builders import OWN_TOWN, PERSON, VILLAGE, person
from tests.ledger.conftest import imported, neighbour, staff, workbook, worked  # noqa: F401
from tests.ledger.test_marking import is_red
from tests.rosters.test_importing import HEADER, JOBS, SECOND, job

UPLOAD = reverse("ledger:roster")
Outcome = ImportJob.Outcome
STRANGE = HEADER.replace("务工企业名称", "打工的厂子")

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(imported):  # noqa: F811
    """A town with two people, one of whom works; known since before the lists."""
    with travel("2023-01-10", tick=False):
        people = [*OWN_TOWN["劳动力"], person(SECOND, "试二")]
        jobs = [JOBS, [PERSON, "2023-02-10", "某电子厂", "", "省外务工", "广东省东莞市"]]
        return imported({**OWN_TOWN, "劳动力": people, "就业记录": jobs})


@pytest.fixture
def page(client, staff, town):  # noqa: F811
    """The client of somebody of the town's office."""
    client.force_login(staff)
    return client


def upload(client, *rows, header=HEADER, name="务工20230930.csv", **more):
    """Upload a list and let a worker do its part; the import as it then is."""
    return upload_file(client, "\n".join([header, *rows]).encode(), name, **more)


def upload_file(client, content, name, **more):
    client.post(UPLOAD, sent(file=SimpleUploadedFile(name, content), **more))
    return worked(ImportJob.objects.first())


def address(name, of, *more):
    return reverse(f"ledger:{name}", args=[of.public_id, *more])


def act(client, name, of, **fields):
    """Press a button of an import's page, and let a worker do its part."""
    client.post(address(name, of), fields)
    tasks.import_file(of.pk)
    return ImportJob.objects.get(pk=of.pk)


def corrected(client, of, **fields):
    """Say on its page which column is what."""
    form = client.get(address("columns", of)).context["forms"][0]
    values = {field.name: field.value() or "" for field in form}
    values["is_shared"] = "on" if values["is_shared"] else ""
    return act(client, "columns", of, **{**{name: text for name, text in values.items() if text}, **fields})


def place_of(client, of, source):
    """The name of the field that says what the column `source` is."""
    form = client.get(address("columns", of)).context["forms"][0]
    return next(field.name for column, field in form.rows() if column.source == source)


# --- from the file to the register and back ---


def test_a_list_is_recognised_looked_at_written_and_undone(page):
    found = upload(page, job(employer="某鞋厂", begun="2023-06-01"), job("试二", SECOND, "2023-03-01", "某五金厂"))
    assert (found.outcome, Employment.objects.count()) == (Outcome.CHECKED, 1)
    told = words(page.get(found.get_absolute_url()))
    assert "按“务工月监测：已外出务工信息”读" in told
    assert "1 人换了单位 ，" in told
    assert "1 人新就业" in told
    written = act(page, "write", found, mode="all_or_nothing")
    assert (written.outcome, Employment.objects.count()) == (Outcome.WRITTEN, 3)
    assert words(page.get(reverse("ledger:exchange"))).count("务工20230930.csv 名册 已写入") == 1
    page.post(address("undo", written))
    assert (Employment.objects.count(), Employment.objects.get().ended_on) == (1, None)


def test_what_changes_is_told_old_and_new_side_by_side(page):
    found = upload(page, job(employer="某鞋厂", begun="2023-06-01"))
    told = words(page.get(address("effects", found, "work-changed")))
    assert "2023-02-10 某电子厂 就业记录·单位名称 某电子厂 某鞋厂 务工20230930 第 2 行" in told
    assert "试一" in told


def test_who_came_back_is_told(page):
    found = upload(page, job(end="2023-08-31"))
    assert "1 人返乡或离岗" in words(page.get(found.get_absolute_url()))


def test_only_the_good_rows_are_taken(page):
    found = upload(page, job("试二", SECOND, "2023-03-01", "某五金厂"), job("试二", SECOND, "不知道", "某鞋厂"))
    assert (found.outcome, found.refused_count) == (Outcome.CHECKED, 1)
    assert "日期写法不认识" in words(page.get(found.get_absolute_url()))
    assert act(page, "write", found, mode="good_rows").outcome == Outcome.WRITTEN
    assert Employment.objects.filter(person__id_number=SECOND).count() == 1


def test_uploaded_twice_it_changes_nothing(page):
    rows = [job("试二", SECOND, "2023-03-01", "某五金厂")]
    act(page, "write", upload(page, *rows), mode="good_rows")
    assert upload(page, *rows).is_nothing_new


def test_nobody_elses_list_is_found_or_decided(page, neighbour, client):  # noqa: F811
    found = upload(page, job(wage="4500"))
    client.force_login(neighbour)
    assert client.get(address("columns", found)).status_code == 404
    assert {client.post(address(name, found)).status_code for name in ("columns", "decide")} == {404}


def test_the_same_workbook_comes_back_marked_and_mended_changes_only_those_rows(page, workbook):  # noqa: F811
    rows = [job("试二", SECOND, "2023-03-01", "某五金厂"), job(wage="四千多")]
    title = ["五团镇务工名单"]
    path = workbook({"务工": [title, *(line.split(",") for line in [HEADER, *rows])]})
    found = upload_file(page, path.read_bytes(), "务工20230930.xlsx")
    written = act(page, "write", found, mode="good_rows")
    copy = ask_for_marked_copy(job=written, user=written.requested_by)
    tasks.mark_refused(copy.pk)
    copy.refresh_from_db()
    book = openpyxl.load_workbook(copy.file.path)
    assert [cell.coordinate for row in book["务工"] for cell in row if is_red(cell)] == ["J4"]
    assert (book["务工"]["K2"].value, book["务工"]["K4"].value) == ("拒绝原因", "务工月收入：数字看不懂")
    book["务工"]["J4"] = "4000"
    book.save(path)
    again = upload_file(page, path.read_bytes(), "务工20230930.xlsx")
    assert (again.totals["added"], again.totals["changed"], again.totals["unchanged"]) == (0, 1, 1)
    assert "拒绝原因" not in str(again.report["unknown"])


def test_its_page_does_not_grow_with_the_list(page):
    queries, sizes = [], []
    for many in (60, 600):
        rows = [job("试二", SECOND, "不知道", f"第{number}厂") for number in range(many)]
        found = upload(page, *rows, job("试二", SECOND, "2023-03-01", "某五金厂"))
        assert found.refused_count == many
        with CaptureQueriesContext(connection) as asked:
            answer = page.get(found.get_absolute_url())
        queries.append(len(asked))
        sizes.append(len(answer.content))
    assert queries[0] == queries[1]
    assert max(sizes) < 100_000


# --- which column is what ---


def test_a_column_that_nobody_knew_is_said_by_hand_and_remembered_for_the_next_file(page):
    found = upload(page, job(employer="某鞋厂", begun="2023-06-01"), header=STRANGE)
    assert (found.outcome, found.roster.tables[0]["lacks"]) == (Outcome.UNREADABLE, ["务工单位"])
    assert "最像“务工月监测：已外出务工信息”，还缺：务工单位" in words(page.get(found.get_absolute_url()))
    again = corrected(page, found, **{place_of(page, found, "打工的厂子"): "务工单位"})
    assert (again.outcome, again.writable) == (Outcome.CHECKED, 2)
    following = upload(page, "一、务工名单", job(employer="某鞋厂", begun="2023-07-01"), header="某某镇")
    assert following.outcome == Outcome.UNREADABLE
    following = upload(page, job(employer="某鞋厂", begun="2023-07-01"), header=f"五团镇务工名单\n{STRANGE}")
    assert following.outcome == Outcome.CHECKED


def test_a_heading_without_a_column_is_said_for_all_rows(page):
    header = HEADER.replace("是否已务工", "备注栏")
    found = upload(page, job(works="", wage="4500"), header=header)
    assert found.outcome == Outcome.UNREADABLE
    by_hand = corrected(page, found, layout="work-monthly")
    assert by_hand.roster.tables[0]["lacks"] == ["是否已务工"]
    again = corrected(page, by_hand, all_0="是")
    assert (again.outcome, again.totals["changed"]) == (Outcome.CHECKED, 1)


def test_a_column_is_not_read_where_somebody_says_so(page):
    found = upload(page, job(wage="4500"))
    assert found.totals["changed"] == 1
    again = corrected(page, found, **{place_of(page, found, "务工月收入"): ""})
    assert again.totals["changed"] == 0


def test_another_town_reads_alike_only_what_is_shared(page, neighbour, client):  # noqa: F811
    found = upload(page, job(), header=STRANGE)
    said = {place_of(page, found, "打工的厂子"): "务工单位"}
    corrected(page, found, **said)
    client.force_login(neighbour)
    assert upload(client, job(), header=STRANGE).outcome == Outcome.UNREADABLE
    RosterShape.objects.update(is_shared=True)
    assert upload(client, job(), header=STRANGE).outcome == Outcome.CHECKED


def test_a_layout_is_chosen_where_none_was_recognised(page):
    found = upload(page, "1,2", header="甲,乙")
    again = corrected(page, found, layout="platform-staff")
    assert again.roster.tables[0]["layout"] == "platform-staff"


def test_samples_show_no_whole_number(page):
    found = upload(page, job(wage="4500"))
    told = page.get(address("columns", found)).content.decode()
    assert PERSON not in told
    assert "4500" in told


# --- whose value counts ---


@pytest.fixture
def known_otherwise(page):
    """The wage of a job was changed by hand after the list was made."""
    with travel("2023-10-20", tick=False):
        known = Employment.objects.get()
        known.monthly_wage = 5200
        known.save()
    return upload(page, job(wage="4800"))


def wage():
    return Employment.objects.get().monthly_wage


def test_what_was_changed_by_hand_since_stays_until_somebody_decides(page, known_otherwise):
    assert "1 处和手工改过的不同" in words(page.get(known_otherwise.get_absolute_url()))
    assert not known_otherwise.may_be_written
    told = words(page.get(address("effects", known_otherwise, "by-hand")))
    assert "5200 4800" in told


@pytest.mark.parametrize("said", ["row", "column"])
def test_the_value_of_the_list_is_taken_where_somebody_says_so(page, known_otherwise, said):
    about = known_otherwise.effects.get().pk if said == "row" else "就业记录·月收入"
    page.post(address("decide", known_otherwise), {said: f"take {about}", "page": "1"})
    assert "用名册的" in words(page.get(address("effects", known_otherwise, "by-hand")))
    written = act(page, "write", known_otherwise, mode="good_rows")
    assert (written.outcome, wage()) == (Outcome.WRITTEN, 4800)
    undo(written.batch, user=written.requested_by)
    assert wage() == 5200


def test_a_row_holds_over_its_column(page, known_otherwise):
    page.post(address("decide", known_otherwise), {"column": "take 就业记录·月收入"})
    page.post(address("decide", known_otherwise), {"row": f"keep {known_otherwise.effects.get().pk}"})
    assert not ImportJob.objects.get().may_be_written


# --- pasted ---


def test_a_pasted_range_is_read_like_a_file(page):
    rows = "\n".join([HEADER, job("试二", SECOND, "2023-03-01", "某五金厂")]).replace(",", "\t")
    page.post(UPLOAD, sent(pasted=rows, as_of="2023-09-30"))
    found = worked(ImportJob.objects.get())
    assert (found.outcome, found.totals["added"], found.roster.as_of_read.isoformat()) == (
        Outcome.CHECKED,
        1,
        "2023-09-30",
    )


def test_a_range_of_the_ledger_is_pasted(page):
    rows = f"户编号\t户主姓名\t村代码\t户类型\nH7\t试七\t{VILLAGE}\t脱贫户\n"
    page.post(reverse("ledger:exchange"), sent(pasted=rows, mode="check"))
    found = worked(ImportJob.objects.get())
    assert (found.outcome, found.report["sheets"]["农户"]["added"]) == (Outcome.CHECKED, 1)


@pytest.mark.parametrize("upload", [UPLOAD, "/ledger/"])
def test_what_is_too_large_to_paste_is_refused_in_words(page, upload):
    answer = page.post(upload, sent(pasted="试\t1\n" * 600_000, mode="check"))
    assert answer.status_code == 400
    assert "存成 Excel 文件再上传" in answer.content.decode()


def test_what_is_no_range_of_the_ledger_is_told(page):
    page.post(reverse("ledger:exchange"), sent(pasted="甲\t乙\n1\t2", mode="check"))
    assert "认不出粘贴的是台账的哪张表" in worked(ImportJob.objects.get()).message


@pytest.mark.parametrize("name", ["务工[1]20230930.csv", f"名字{'很长' * 20}的名单20230930.txt", ""])
def test_text_and_what_was_pasted_come_back_marked_as_a_workbook(page, name):
    rows = [HEADER, job("试二", SECOND, "2023-03-01", "某五金厂"), job(wage="四千多")]
    if name:
        found = upload_file(page, "\n".join(rows).encode("gb18030"), name)
    else:
        page.post(UPLOAD, sent(pasted="\n".join(row.replace(",", "\t") for row in rows)))
        found = worked(ImportJob.objects.first())
    assert (found.refused_count, found.is_pasted, found.file_name) == (1, not name, name or "粘贴的表格")
    copy = ask_for_marked_copy(job=found, user=found.requested_by)
    tasks.mark_refused(copy.pk)
    copy.refresh_from_db()
    (sheet,) = openpyxl.load_workbook(copy.file.path)
    assert [cell.coordinate for row in sheet for cell in row if is_red(cell)] == ["J3"]
    assert (sheet["K1"].value, sheet["K3"].value) == ("拒绝原因", "务工月收入：数字看不懂")
    page.announce(PERSON, SECOND)
    taken = page.post(address("marked", found))
    assert "%E6%A0%87%E6%B3%A8%E9%94%99%E8%AF%AF.xlsx" in taken.headers["Content-Disposition"]
    assert ".csv" not in taken.headers["Content-Disposition"]
    again = upload_file(page, b"".join(taken.streaming_content), "务工20230930.xlsx")
    assert (again.refused_count, again.totals["rows"]) == (found.refused_count, found.totals["rows"])


def test_a_pasted_range_of_the_ledger_comes_back_marked(page):
    rows = f"证件号码\t姓名\t村代码\t劳动能力\t纳入日期\n{PERSON}\t试一\t{VILLAGE}\t很能干\t2023-01-01"
    page.post(reverse("ledger:exchange"), sent(pasted=rows, mode="check"))
    found = worked(ImportJob.objects.first())
    copy = ask_for_marked_copy(job=found, user=found.requested_by)
    tasks.mark_refused(copy.pk)
    copy.refresh_from_db()
    sheet = openpyxl.load_workbook(copy.file.path)["劳动力"]
    assert [cell.coordinate for row in sheet for cell in row if is_red(cell)] == ["D2"]


def test_nothing_chosen_and_nothing_pasted_is_said(page):
    assert "请先选择要上传的文件" in words(page.post(UPLOAD, sent(pasted="  ")))
