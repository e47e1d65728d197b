"""Accounts are made by commands that give a role and divisions, ask for the password, and leave a line in the trail."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.urls import reverse_lazy

from accounts import passwords
from accounts.models import User
from core.models import AuditEvent

PASSWORD = "long-enough-4711"
PROFILE = reverse_lazy("accounts:profile")
TOWN, VILLAGE = "430529104", "430529104204"
pytestmark = pytest.mark.usefixtures("divisions")


@pytest.fixture
def password(tmp_path):
    """The option that names a file with the password, readable by nobody else."""
    file = tmp_path / "password"
    file.touch(0o600)
    file.write_text(f"{PASSWORD}\n")
    return f"--password-file={file}"


def run(*words):
    printed = StringIO()
    call_command(*words, stdout=printed)
    return printed.getvalue()


def signs_in(rf, name, password=PASSWORD):
    return authenticate(rf.get("/"), username=name, password=password) is not None


def lines():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "subject_id", "division_code"))


def test_the_first_administrator_has_role_and_division_and_begins_to_work(client, password):
    assert "管辖 五团镇" in run(
        "account", "add", "guanli", "--role=administrator", f"--division={TOWN}", "--name=银未", password
    )
    user = User.objects.get()
    assert (user.role, user.division_codes, user.first_name) == ("administrator", [TOWN], "银未")
    client.force_login(user)
    assert client.get("/", follow=True).status_code == 200
    assert lines() == [("user_added", str(user.pk), TOWN)]


def test_a_county_has_an_administrator_of_the_county(password):
    assert "城步苗族自治县" in run("account", "add", "guanli", "--role=administrator", "--division=430529", password)


def test_djangos_own_commands_say_what_to_use_instead():
    with pytest.raises(CommandError, match="administrator"):
        call_command("createsuperuser", "--username=guanli", "--email=", "--noinput")
    with pytest.raises(CommandError, match="account reset"):
        call_command("changepassword", "guanli")
    assert not User.objects.exists()


def test_an_account_is_made_stopped_resumed_and_given_another_password(client, rf, password, tmp_path):
    run("account", "add", "jingban", "--role=clerk", f"--division={VILLAGE}", "--name=石春梅", password)
    user = User.objects.get()
    assert (user.role, user.division_codes, signs_in(rf, "jingban")) == ("clerk", [VILLAGE], True)
    client.force_login(user)
    assert client.get(PROFILE).status_code == 200
    run("account", "stop", "jingban")
    assert client.get(PROFILE).status_code == 302
    assert not signs_in(rf, "jingban")
    assert "已停用" in run("account", "list")
    run("account", "resume", "jingban")
    (tmp_path / "password").write_text("another-one-4712")
    run("account", "reset", "jingban", password)
    assert (signs_in(rf, "jingban"), signs_in(rf, "jingban", "another-one-4712")) == (False, True)
    done = ["user_added", "user_stopped", "user_resumed", "password_reset"]
    assert [line for line in lines() if "sign" not in line[0]] == [(action, str(user.pk), VILLAGE) for action in done]


def test_somebody_gets_another_role_and_other_divisions(password):
    run("account", "add", "jingban", "--role=clerk", f"--division={VILLAGE}", password)
    assert "镇级经办人员 jingban，管辖 五团镇" in run(
        "account", "change", "jingban", "--role=staff", f"--division={TOWN}"
    )
    assert lines()[-1][0] == "user_changed"


def add(*words):
    return run("account", "add", "jingban", "--role=clerk", *words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "至少要有一个管辖区划"),
        (("--division=430599",), "没有区划代码"),
        ((f"--division={VILLAGE}", "--name=" + "长" * 200), "150"),
    ],
)
def test_what_would_be_broken_is_refused(password, words, told):
    with pytest.raises(CommandError, match=told):
        add(*words, password)
    assert (User.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_a_name_is_given_once(password):
    add(f"--division={VILLAGE}", password)
    with pytest.raises(CommandError, match="已有名为"):
        run("account", "add", "JINGBAN", "--role=clerk", f"--division={VILLAGE}", password)


def test_nobody_is_found_out_about(password):
    with pytest.raises(CommandError, match="没有名为“meiyou”的账号"):
        run("account", "reset", "meiyou", password)


# --- passwords ---


@pytest.mark.parametrize(("content", "told"), [("kurz", "太短"), ("", "太短"), ("password1", "常见")])
def test_a_weak_password_is_refused(password, tmp_path, content, told):
    (tmp_path / "password").write_text(content)
    with pytest.raises(CommandError, match=told):
        add(f"--division={VILLAGE}", password)
    assert not User.objects.exists()


def test_a_password_file_that_others_can_read_is_refused(password, tmp_path):
    (tmp_path / "password").chmod(0o640)
    with pytest.raises(CommandError, match="chmod 600"):
        add(f"--division={VILLAGE}", password)


def test_a_password_file_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="无法读取密码文件"):
        add(f"--division={VILLAGE}", "--password-file=/no/such/file")


def test_without_a_file_it_is_asked_for_twice_and_nowhere_else(monkeypatch):
    with pytest.raises(CommandError, match="--password-file"):
        add(f"--division={VILLAGE}")
    typed = iter([PASSWORD, "something-else-1", PASSWORD, PASSWORD])
    monkeypatch.setattr(passwords, "getpass", lambda prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    with pytest.raises(CommandError, match="不同"):
        add(f"--division={VILLAGE}")
    add(f"--division={VILLAGE}")
    assert User.objects.get().check_password(PASSWORD)
