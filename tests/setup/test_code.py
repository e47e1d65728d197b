"""The code that the program prints opens the set-up, and nothing else does; nor does it after the end."""

import re
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Installation
from setup import opening
from setup.models import Setup
from tests.setup.conftest import ADMINISTRATOR, TOWN, VILLAGE, text
from tests.wutuan.test_demo_rule import settle

STEPS = (
    "town",
    "new_town",
    "divisions",
    "villages",
    "administrator",
    "start",
    "plan",
    "leadership",
    "channels",
    "backups",
)


@pytest.mark.parametrize("address", ["/", "/people/", "/accounts/login/", "/no-such-page/", "/ledger/", "/setup/"])
def test_every_address_leads_to_the_set_up(client, code, address):
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("setup:code")
    assert "设置码" in text(answer)


def test_machines_still_ask_how_it_is(client, code):
    assert client.get(reverse("healthz")).status_code in (200, 503)
    assert client.get(reverse("manifest")).status_code == 200


def test_a_form_of_another_page_is_led_there_too_and_htmx_is_told_to_go(client, code):
    assert client.post(reverse("accounts:login"), {"username": "a", "password": "b"}).url == reverse("setup:overview")
    assert client.get("/people/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse("setup:overview")


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "bare", "wide"])
def test_the_code_opens_it_however_it_is_typed(client, code, post, typed):
    wide = code.translate({number: number + 0xFEE0 for number in range(0x21, 0x7F)})
    said = {"lower": code.lower(), "bare": code.replace("-", ""), "wide": wide}.get(typed) or typed.format(code)
    post("code", code=said)
    assert "这套系统给哪个乡镇用" in text(client.get("/", follow=True))


def test_the_code_is_random_long_and_kept_as_a_hash(fresh):
    codes = {opening.print_code() for _ in range(3)}
    assert len(codes) == 3
    kept = Setup.objects.get().code
    assert all(re.fullmatch(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", code) for code in codes)
    assert not any(part in kept for code in codes for part in code.split("-"))


def test_the_code_stands_in_no_log(client, code, post, caplog):
    caplog.set_level("DEBUG")
    post("code", code=code)
    post("code", code="K7QM-4HXP-92TD")
    assert code not in caplog.text


def test_guessing_makes_the_code_void_and_another_opens_again(client, code, post):
    for _ in range(opening.MOST_TRIES):
        assert "设置码不对" in text(post("code", code="AAAA-AAAA-AAAA"))
    assert "输错次数太多" in text(post("code", code=code))
    assert client.get(reverse("setup:town")).url == reverse("setup:code")
    assert post("code", code=opening.print_code()).url == reverse("setup:overview")


def test_without_a_printed_code_nothing_opens(client, fresh, post):
    for said in ("", "AAAA-AAAA-AAAA", "None"):
        assert post("code", code=said).status_code == 200
    assert client.get(reverse("setup:town")).url == reverse("setup:code")


def test_a_new_code_puts_out_whoever_came_in_by_the_old_one(entered, post):
    old = Client()
    opening.print_code()
    assert entered.get(reverse("setup:town")).url == reverse("setup:code")
    assert post("town", by=old, town=TOWN).url == reverse("setup:code")
    assert not Installation.objects.exists()


def test_a_session_from_before_the_code_is_not_the_one_after_it(client, code, post):
    client.get(reverse("setup:code"))
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    post("code", code=code)
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()


@pytest.mark.parametrize("step", STEPS)
def test_no_step_is_done_or_seen_without_the_code(client, code, post, step):
    data = {"town": TOWN, "villages": [VILLAGE], "put_off": "1", **ADMINISTRATOR}
    assert post(step, **data).url == reverse("setup:code")
    assert client.get(reverse(f"setup:{step}")).url == reverse("setup:code")
    assert not Installation.objects.exists()
    assert not User.objects.exists()


def test_a_stranger_does_not_finish(client, with_town, post):
    assert post("finish", by=Client()).url == reverse("setup:code")
    assert post("finish").url == reverse("setup:overview")  # whoever came in by the code neither: there is no account
    assert not Installation.objects.set_up().exists()


# --- printing it ---


def test_the_command_prints_a_new_one(fresh, post):
    printed = StringIO()
    call_command("setup_code", stdout=printed)
    code = re.search(r"(?:\w{4}-){2}\w{4}", printed.getvalue())[0]
    assert post("code", code=code).url == reverse("setup:overview")


def test_there_is_none_once_there_is_an_administrator(administrator):
    with pytest.raises(CommandError, match="用那个账号登录"):
        call_command("setup_code")


def test_there_is_none_for_what_is_set_up(fresh):
    Installation.objects.create(pk=1, is_demo=True)
    with pytest.raises(CommandError, match="已经设置完成"):
        call_command("setup_code")


def test_the_demo_is_never_asked_to_be_set_up(client, fresh):
    Installation.decide(is_demo=True)
    assert client.get("/people/").url.startswith(reverse("accounts:login"))
    assert client.get(reverse("setup:code")).status_code == 404


def test_with_demo_0_nothing_is_decided_but_that_it_is_ones_own(fresh, settings):
    settings.DEMO = False
    assert settle() == ""
    assert opening.is_open()
