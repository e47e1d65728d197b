"""/healthz and /metrics: how the installation is, without a word about anybody."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from core.jobs import duties
from core.jobs.queue import BROKEN
from core.models import Generation, ScheduledDuty, new_generation
from ledger.models import ImportJob
from wutuan import health
from wutuan.celery import app as celery

CHECKS = ("database", "migrations", "broker", "queue", "scheduled", "disk", "rubric", "failed_jobs", "backup")
OK = dict.fromkeys(CHECKS, "ok")
LONG_AGO = timedelta(days=400)


def begun(ago):
    """As if the database had been set up so long ago, and nothing had been done since."""
    new_generation()
    Generation.objects.update(begun_at=timezone.now() - ago)


def told(client):
    response = client.get("/healthz")
    return response.status_code, {name: words for name, words in response.json().items() if words != "ok"}


def test_everything_is_well_and_nobody_has_to_sign_in(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):  # two of them for each kind of job
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, OK)


def test_a_database_that_was_not_upgraded_is_said(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == OK | {"migrations": "数据库结构未升级，请运行 manage.py bootstrap"}


def test_jobs_that_nobody_takes_are_said(client, db, monkeypatch):
    monkeypatch.setattr(health, "longest_wait", lambda: timedelta(minutes=11))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == OK | {"queue": "有任务已排队 11 分钟，请检查后台任务进程"}


def test_what_breaks_a_check_stays_in_the_log(client, db, monkeypatch, caplog):
    def database():
        raise ConnectionError("password authentication failed for user wutuan")

    monkeypatch.setattr(health, "VITAL", (database, *health.VITAL[1:]))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "无法检查，详见日志")
    assert "password authentication failed" in caplog.text


def test_every_scheduled_task_is_expected():
    once_a_day = {"wutuan.tasks.back_up", "doubts.tasks.find_once_a_day"}
    done = {health.BACKUP, "doubts.tasks.find_doubts"}
    scheduled = {entry["task"] for entry in celery.conf.beat_schedule.values()}
    assert scheduled == duties.EXPECTED.keys() - done | once_a_day


def test_a_worker_that_has_stopped_is_said(client, db):
    begun(LONG_AGO)
    for name in duties.EXPECTED:
        duties.succeeded(name)
    assert told(client) == (200, {})
    hour = timezone.now() - timedelta(hours=1)
    ScheduledDuty.objects.filter(name="reminders.tasks.deliver").update(succeeded_at=hour)
    words = f"发送提醒：上次完成是 {timezone.localtime(hour):%Y-%m-%d %H:%M}"
    assert told(client) == (503, {"scheduled": f"定时任务没有按时完成，请检查后台任务和定时进程（{words}）"})


def test_a_worker_that_never_ran_is_said_once_it_had_its_time(client, db):
    begun(timedelta(minutes=11))
    status, faults = told(client)
    assert (status, faults.keys()) == (503, {"scheduled"})
    assert faults["scheduled"].endswith("（找回中断的任务：还没有完成过）")


def test_a_clock_that_was_set_back_hides_no_stopped_worker(client, db):
    begun(LONG_AGO)
    for name in duties.EXPECTED:
        duties.succeeded(name)
    ScheduledDuty.objects.update(succeeded_at=timezone.now() + timedelta(days=3))
    assert told(client)[0] == 503


def test_what_is_only_to_be_looked_at_leaves_the_status_alone(client, db):
    begun(timedelta(days=3))
    for name in duties.EXPECTED.keys() - {health.BACKUP}:
        duties.succeeded(name)
    for state, message in (("failed", BROKEN), ("failed", "文件是空的"), ("done", "")):
        ImportJob.objects.create(file="x.xlsx", size=1, state=state, message=message, finished_at=timezone.now())
    expected = {
        "failed_jobs": "最近一天有 1 个任务因程序出错而失败，详见日志",
        "backup": "备份：还没有完成过，请运行 manage.py backup",
    }
    assert told(client) == (200, expected)


def test_a_full_disk_is_said(client, db, monkeypatch):
    monkeypatch.setattr(health, "LEAST_ROOM", 2**62)
    status, faults = told(client)
    assert (status, faults.keys()) == (503, {"disk"})


def test_a_duty_that_fails_is_told_apart_from_one_that_is_not_begun(db, monkeypatch):
    from core import tasks

    begun(LONG_AGO)
    monkeypatch.setattr(tasks.queue, "sweep", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.sweep_jobs()
    status = duties.statuses()["core.tasks.sweep_jobs"]
    assert status.words == "找回中断的任务：还没有完成过，最近一次出错，详见日志"
    monkeypatch.undo()
    tasks.sweep_jobs()
    assert not duties.statuses()["core.tasks.sweep_jobs"].is_overdue


@pytest.mark.parametrize(("name", "told"), [("administrator", True), ("staff", False), ("clerk", False)])
def test_administrators_read_on_every_page_what_has_stopped(signed_in, name, told):
    begun(LONG_AGO)
    cache.clear()
    assert ("定时任务没有按时完成" in signed_in(name).get("/menu/").content.decode()) == told


def test_the_same_is_measured(client, db):
    begun(LONG_AGO)
    duties.succeeded("core.tasks.sweep_jobs")
    measured = client.get("/metrics").content.decode()
    assert 'duty_overdue{duty="core.tasks.sweep_jobs"} 0.0' in measured
    assert 'duty_overdue{duty="backup"} 1.0' in measured
    for name in ("disk_free_bytes ", "jobs_broken 0.0", "jobs_longest_wait_seconds 0.0"):
        assert name in measured


@pytest.mark.parametrize(
    ("address", "forwarded", "expected"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.8", {}, 403),
        ("", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "10.0.0.8"}, 403),
    ],
)
def test_metrics_are_for_this_machine(client, db, address, forwarded, expected):
    assert client.get("/metrics", REMOTE_ADDR=address, headers=forwarded).status_code == expected


@pytest.mark.parametrize(("given", "expected"), [("Bearer geheim", 200), ("Bearer falsch", 403), ("", 403)])
def test_metrics_are_for_whoever_has_the_token(client, db, settings, given, expected):
    settings.METRICS_TOKEN = "geheim"
    assert client.get("/metrics", headers={"Authorization": given}).status_code == expected


def test_metrics_name_pages_and_never_paths(client, db):
    client.get("/accounts/login/?next=/people/4a1f")
    client.get("/people/430599199001010017/")
    client.generic("430599199001010017", "/accounts/login/")
    measured = client.get("/metrics").content.decode()
    assert 'http_request_seconds_count{method="GET",route="accounts:login",status="200"}' in measured
    assert 'method="other"' in measured
    assert "430599199001010017" not in measured
    assert "4a1f" not in measured
