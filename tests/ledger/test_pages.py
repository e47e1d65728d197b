"""The ledger's pages: who may open them, what they show, and what they answer to wrong files."""

import io
from urllib.parse import quote
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from core.jobs.queue import Job
from core.models import AuditEvent, Village
from labor.models import Person
from ledger import tasks
from ledger.importing import import_ledger
from ledger.models import ImportBatch, ImportJob
from tests.exchanged import sent
from tests.ledger.builders import HOUSEHOLDS, OWN_TOWN, PERSON, TOWN, VILLAGE, person, with_a_fault
from tests.ledger.conftest import worked
from tests.ledger.test_wrong_files import WRONG

EXCHANGE = "/ledger/"
Mode, Outcome = ImportJob.Mode, ImportJob.Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, staff):
    """The client of somebody of the town's office."""
    client.force_login(staff)
    return client


def submit(client, path, mode=Mode.CHECK, **more):
    file = SimpleUploadedFile("台账.xlsx", path.read_bytes())
    return client.post(EXCHANGE, sent(file=file, mode=mode, **more))


def address(name, job):
    return reverse(f"ledger:{name}", args=[job.public_id])


def text(response):
    return response.content.decode()


def book(response):
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


# --- who ---


def test_signing_in_comes_first(client, uploaded):
    job = uploaded(OWN_TOWN)
    for path in (EXCHANGE, reverse("ledger:template"), job.get_absolute_url()):
        assert client.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize("role", [User.Role.CLERK, User.Role.LEADER])
def test_clerks_and_leaders_have_no_business_here(client, uploaded, role):
    job = uploaded(OWN_TOWN)
    other = User.objects.create_user("other", role=role)
    other.divisions.set(["430529104"])
    client.force_login(other)
    reads = (EXCHANGE, reverse("ledger:template"), job.get_absolute_url())
    writes = (EXCHANGE, reverse("ledger:export"), *(address(name, job) for name in WRITES))
    assert {client.get(path).status_code for path in reads} == {403}
    assert {client.post(path).status_code for path in writes} == {403}


WRITES = ("write", "again", "undo", "mark", "marked")


def test_somebody_elses_import_is_not_found(client, uploaded, neighbour):
    job = uploaded(with_a_fault())
    client.force_login(neighbour)
    assert client.get(job.get_absolute_url()).status_code == 404
    assert {client.post(address(name, job)).status_code for name in WRITES} == {404}
    assert "台账.xlsx" not in text(client.get(EXCHANGE))


def test_the_administrator_of_the_county_sees_it(client, uploaded, administrator):
    job = uploaded(OWN_TOWN)
    client.force_login(administrator)
    assert client.get(job.get_absolute_url()).status_code == 200
    assert "龙海英" in text(client.get(EXCHANGE))
    assert "按此写入" not in text(client.get(job.get_absolute_url()))


@pytest.mark.parametrize("name", [*WRITES, "export"])
def test_nothing_is_done_by_opening_an_address(page, uploaded, name):
    path = reverse("ledger:export") if name == "export" else address(name, uploaded(OWN_TOWN))
    assert page.get(path).status_code == 405


# --- uploading ---


def test_an_upload_leads_to_its_page_and_a_second_click_to_the_same(page, workbook):
    path, token = workbook(OWN_TOWN), uuid4()
    first, second = (submit(page, path, token=token) for _ in range(2))
    job = ImportJob.objects.get()
    assert first.url == second.url == job.get_absolute_url()
    assert (job.mode, job.file_name) == (Mode.CHECK, "台账.xlsx")


def test_every_form_has_a_token_of_its_own(page):
    assert page.get(EXCHANGE).context["form"]["token"].value() != page.get(EXCHANGE).context["form"]["token"].value()


@pytest.mark.parametrize("make", WRONG)
def test_a_wrong_file_gets_a_chinese_answer_and_writes_nothing(page, make, tmp_path):
    path = tmp_path / "wrong.xlsx"
    make(path)
    response = submit(page, path, Mode.GOOD_ROWS)
    if response.status_code == 200:
        assert response.context["form"].errors["file"][0].startswith(("文件", "这"))
        assert not ImportJob.objects.exists()
        return
    job = worked(ImportJob.objects.get())
    assert job.outcome == Outcome.UNREADABLE
    shown = text(page.get(job.get_absolute_url()))
    assert job.message in shown
    assert "无法读取" in shown
    assert not Village.objects.exists()


def test_no_file_at_all_is_said_beside_the_field(page):
    response = page.post(EXCHANGE, sent(mode=Mode.CHECK))
    assert response.context["form"].errors["file"] == ["请先选择要上传的文件"]


def test_a_file_beyond_the_limit_is_said_with_its_size(page, settings):
    settings.UPLOAD_LIMIT = 2**20
    file = SimpleUploadedFile("台账.xlsx", b"PK" + bytes(3 * 2**20))
    response = page.post(EXCHANGE, sent(file=file, mode=Mode.CHECK))
    assert "文件有 3 兆，最多 1 兆" in response.context["form"].errors["file"][0]
    assert not ImportJob.objects.exists()


# --- waiting ---


def test_while_it_waits_the_page_asks_again_and_then_reloads(page, workbook):
    submit(page, workbook(OWN_TOWN))
    job = ImportJob.objects.get()
    assert 'hx-trigger="every 1s"' in text(page.get(job.get_absolute_url()))
    polled = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "progress"}
    answer = page.get(job.get_absolute_url(), **polled)
    assert "排队中" in text(answer)
    assert "<html" not in text(answer)
    assert "HX-Refresh" not in answer
    worked(job)
    assert page.get(job.get_absolute_url(), **polled)["HX-Refresh"] == "true"
    assert 'hx-trigger="every 1s"' not in text(page.get(job.get_absolute_url()))


def test_how_far_it_is_can_be_read_without_javascript(page, workbook):
    submit(page, workbook(OWN_TOWN))
    ImportJob.objects.update(state=Job.State.RUNNING, progress_done=5, progress_total=9, message="检查（2/3）")
    shown = text(page.get(ImportJob.objects.get().get_absolute_url()))
    assert "检查（2/3）" in shown
    assert 'value="55" max="100"' in shown
    assert "<noscript><a" in shown


# --- the report ---


def test_a_checked_file_is_written_by_a_button(page, uploaded):
    job = uploaded(OWN_TOWN)
    assert "按此写入 3 行" in text(page.get(job.get_absolute_url()))
    assert page.post(address("write", job), {"mode": Mode.ALL_OR_NOTHING}).url == job.get_absolute_url()
    worked(job)
    assert '新增 <b class="number">3</b> 行' in text(page.get(job.get_absolute_url()))
    assert Village.objects.exists()


def test_with_errors_only_the_good_rows_are_offered(page, uploaded):
    shown = text(page.get(uploaded(with_a_fault()).get_absolute_url()))
    assert "只写入无误的 3 行" in shown
    assert "按此写入" not in shown


def test_an_odd_way_of_writing_does_nothing(page, uploaded):
    job = uploaded(OWN_TOWN)
    page.post(address("write", job), {"mode": "check"})
    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_the_report_counts_by_sheet_and_names_what_it_did_not_read(page, uploaded):
    job = uploaded({**OWN_TOWN, "农户": [[*HOUSEHOLDS[0], "备注"], [*HOUSEHOLDS[1], "x"]], "随手记": [["a"]]})
    response = page.get(job.get_absolute_url())
    assert [(line.name, line.counts["added"]) for line in response.context["lines"]] == [
        ("村社区", 1), ("农户", 1), ("劳动力", 1),
    ]  # fmt: skip
    assert "“农户”的列 备注" in text(response)
    assert "工作表“随手记”" in text(response)


def test_the_report_shows_no_whole_numbers_of_people(page, uploaded):
    people = [OWN_TOWN["劳动力"][0], person(household="没有这户"), person(number="430599198505050019")]
    people = [[*people[0], "联系电话"], *([*row, "15400001302"] for row in people[1:])]
    shown = text(page.get(uploaded({**OWN_TOWN, "劳动力": people}).get_absolute_url()))
    assert "430***********001*" in shown
    assert "430599198505050019" not in shown
    assert PERSON not in shown


def test_refused_cells_can_be_read_sheet_by_sheet(page, uploaded):
    people = [OWN_TOWN["劳动力"][0], person(name="")]
    job = uploaded({**with_a_fault(), "劳动力": people})
    assert len(page.get(job.get_absolute_url()).context["page"]) == 2
    response = page.get(job.get_absolute_url(), {"sheet": "劳动力"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="results")
    assert [cell.column for cell in response.context["page"]] == ["姓名"]
    assert "<html" not in text(response)


def test_refused_cells_can_be_read_reason_by_reason(page, uploaded):
    households = [HOUSEHOLDS[0], *([f"H{number}", "户主", VILLAGE, "贫困户"] for number in range(3))]
    job = uploaded({**OWN_TOWN, "农户": [*households, ["H9", "", VILLAGE, "脱贫户"]], "劳动力": OWN_TOWN["劳动力"][:1]})
    response = page.get(job.get_absolute_url())
    assert response.context["reasons"] == [("只能填：脱贫户、一般农户", 3), ("必填，不能为空", 1)]
    response = page.get(job.get_absolute_url(), {"sheet": "", "message": "必填，不能为空"})
    assert [cell.row for cell in response.context["page"]] == [5]


def test_a_long_list_of_refused_cells_has_pages(page, uploaded):
    households = [HOUSEHOLDS[0], *([f"H{number}", "户主", VILLAGE, "贫困户"] for number in range(70))]
    job = uploaded({**OWN_TOWN, "农户": households, "劳动力": OWN_TOWN["劳动力"][:1]})
    assert "第 1 页，共 3 页" in text(page.get(job.get_absolute_url()))
    assert len(page.get(job.get_absolute_url(), {"page": "3"}).context["page"]) == 20


@pytest.mark.parametrize("rows", [1, 60])
def test_the_pages_cost_the_same_whatever_was_refused(page, uploaded, rows, django_assert_max_num_queries):
    households = [HOUSEHOLDS[0], *([f"H{number}", "户主", VILLAGE, "贫困户"] for number in range(rows))]
    job = uploaded({**OWN_TOWN, "农户": households, "劳动力": OWN_TOWN["劳动力"][:1]})
    with django_assert_max_num_queries(13):
        page.get(job.get_absolute_url())


def test_a_failed_import_offers_another_run(page, uploaded):
    job = uploaded(OWN_TOWN)
    ImportJob.objects.update(state=Job.State.FAILED, outcome="", message="处理时出错，请联系系统管理员")
    assert "重新运行" in text(page.get(job.get_absolute_url()))
    page.post(address("again", job))
    assert worked(job).outcome == Outcome.CHECKED


def test_what_stands_in_the_way_of_taking_an_import_back_is_listed_until_it_is_put_right(page, uploaded):
    job = uploaded(OWN_TOWN, Mode.GOOD_ROWS)
    person = Person.objects.get()
    person.education = "高中"
    person.save()
    refused = page.post(address("undo", job), follow=True)
    assert refused.context["in_the_way"] == [person]
    assert f'href="{person.get_absolute_url()}"' in refused.content.decode().partition('id="in-the-way"')[2]
    assert page.get(job.get_absolute_url()).context["in_the_way"] == []
    assert Village.objects.exists()


def test_an_import_is_taken_back_by_a_button(page, uploaded):
    job = uploaded(OWN_TOWN, Mode.GOOD_ROWS)
    assert "确定撤销" in text(page.get(job.get_absolute_url()))
    assert "新增的记录已作废" in text(page.post(address("undo", job), follow=True))
    assert not Village.objects.exists()
    assert "撤销了这次导入" in text(page.get(job.get_absolute_url()))


def test_why_an_import_cannot_be_taken_back_is_said(page, uploaded):
    job = uploaded(OWN_TOWN)
    assert "没有写入任何数据" in text(page.post(address("undo", job), follow=True))


# --- the marked copy ---


def test_the_marked_copy_is_asked_for_awaited_and_taken(page, uploaded):
    job = uploaded(with_a_fault())
    assert page.post(address("marked", job)).status_code == 404
    page.post(address("mark", job))
    assert 'hx-trigger="every 1s"' in text(page.get(job.get_absolute_url()))
    tasks.mark_refused(job.marked_copy.pk)
    response = page.post(address("marked", job))
    assert response["Content-Disposition"].endswith(quote("台账-标注错误.xlsx"))
    assert book(response)["农户"]["E1"].value == "拒绝原因"
    event = AuditEvent.objects.filter(action=AuditEvent.Action.EXPORT).latest("pk")
    assert (event.division_code, event.details["rows"]) == ("430529104", 4)


# --- taking out ---


def test_the_template_has_a_chinese_name(page):
    response = page.get(reverse("ledger:template"))
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('台账模板.xlsx')}"
    assert "填写说明" in book(response).sheetnames


def export(client, division):
    return client.post(reverse("ledger:export"), {"division": division})


def test_a_ledger_is_taken_out_and_that_is_written_down(page, workbook, staff):
    import_ledger(workbook(TOWN))
    response = export(page, "430529104")
    assert quote("台账-五团镇-") in response["Content-Disposition"]
    taken = book(response)
    assert [row[0] for row in taken["劳动力"].iter_rows(min_row=2, values_only=True)] == [PERSON]
    assert [row[0] for row in taken["村社区"].iter_rows(min_row=2, values_only=True)] == [VILLAGE]
    event = AuditEvent.objects.filter(action=AuditEvent.Action.EXPORT).get()
    assert (event.actor, event.division_code, event.details["rows"]["劳动力"]) == (staff, "430529104", 1)


def test_the_ledger_of_a_village_may_be_taken_alone(page, workbook):
    import_ledger(workbook(TOWN))
    assert book(export(page, VILLAGE))["农户"].max_row == 2


@pytest.mark.parametrize("division", ["430529103", "430529", "", "x"])
def test_other_divisions_ledgers_are_not_found(page, workbook, division):
    import_ledger(workbook(TOWN))
    assert export(page, division).status_code == 404
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORT).exists()


def test_a_worker_from_the_next_town_is_not_taken_along(page, workbook, administrator, client):
    workshops = [
        ["车间编号", "车间名称", "村代码", "类型", "认定日期"],
        ["CJ01", "甲", VILLAGE, "厂房式", "2021-01-01"],
    ]
    stranger = person(number="430599850505001", village=TOWN["村社区"][2][0], household="")
    jobs = [["证件号码", "开始日期", "单位名称", "就业渠道", "就业地", "车间编号"]]
    jobs += [[stranger[0], "2023-01-01", "甲", "帮扶车间", "五团镇", "CJ01"]]
    people = [OWN_TOWN["劳动力"][0], stranger]
    assert import_ledger(workbook({**TOWN, "劳动力": people, "帮扶车间": workshops, "就业记录": jobs})).written
    assert book(export(page, "430529104"))["劳动力"].max_row == 1
    client.force_login(administrator)
    assert book(export(client, "430529104"))["劳动力"].max_row == 2


def test_what_can_be_taken_out_are_the_users_own_divisions(page, workbook):
    import_ledger(workbook(TOWN))
    offered = page.get(EXCHANGE).context["export_form"].fields["division"].choices
    assert offered == [("430529104", "五团镇"), (VILLAGE, "　白水头村")]


def test_a_county_is_taken_out_town_by_town(client, workbook, administrator):
    import_ledger(workbook(TOWN))
    client.force_login(administrator)
    offered = client.get(EXCHANGE).context["export_form"].fields["division"].choices
    assert [code for code, _ in offered] == ["430529103", "430529103205", "430529104", VILLAGE]
    assert export(client, "430529").status_code == 404


def test_what_was_taken_out_comes_in_again_unchanged(page, workbook, uploaded, tmp_path):
    import_ledger(workbook(TOWN))
    (tmp_path / "out.xlsx").write_bytes(b"".join(export(page, "430529104").streaming_content))
    job = uploaded(tmp_path / "out.xlsx")
    assert job.refused_count == 0
    assert job.totals["unchanged"] == job.totals["rows"] == 3
    assert "与现有数据完全一致" in text(page.get(job.get_absolute_url()))


def test_nobody_without_divisions_brings_anything_in_or_takes_anything_out(client, db, uploaded):
    nobody = User.objects.create_user("nobody", role=User.Role.STAFF)
    client.force_login(nobody)
    assert "还没有给您分配区划" in text(client.get(EXCHANGE))
    assert uploaded(OWN_TOWN, Mode.GOOD_ROWS, user=nobody).totals["added"] == 0
    assert ImportBatch.objects.get().report["农户"]["refused"] == 1
