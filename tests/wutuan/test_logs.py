"""Log lines say which page and how long, never who was looked for."""

import io
import json
import logging
import re

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from accounts.models import User
from wutuan.logs import JsonFormatter, LineFormatter

ID_NUMBER, PHONE = "430599199001010017", "15400000017"


@pytest.fixture
def lines():
    """What the logger wrote, as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def of_requests(lines):
    return [line for line in lines() if line["logger"] == "wutuan.request"]


def test_a_request_is_one_line(client, db, lines):
    user = User.objects.create(username="zhangsan", first_name="张三")
    client.force_login(user)
    response = client.get(reverse("accounts:profile") + "?q=张三", headers={"X-Request-ID": "0123456789abcdef"})
    (line,) = of_requests(lines)
    assert line.pop("milliseconds") >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line.pop("time"))
    assert line == {
        "level": "INFO",
        "logger": "wutuan.request",
        "message": "GET accounts:profile 200",
        "request": "0123456789abcdef",
        "user": user.pk,
        "route": "accounts:profile",
        "method": "GET",
        "status": 200,
    }
    assert response.headers["X-Request-ID"] == "0123456789abcdef"


def test_a_request_number_of_another_shape_is_not_taken(client, db, lines):
    for given in (ID_NUMBER + "\n", "张三", "0" * 200):
        assert re.fullmatch(r"[0-9a-f]{32}", client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"])


def test_neither_path_nor_query_is_written(client, db, lines):
    client.get(f"/people/{ID_NUMBER}/?name=曾小军&phone={PHONE}")
    (line,) = of_requests(lines)
    assert (line["route"], line["status"]) in {("", 404), ("", 302)}
    everything = json.dumps(lines(), ensure_ascii=False)
    for private in (ID_NUMBER, PHONE, "曾小军"):
        assert private not in everything


@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter("{message}", style="{")])
def test_numbers_are_masked_in_messages_and_tracebacks(formatter):
    try:
        raise ValueError(f"{ID_NUMBER} 打不通 {PHONE}")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "核实 %s", (ID_NUMBER,), (type(error), error, None))
    text = formatter.format(record)
    assert ID_NUMBER not in text
    assert PHONE not in text
    assert "*" * 18 in text
    assert "ValueError" in text


def test_the_row_that_the_database_refused_is_not_written(db):
    """PostgreSQL quotes it."""
    name = {"username": "曾小军"}
    User.objects.create(**name)
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        User.objects.create(**name)
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), caught._excinfo)
    text = JsonFormatter().format(record)
    assert "IntegrityError" in text
    assert "曾小军" not in text


def test_a_broken_page_is_logged_with_its_number(client, db, lines, monkeypatch):
    def broken(*args):
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr("wutuan.views.HomeView.get", broken)
    client.force_login(User.objects.create(username="zhangsan"))
    client.raise_request_exception = False
    number = client.get("/").headers["X-Request-ID"]
    told = [line for line in lines() if line["level"] == "ERROR"]
    assert [line["request"] for line in told] == [number]
    assert "server closed the connection" in told[0]["exception"]
