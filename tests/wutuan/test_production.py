"""Production refuses to start with what everybody knows, and is for https alone."""

import json

import pytest

from accounts import demo
from accounts.models import User
from tests.databases import finish, start
from wutuan import checks

SECRET = "nur-dieser-test-kennt-ihn-und-er-ist-lang-genug-fuer-alle"
SHOWN = [
    "DEBUG",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "EMAIL_HOST",
    "CELERY_BROKER_URL",
    "CACHES",
]
SHOW = f"""
import json, wutuan.wsgi
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {SHOWN}}}))
"""


def refused():
    return [fault.id for check in checks.REFUSALS for fault in check()]


@pytest.fixture
def sound(db, settings):
    settings.SECRET_KEY, settings.PRODUCTION = SECRET, True


def test_nothing_is_refused_where_all_is_ours(sound):
    assert refused() == []
    checks.enforce()


def test_debugging_is_refused(sound, settings):
    settings.DEBUG = True
    assert refused() == ["wutuan.E001"]


def test_the_secret_in_the_source_is_refused(db, settings):
    settings.SECRET_KEY = settings.KNOWN_SECRET_KEY
    assert refused() == ["wutuan.E002"]


def test_demo_accounts_are_refused(sound, divisions):
    demo.create()
    assert refused() == ["wutuan.E003"]
    User.objects.update(is_active=False)
    assert refused() == []


def test_an_account_of_such_a_name_with_the_known_password_is_refused(sound):
    User.objects.create_user("admin", password=demo.PASSWORD)
    assert refused() == ["wutuan.E003"]


@pytest.mark.parametrize(
    ("address", "faults"),
    [
        ("redis://127.0.0.1:6379/0", ["wutuan.E004"]),
        ("redis://wutuan@127.0.0.1:6379/0", ["wutuan.E004"]),
        ("redis:///0", ["wutuan.E004"]),
        ("redis://:geheim@127.0.0.1:6379/0", []),
        ("redis://wutuan:geheim@queue.example.org/0", []),
        ("", []),
    ],
)
def test_a_queue_that_anybody_may_write_into_is_refused(sound, settings, address, faults):
    settings.REDIS_URL = address
    assert refused() == faults


def test_somebody_may_be_called_admin(sound):
    User.objects.create_user("admin", password="ein-eigenes-passwort", first_name="银未")
    assert refused() == []


def test_a_server_is_refused_in_a_line_a_fault(tmp_path):
    environment = {"SECRET_KEY": "", "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "DEBUG": "1"}
    server = start(
        "-m", "gunicorn", "--config=deploy/gunicorn.conf.py", "--log-level=error", "wutuan.wsgi", **environment
    )
    status, printed = finish(server)
    assert status == checks.REFUSED
    assert [line.split("，")[0] for line in printed.splitlines()] == [
        "拒绝启动：DEBUG 已打开",
        "拒绝启动：SECRET_KEY 未设置",
    ]


def test_all_is_set_by_the_environment(tmp_path):
    environment = {
        "SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "REDIS_URL": "redis://:geheim@queue.example.org:6380/4",
        "ALLOWED_HOSTS": "wutuan.example.org",
        "CSRF_TRUSTED_ORIGINS": "https://wutuan.example.org",
        "EMAIL_URL": "smtp+tls://mail:geheim@mail.example.org:587",
    }
    status, printed = finish(start("-c", SHOW, **environment))
    assert status == 0, printed
    shown = json.loads(printed.splitlines()[-1])  # a fresh checkout has no collected files yet, and is told so
    assert shown.pop("CACHES")["default"]["LOCATION"] == "redis://:geheim@queue.example.org:6380/5"
    assert shown == {
        "DEBUG": False,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
        "ALLOWED_HOSTS": ["wutuan.example.org", "localhost", "127.0.0.1", "[::1]"],
        "CSRF_TRUSTED_ORIGINS": ["https://wutuan.example.org"],
        "EMAIL_HOST": "mail.example.org",
        "CELERY_BROKER_URL": "redis://:geheim@queue.example.org:6380/4",
    }


def test_behind_our_proxy_the_visitor_is_whom_it_names(rf):
    from wutuan.middleware import ProxiedMiddleware

    seen = ProxiedMiddleware(lambda request: request.META["REMOTE_ADDR"])
    assert seen(rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.1.2.3"})) == "10.1.2.3"
    assert seen(rf.get("/")) == "127.0.0.1"
