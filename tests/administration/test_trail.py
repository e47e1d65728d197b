"""The trail for auditors: looked through, taken out, verified; and nobody else gets near it."""

import json
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from administration import tasks
from administration.models import TrailExport, TrailVerification
from administration.trail import retention
from core import audit
from core.actor import acting_as
from core.jobs.queue import Job
from core.models import AuditEvent
from fictional.one_of_everything import FAR, PHONE, TOWN, identity_number
from tests.policed import may_write
from tests.small_town import USERS

TRAIL = reverse("administration:trail")
VERIFICATION = reverse("administration:verification")
NUMBER = identity_number(1)
Action = AuditEvent.Action


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor")


def read(client, **asked):
    return client.get(TRAIL, asked)


def shown(client, **asked):
    return [line.action for line in read(client, **asked).context["lines"]]


def as_user(name):
    return acting_as(User.objects.get(username=name), ip="10.0.0.7")


# --- who reads it ---


def test_auditors_begin_at_the_trail(auditor):
    assert auditor.get("/", follow=True).redirect_chain[-1] == (TRAIL, 302)


@pytest.mark.parametrize("name", sorted(USERS.keys() - {"auditor"}))
def test_nobody_else_opens_it_not_even_a_superuser_of_the_demo(signed_in, name):
    assert signed_in(name).get(TRAIL).status_code == 403


def test_the_menu_of_an_auditor_names_what_opens_and_nothing_else(auditor):
    page = read(auditor)
    links = [link.route for section in page.context["sections"] for link in section.links]
    assert links == ["administration:trail", "accounts:profile"]
    assert reverse("reminders:list") not in page.content.decode()


# --- reading leaves a line ---


def test_reading_leaves_a_line_each_time(auditor):
    auditor.announce("石小军")
    for _ in range(2):
        read(auditor, action="import", about="石小军")
    lines = AuditEvent.objects.filter(action=Action.TRAIL_READ)
    assert [(line.actor.username, line.details) for line in lines] == [
        ("auditor", {"action": "import", "asked": ["对象"]})
    ] * 2
    assert "石小军" not in json.dumps([line.details for line in lines], ensure_ascii=False)
    assert {line.division_code for line in lines} == {TOWN}


def test_what_cannot_be_written_down_is_not_shown(auditor, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr("administration.trail.views.audit.record", fail)
    with pytest.raises(OSError, match="disk full"):
        read(auditor)


def test_the_inspector_lets_this_page_add_a_line_and_do_nothing_else(auditor):
    page, other = read(auditor), auditor.get(reverse("accounts:profile"))
    added = 'INSERT INTO "core_auditevent" ("action") VALUES (%s)'
    assert may_write(page, added)
    assert not may_write(page, 'DELETE FROM "core_auditevent"')
    assert not may_write(page, 'UPDATE "labor_person" SET "name" = %s')
    assert not may_write(other, added)


# --- looking for lines ---


def test_lines_are_found_by_who_what_about_whom_and_when(auditor, small_town):
    with as_user("clerk"):
        audit.record(Action.REVEAL, subject=small_town.person, details={"field": "phone", "reason": "核对"})
    with as_user("staff"):
        audit.record(Action.VOID, subject=small_town.workshop, details={"reason": "重复"})
    auditor.announce(small_town.person.name)
    assert shown(auditor, who="clerk") == ["查看完整信息"]
    assert shown(auditor, action="void") == ["作废"]
    assert shown(auditor, kind="labor.person") == ["查看完整信息"]
    assert shown(auditor, about=small_town.person.name) == ["查看完整信息"]
    assert shown(auditor, about=small_town.workshop.name[:2]) == ["作废"]
    assert shown(auditor, kind="labor.person", about=str(small_town.person.pk)) == ["查看完整信息"]
    today = timezone.localdate()
    assert "作废" in shown(auditor, since=today, until=today)
    assert shown(auditor, until=today - timedelta(days=1)) == []


def test_an_identity_number_is_answered_alike_whoever_has_it(auditor, small_town):
    with as_user("clerk"):
        audit.record(Action.REVEAL, subject=small_town.person, details={"field": "id_number"})
    somebodys, nobodys = (
        read(auditor, about=number).content.decode().split("<form", 1)[1].replace(number, "")
        for number in (small_town.person.id_number.plain, identity_number(998))
    )
    assert strip(somebodys) == strip(nobodys)
    for number in (NUMBER, PHONE, f"{NUMBER[:6]} {NUMBER[6:]}"):
        page = read(auditor, about=number)
        assert "不能用证件号码或电话查找" in page.content.decode()
        assert page.context["lines"] == []
        assert "不能用证件号码或电话查找" in read(auditor, who=number).content.decode()


def strip(html):
    """Without what differs from one answer to the next."""
    return "".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_names_of_people_are_masked_and_a_part_of_one_finds_nobody(auditor, small_town):
    with as_user("clerk"):
        audit.record(Action.REVEAL, subject=small_town.person, details={"reason": f"电话{PHONE}"})
    page = read(auditor, kind="labor.person").content.decode()  # the inspector looks for whole names and numbers
    assert small_town.person.name not in page
    assert f"{small_town.person.name[0]}*" in page
    assert shown(auditor, about=small_town.person.name[:1]) == []


def test_what_another_town_did_is_not_there(auditor, small_town):
    audit.record(Action.EXPORT, division=FAR)
    audit.record(Action.BACKUP)
    assert "导出" not in shown(auditor)
    assert "备份" in shown(auditor)  # of the installation, which is this town's


def test_an_impossible_period_is_told_beside_its_field(auditor):
    page = read(auditor, since="2023-05-02", until="2023-05-01").content.decode()
    assert "截止日期早于开始日期" in page
    assert "没有符合条件" not in page


def test_pages_follow_each_other_and_none_is_repeated(auditor):
    for number in range(120):
        audit.record(Action.EXPORT, division=TOWN, details={"rows": number})
    seen, before = [], ""
    while before is not None:
        page = read(auditor, action="export", before=before)
        seen += [line.details for line in page.context["lines"]]
        before = page.context["older"]
    assert seen == [f"条数：{number}" for number in reversed(range(120))]


def test_many_lines_cost_as_many_queries_as_few(auditor, small_town):
    asked = []
    for number in (1, 60):
        for _ in range(number):
            audit.record(Action.EXPORT, subject=small_town.person)
        with CaptureQueriesContext(connection) as captured:
            read(auditor)
        asked.append(len(captured))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "１２"])
def test_a_page_that_nobody_was_led_to_is_the_first(auditor, before):
    assert read(auditor, before=before).status_code == 200


# --- taking it out ---


def exported(client, **asked):
    address = client.post(reverse("administration:trail_export"), asked).url
    job = TrailExport.objects.get()
    tasks.export_trail(job.pk)
    return address, job


def test_the_workbook_holds_what_was_found_as_text_and_is_written_down(auditor, small_town):
    with acting_as(None, label='=HYPERLINK("http://evil")'):
        audit.record(Action.VOID, subject=small_town.person, details={"reason": "=1+1"}, division=TOWN)
    address, job = exported(auditor, action="void")
    assert "下载工作簿" in auditor.get(address).content.decode()
    answer = auditor.post(reverse("administration:export_file", args=[job.pk]))
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    _, row = book.active.iter_rows()
    assert [cell.value for cell in row][2] == '=HYPERLINK("http://evil")'
    assert {cell.data_type for cell in row} <= {"s", "n"}  # n: a cell with nothing in it; f would be a formula
    assert small_town.person.name not in str([cell.value for cell in row])
    told = AuditEvent.objects.filter(action=Action.EXPORT, subject_type="administration.trailexport")
    assert [line.details for line in told.order_by("pk")] == [
        {"list": "审计记录", "rows": 1},
        {"file": "审计记录", "rows": 1},
    ]


def test_only_who_asked_fetches_it_and_only_while_it_is_kept(auditor, small_town, signed_in):
    _, job = exported(auditor)
    other = User.objects.create(username="other", role=User.Role.AUDITOR)
    other.divisions.set([TOWN])
    TrailExport.objects.filter(pk=job.pk).update(requested_by=other)
    for route in ("administration:export", "administration:export_file"):
        client = auditor.get if route.endswith("export") else auditor.post
        assert client(reverse(route, args=[job.pk])).status_code == 404
    TrailExport.objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(days=8))
    assert retention.delete_old() == 1
    assert not TrailExport.objects.get().file


def test_who_is_no_auditor_any_more_gets_no_workbook(auditor):
    auditor.post(reverse("administration:trail_export"))
    User.objects.filter(username="auditor").update(role=User.Role.STAFF)
    job = TrailExport.objects.get()
    tasks.export_trail(job.pk)
    job.refresh_from_db()
    assert (job.state, bool(job.file)) == (Job.State.FAILED, False)


# --- verifying it ---


def verified(client, **sent):
    client.post(VERIFICATION, {"token": "0e5ae6e5-8fc4-4ca7-a0e3-2f5b7c6a1f11", **sent})
    job = TrailVerification.objects.latest("pk")
    tasks.verify_trail(job.pk)
    job.refresh_from_db()
    return job


def test_a_verification_shows_the_anchor_and_leaves_a_line(auditor):
    audit.record(Action.EXPORT, division=TOWN)
    audit.seal()
    job = verified(auditor)
    assert (job.state, job.fault, job.length) == (Job.State.DONE, "", 1)
    assert job.end in auditor.get(VERIFICATION).content.decode()
    assert AuditEvent.objects.filter(action=Action.TRAIL_VERIFIED, actor__username="auditor").exists()


def test_a_line_that_somebody_changed_is_named_on_the_page(auditor):
    audit.record(Action.EXPORT, division=TOWN)
    audit.seal()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET actor_name = 'x'")
    assert verified(auditor).fault == "第1条被改动"
    assert "第1条被改动" in auditor.get(VERIFICATION).content.decode()


@pytest.mark.parametrize("anchor", ["x", "1:abc", f"0:{'a' * 64}", "1:" + "A" * 64])
def test_what_is_no_anchor_is_refused_beside_its_field(auditor, anchor):
    page = auditor.post(VERIFICATION, {"token": "0e5ae6e5-8fc4-4ca7-a0e3-2f5b7c6a1f11", "anchor": anchor})
    assert "照抄以前某次核验给出的那一行" in page.content.decode()
    assert not TrailVerification.objects.exists()


def test_while_one_goes_on_no_other_begins(auditor):
    for token in ("0e5ae6e5-8fc4-4ca7-a0e3-2f5b7c6a1f11", "1e5ae6e5-8fc4-4ca7-a0e3-2f5b7c6a1f11"):
        auditor.post(VERIFICATION, {"token": token})
    assert TrailVerification.objects.count() == 1
    assert "progress" in auditor.get(VERIFICATION).content.decode()


def test_what_the_command_saw_is_kept_too(db):
    from django.core.management import call_command

    call_command("audit_verify")
    assert TrailVerification.objects.get().state == Job.State.DONE


def test_long_details_are_folded_and_short_ones_are_not(auditor):
    audit.record(AuditEvent.Action.IMPORT, details={"sheets": {f"第{number}张表": number for number in range(40)}})
    audit.record(AuditEvent.Action.IMPORT, details={"rows": 3})
    shown = auditor.get(TRAIL).content.decode()
    assert shown.count("<details") == 1
    assert "第39张表：39" in shown
