"""/healthz and /metrics: how the installation is, without a word about anybody."""

from datetime import timedelta

import pytest
from django.db import connection

from wutuan import status

OK = {"database": "ok", "migrations": "ok", "broker": "ok", "queue": "ok"}


def test_everything_is_well_and_nobody_has_to_sign_in(client, db, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, OK)


def test_a_database_that_was_not_upgraded_is_said(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == OK | {"migrations": "数据库结构未升级，请运行 manage.py bootstrap"}


def test_jobs_that_nobody_takes_are_said(client, db, monkeypatch):
    monkeypatch.setattr(status.jobs, "longest_wait", lambda: timedelta(minutes=11))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == OK | {"queue": "有任务已排队 11 分钟，请检查后台任务进程"}


def test_what_breaks_a_check_stays_in_the_log(client, db, monkeypatch, caplog):
    def database():
        raise ConnectionError("password authentication failed for user wutuan")

    monkeypatch.setitem(status.CHECKS, "database", database)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "无法检查，详见日志")
    assert "password authentication failed" in caplog.text


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
def test_metrics_are_for_this_machine(client, address, forwarded, expected):
    assert client.get("/metrics", REMOTE_ADDR=address, headers=forwarded).status_code == expected


@pytest.mark.parametrize(("given", "expected"), [("Bearer geheim", 200), ("Bearer falsch", 403), ("", 403)])
def test_metrics_are_for_whoever_has_the_token(client, settings, given, expected):
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
