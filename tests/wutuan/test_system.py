"""系统: how the installation is doing, whole whatever of it is broken; what an administrator does there."""

import re
import socket
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from administration.models import TrailExport
from core.jobs.queue import Job
from core.models import AuditEvent, ScheduledDuty
from fictional.one_of_everything import FAR, TOWN
from ledger.models import ImportJob
from tests.servers import redis
from wutuan import cache, health
from wutuan.system import deployment, parts

PAGE = reverse("system:page")
SECRETS = ("SECRET_KEY", "django-insecure", "geheim")


@pytest.fixture
def administrator(signed_in):
    return signed_in("administrator")


def facts(client):
    return {part.title: (part.fault, [fact.value for fact in part.facts]) for part in client.get(PAGE).context["parts"]}


def test_every_part_is_there_and_none_holds_a_secret(administrator, settings):
    settings.EMAIL_HOST_PASSWORD, settings.REMINDER_WEBHOOK = "geheim", "https://robot/?key=geheim"
    page = administrator.get(PAGE).content.decode()
    assert [title for title, (fault, _) in facts(administrator).items() if fault] == []
    assert all(f"<h2>{title}</h2>" in page for title in parts.PARTS)
    assert not any(secret in page.replace("SECRET_KEY 未设置", "") for secret in SECRETS[1:])


def test_what_has_never_been_done_is_not_green(administrator):
    shown = administrator.get(PAGE).context["parts"]
    never = [fact for part in shown for fact in part.facts if fact.value == "还没有"]
    assert len(never) > 3
    assert "safe" not in {fact.tone for fact in never}


@pytest.mark.parametrize("find", sorted(find.__name__ for find in parts.PARTS.values()))
def test_a_part_that_fails_fails_alone_and_says_so(administrator, monkeypatch, find):
    def fail(user):
        raise OSError("disk full")
        yield

    title = next(title for title, each in parts.PARTS.items() if each.__name__ == find)
    monkeypatch.setitem(parts.PARTS, title, fail)
    found = facts(administrator)
    assert {each for each, (fault, _) in found.items() if fault} == {title}
    assert parts.FAILED in administrator.get(PAGE).content.decode()


def test_a_full_disk_is_told_and_the_page_is_whole(administrator, monkeypatch):
    monkeypatch.setattr(health, "room", lambda: 5 * 2**20)
    found = facts(administrator)
    assert "5.0 MB" in found["磁盘"][1]
    assert "磁盘只剩 5 MB" in found["是否正常"][1]


# --- Redis ---


def test_the_page_is_whole_while_redis_is_stopped(administrator, settings):
    with redis() as environment:
        settings.REDIS_URL = environment["REDIS_URL"]
        settings.CACHES = {"default": cache.cache_in(settings.REDIS_URL)}
        assert administrator.get(PAGE).status_code == 200
    page = administrator.get(PAGE)  # now nobody is there
    assert page.status_code == 200
    assert {part.title for part in page.context["parts"] if part.fault} <= {"后台进程"}


def test_the_page_is_whole_while_redis_takes_connections_and_answers_nothing(administrator, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        page = administrator.get(PAGE)
    assert page.status_code == 200
    found = {part.title: part for part in page.context["parts"]}
    well = {fact.label: fact.value for fact in found["是否正常"].facts}
    assert well["任务队列"] == "无法检查，详见日志"
    assert found["后台进程"].fault


# --- failed jobs ---


def failed(kind=TrailExport, **fields):
    return kind.objects.create(state=Job.State.FAILED, message="处理时出错", finished_at=timezone.now(), **fields)


def again(client, job):
    return client.post(reverse("system:again", args=[job.kind, job.pk]))


def test_a_failed_job_is_done_again_once_and_that_is_written_down(administrator):
    job = failed(requested_by=User.objects.get(username="auditor"))
    assert "处理时出错" in administrator.get(PAGE).content.decode()
    assert again(administrator, job).status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    line = AuditEvent.objects.get(action=AuditEvent.Action.JOB_REPEATED)
    assert (line.subject_type, line.subject_id, line.actor.username) == (job.kind, str(job.pk), "administrator")
    assert again(administrator, job).status_code == 404


def test_a_job_of_another_town_is_not_there(administrator):
    stranger = User.objects.create(username="stranger", role=User.Role.STAFF)
    stranger.divisions.set([FAR])
    job = failed(requested_by=stranger)
    assert again(administrator, job).status_code == 404
    assert reverse("system:again", args=[job.kind, job.pk]) not in administrator.get(PAGE).content.decode()


def test_an_import_that_writes_is_left_to_whoever_uploaded_it(administrator):
    fields = {"division_code": TOWN, "file_name": "台账.xlsx", "size": 1, "file": "ledger/x.xlsx"}
    job = failed(ImportJob, requested_by=User.objects.get(username="staff"), mode="good_rows", **fields)
    page = administrator.get(PAGE).content.decode()
    assert "台账.xlsx" in page
    assert "由提交人处理" in page
    assert again(administrator, job).status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


@pytest.mark.parametrize("kind", ["accounts.user", "labor.person", "x", "core.auditevent"])
def test_what_is_no_job_is_not_done(administrator, kind):
    assert administrator.post(reverse("system:again", args=[kind, 1])).status_code == 404


# --- test messages ---


def tried(client, channel="email"):
    return client.post(reverse("system:try", args=[channel]), follow=True).content.decode()


def test_a_mail_server_that_is_not_there_is_told_in_chinese(administrator, settings):
    User.objects.update(email="guanli@example.gov.cn")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_PORT = taken.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    assert "连不上邮件服务器：对方没有开放这个端口" in tried(administrator)


def test_a_mail_server_that_says_nothing_is_not_waited_for_longer_than_told(administrator, settings):
    User.objects.update(email="guanli@example.gov.cn")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_TIMEOUT = 0.3
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        assert "没有在规定的时间内应答" in tried(administrator)


def test_a_way_out_without_an_address_says_so_and_each_trial_is_written_down(administrator):
    assert "还没有设置地址" in tried(administrator, "webhook")
    line = AuditEvent.objects.get(action=AuditEvent.Action.CHANNEL_TESTED)
    assert line.details == {"channel": "webhook", "outcome": "没有发出"}  # what a server answers may name somebody
    assert administrator.post(reverse("system:try", args=["bell"])).status_code == 404


def test_accounts_that_never_signed_in_are_named_and_not_those_of_another_town(administrator):
    stranger = User.objects.create(username="stranger", role=User.Role.STAFF)
    stranger.divisions.set([FAR])
    User.objects.filter(username="clerk").update(last_login=timezone.now() - timedelta(days=1))
    _, (_, never) = facts(administrator)["账号"]
    assert "neighbour" in never
    assert "clerk" not in never
    assert "stranger" not in never


@pytest.mark.parametrize(
    ("noted", "told", "tone"),
    [
        ({}, "rehearse_restore", "due"),
        ({"succeeded_at": timedelta(days=1)}, "2", "safe"),
        ({"succeeded_at": timedelta(days=200)}, "2", "due"),
        ({"succeeded_at": timedelta(days=2), "failed_at": timedelta(days=1)}, "没有成功", "lost"),
        ({"succeeded_at": timedelta(days=1), "failed_at": timedelta(days=2)}, "2", "safe"),
    ],
)
def test_the_last_rehearsal_of_a_restore_is_told(administrator, noted, told, tone):
    moments = {name: timezone.now() - ago for name, ago in noted.items()}
    ScheduledDuty.objects.create(name="restore_rehearsal", **moments)
    page = administrator.get(PAGE).content.decode()
    shown = re.search(r"<dt>上次恢复演练</dt><dd[^>]*><span class=\"tag (\w+)\">([^<]+)<", page)
    assert shown[1] == tone
    assert told in shown[2]


@pytest.mark.django_db
def test_what_the_framework_finds_in_a_careless_installation_is_said_in_chinese(settings):
    settings.SECRET_KEY, settings.DEBUG, settings.ALLOWED_HOSTS = "short", True, []
    said = dict(deployment.findings())
    assert {"security.W009", "security.W010", "security.W018"} <= said.keys()
    assert deployment.OTHER not in said.values()
