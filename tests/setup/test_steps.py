"""The steps of the first start: each saved, put off, gone on with after a crash, and done once by two browsers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import LeadershipPost, Tenure, User
from core.models import AuditEvent, Division, Document, Installation, Village
from core.records.conflicts import latest_version
from oversight.models import Baseline, OrganisationDocument
from reminders.models import WaysOut
from scoring.models import TownStart
from setup import opening
from tests.policed import PolicedClient
from tests.reminders.sinks import MailServer, Robot, serving
from tests.setup.conftest import ADMINISTRATOR, NEXT_VILLAGE, OTHER_TOWN, PASSWORD, TOWN, VILLAGE, bootstrap, text

YEAR = timezone.localdate().year
NEW = "430529104299"


def villages():
    return dict(Village.objects.values_list("code", "platform_required"))


def next_step(client):
    return client.get(reverse("setup:overview")).url


# --- the town ---


@pytest.mark.parametrize("asked", ["五团", "城步 五团", "430529104", "城步苗族自治县"])
def test_the_town_is_found_by_name_county_or_code(entered, asked):
    page = entered.get(reverse("setup:town"), {"q": asked})
    assert "五团镇" in text(page)
    assert "湖南省邵阳市城步苗族自治县" in text(page)


def test_the_proposed_town_stands_first(entered):
    first, *others = entered.get(reverse("setup:town")).context["found"]
    assert (first[0].pk, len(others) > 5) == (TOWN, True)


def test_a_chosen_town_leads_to_its_villages(entered, post):
    assert post("town", town=TOWN, seen="").url == reverse("setup:villages")
    assert Installation.objects.get().town_id == TOWN


@pytest.mark.parametrize("town", ["430529", "430529104204", "430527101", "", "x"])
def test_what_is_no_town_of_the_list_is_refused(entered, post, town):
    assert post("town", town=town, seen="").status_code == 200
    assert not Installation.objects.filter(town__isnull=False).exists()


def test_of_two_who_choose_at_once_the_second_sees_what_the_first_chose(with_town, post):
    answer = post("town", town=OTHER_TOWN, seen="")
    assert "另一个窗口刚刚改过" in text(answer)
    assert Installation.objects.get().town_id == TOWN


def test_another_town_takes_the_place_of_one_chosen_by_mistake_with_its_villages(with_town, post):
    post("villages", town=TOWN, villages=[VILLAGE])
    post("town", town=OTHER_TOWN, seen=TOWN)
    assert (Installation.objects.get().town_id, villages()) == (OTHER_TOWN, {})


def test_once_there_is_an_administrator_the_town_stays(administrator, post):
    assert "乡镇不能再换" in text(post("town", town=OTHER_TOWN, seen=TOWN))
    assert Installation.objects.get().town_id == TOWN


def test_a_county_whose_towns_nobody_listed_is_named_with_what_to_do(entered):
    page = text(entered.get(reverse("setup:town"), {"q": "绥宁"}))
    assert "湖南省邵阳市绥宁县（430527）的乡镇还不在名单里" in page
    assert reverse("setup:divisions") in page


def test_a_town_that_the_list_lacks_is_added_and_chosen(entered, post):
    assert post("new_town", code="430527101", name="长铺镇", seen="").url == reverse("setup:villages")
    town = Division.objects.get(pk="430527101")
    assert (town.parent_id, town.level, Installation.objects.get().town) == ("430527", Division.Level.TOWN, town)


@pytest.mark.parametrize(
    ("typed", "told"), [("4305271", "9 位"), ("999999101", "没有代码为 999999"), ("43052710x", "9 位")]
)
def test_a_code_that_is_no_towns_is_said_beside_the_field(entered, post, typed, told):
    assert told in text(post("new_town", code=typed, name="长铺镇", seen=""))
    assert not Division.objects.filter(name="长铺镇").exists()


def test_the_list_of_another_county_comes_from_a_file(entered, post):
    rows = "code,name,parent\n430527101,长铺镇,430527\n430527101001,长安社区,430527101\n"
    answer = post("divisions", file=SimpleUploadedFile("430527.csv", rows.encode("utf-8-sig")))
    assert answer.url == reverse("setup:town")
    assert "长铺镇" in text(entered.get(reverse("setup:town"), {"q": "绥宁"}))


def test_the_list_of_another_county_may_be_pasted(entered, post):
    rows = "区划代码\t名称\n430527101\t长铺镇\n430527101001\t长安社区\n"
    assert post("divisions", pasted=rows).url == reverse("setup:town")
    assert "长铺镇" in text(entered.get(reverse("setup:town"), {"q": "绥宁"}))
    assert "请先选择要上传的文件" in text(post("divisions"))


@pytest.mark.parametrize(
    "rows", [b"\xff\xfe", b"a,b\n1,2\n", "code,name,parent\n43052,某,4305\n".encode(), b"code,name\n999999101,x\n"]
)
def test_a_file_that_is_no_list_is_refused_and_nothing_is_added(entered, post, rows):
    before = Division.objects.count()
    assert post("divisions", file=SimpleUploadedFile("x.csv", rows)).status_code == 200
    assert Division.objects.count() == before


# --- the villages ---


def test_every_village_is_ticked_to_begin_with(with_town):
    rows = with_town.get(reverse("setup:villages")).context["form"].rows
    assert len(rows) == 11
    assert all(row["is_ticked"] and row["is_required"] for row in rows)


def test_ticked_villages_take_part_with_their_platforms(with_town, post):
    assert post("villages", town=TOWN, villages=[VILLAGE, NEXT_VILLAGE], required=[VILLAGE]).status_code == 302
    assert villages() == {VILLAGE: True, NEXT_VILLAGE: False}


def test_saved_twice_or_changed_it_is_as_it_was_saved_last(with_town, post):
    post("villages", town=TOWN, villages=[VILLAGE, NEXT_VILLAGE], required=[VILLAGE])
    post("villages", town=TOWN, villages=[NEXT_VILLAGE], required=[NEXT_VILLAGE])
    assert villages() == {NEXT_VILLAGE: True}
    post("villages", town=TOWN, villages=[VILLAGE, NEXT_VILLAGE], required=[NEXT_VILLAGE])
    assert villages() == {VILLAGE: False, NEXT_VILLAGE: True}


def test_a_village_that_the_list_lacks_is_added_with_the_others(with_town, post):
    post("villages", town=TOWN, villages=[VILLAGE], missing=f"{NEW} 新村\n\n４３０５２９１０４２９８，二新村")
    assert villages() == {VILLAGE: False, NEW: True, "430529104298": True}
    assert Division.objects.get(pk=NEW).parent_id == TOWN


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (f"{NEW} 新村\n{NEW} 又一个", "重复了"),
        (f"{VILLAGE} 白水头村", "重复了"),
        ("430529101299 外村", "不在本乡镇内"),
        ("4305291 短", "12 位代码"),
        ("新村", "12 位代码"),
    ],
    ids=["twice", "listed", "outside", "short", "bare"],
)
def test_what_is_wrong_with_an_added_village_is_said_and_nothing_is_saved(with_town, post, missing, told):
    assert told in text(post("villages", town=TOWN, villages=[NEXT_VILLAGE], missing=missing))
    assert villages() == {}
    assert not Division.objects.filter(pk=NEW).exists()


def test_a_village_of_another_town_is_refused(with_town, post):
    assert "不是这个乡镇的村" in text(post("villages", town=TOWN, villages=["430529101001"]))
    assert villages() == {}


def test_villages_ticked_for_a_town_that_was_changed_meanwhile_are_not_saved(with_town, post):
    post("town", town=OTHER_TOWN, seen=TOWN)
    assert post("villages", town=TOWN, villages=[VILLAGE]).status_code == 200
    assert villages() == {}


def test_none_at_all_is_asked_about_and_can_wait(with_town, post):
    assert "请至少选一个村" in text(post("villages", town=TOWN))
    assert post("villages", town=TOWN, put_off="1").url == reverse("setup:administrator")


# --- the administrator ---


def test_the_first_administrator_has_the_town_and_is_signed_in(with_town, post):
    post("villages", town=TOWN, villages=[VILLAGE])
    assert post("administrator", **ADMINISTRATOR).url == reverse("setup:start")
    user = User.objects.get()
    assert (user.role, user.division_codes, user.check_password(PASSWORD)) == ("administrator", [TOWN], True)
    assert with_town.get(reverse("setup:plan")).wsgi_request.user == user


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"again": "other"}, "两次输入的密码不同"),
        ({"password": "12345678", "again": "12345678"}, "数字"),
        ({"password": "short", "again": "short"}, "密码太短"),
        ({"username": "a b/c"}, "用户名"),
        ({"name": ""}, "“姓名”没有填"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_added(with_town, post, changed, told):
    assert told in text(post("administrator", **ADMINISTRATOR | changed))
    assert not User.objects.exists()


def test_nobody_is_added_before_there_is_a_town(entered, post):
    assert post("administrator", **ADMINISTRATOR).url == reverse("setup:overview")
    assert not User.objects.exists()


def test_the_code_is_void_with_the_first_account_and_other_browsers_are_led_to_sign_in(with_town, code, post):
    other = PolicedClient()
    assert post("code", by=other, code=code).url == reverse("setup:overview")
    post("administrator", **ADMINISTRATOR)
    assert post("administrator", by=other, **ADMINISTRATOR | {"username": "second"}).url == reverse("accounts:login")
    assert other.get("/people/", follow=True).redirect_chain[-1][0] == reverse("accounts:login")
    assert post("code", by=PolicedClient(), code=code).url == reverse("setup:overview")
    assert list(User.objects.values_list("username", flat=True)) == ["guanli"]


def test_the_administrator_signs_in_again_and_goes_on(administrator):
    later = PolicedClient()
    answer = later.post(reverse("accounts:login"), {"username": "guanli", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("setup:villages")


def test_somebody_with_an_account_who_is_no_administrator_does_not_go_on(administrator):
    clerk, client = User.objects.create(username="jingban"), Client()
    clerk.divisions.set([VILLAGE])
    client.force_login(clerk)
    assert client.get(reverse("setup:plan")).status_code == 302
    assert client.post(reverse("setup:finish")).status_code == 302
    assert opening.is_open()


# --- the plan ---

COUNTED = {"labor": 1500, "employed": 1340, "workshop_workers": 30, "workshop_labor": 20}
PLAN = {"document-name": "行动方案", "document-number": "", "document-issued_on": f"{YEAR}-03-01", "document-seen": "0"}
FIGURES = {f"{name}-value": str(number) for name, number in COUNTED.items()}


def pdf(name="方案.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.7 made up")


def figures():
    return dict(Baseline.objects.values_list("indicator", "value"))


def test_the_plan_and_last_years_figures_are_registered_with_their_documents(administrator, post):
    administrator.post(reverse("setup:plan"), {**PLAN, **FIGURES, "plan": pdf(), "figures": pdf("基数.pdf")})
    plan = OrganisationDocument.objects.get()
    assert (plan.kind, plan.year, plan.town_id, plan.issued_on) == ("action_plan", YEAR, TOWN, date(YEAR, 3, 1))
    assert figures() == COUNTED
    assert set(Baseline.objects.values_list("year", "town")) == {(YEAR - 1, TOWN)}
    assert Document.objects.of(plan).get().uploaded_by.username == "guanli"
    assert Document.objects.count() == 5
    assert Baseline.history.first().history_user.username == "guanli"


def test_a_part_of_the_figures_is_kept_and_the_step_comes_again(administrator, post):
    post("plan", **{"labor-value": "1500"})
    assert figures() == {"labor": 1500}
    page = administrator.get(reverse("setup:plan"))
    assert "1500" in text(page)
    assert not page.context["state"].is_done


def test_of_two_windows_the_second_does_not_write_over_the_first(administrator, post):
    post("plan", **{"labor-value": "1500", "labor-seen": "0"})
    assert "另一个窗口刚刚改过" in text(post("plan", **{"labor-value": "1600", "labor-seen": "0"}))
    assert figures() == {"labor": 1500}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"labor-value": "-1"}, "脱贫劳动力总数"),
        ({"document-name": "方案", "labor-value": "1500"}, "“成文日期”没有填"),
        ({}, "还什么都没有填"),
    ],
)
def test_what_is_wrong_with_the_plan_is_said_and_nothing_is_half_written(administrator, post, data, told):
    assert told in text(post("plan", **data))
    assert (figures(), OrganisationDocument.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"figures": SimpleUploadedFile("x.exe", b"MZ"), "labor-value": "1500"}, "只收 PDF"),
        ({"figures": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "先填上年的数"),
        ({"plan": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "“名称”没有填"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused(administrator, post, data, told):
    assert told in text(post("plan", **data))
    assert (figures(), Document.objects.count()) == ({}, 0)


# --- the start day ---


def test_the_start_day_is_asked_saved_and_may_be_changed(administrator, post):
    post("villages", villages=[VILLAGE], required=[VILLAGE], town=TOWN, missing="")
    assert "启用日" in text(administrator.get(reverse("setup:start")))
    post("start", town=TOWN, started_on="2026-09-01")
    post("start", town=TOWN, started_on="2026-10-01", seen=latest_version(TownStart.objects.get()))
    start = TownStart.objects.get()
    assert (start.town_id, str(start.started_on)) == (TOWN, "2026-10-01")
    assert start.history.latest().history_user.username == "guanli"


def test_a_start_day_that_another_window_has_set_meanwhile_is_not_lost(administrator, post):
    post("villages", villages=[VILLAGE], required=[VILLAGE], town=TOWN, missing="")
    post("start", town=TOWN, started_on="2026-09-01")
    assert "另一个窗口刚刚改过" in text(post("start", town=TOWN, started_on="2026-10-01", seen="0"))
    assert str(TownStart.objects.get().started_on) == "2026-09-01"
    assert "启用日应在" in text(post("start", town=TOWN, started_on="1999-09-01", seen="0"))


# --- the leadership group ---


def test_the_posts_of_the_list_are_registered_with_those_who_hold_them(administrator, post):
    form = administrator.get(reverse("setup:leadership")).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    assert sent["holder_0"] == "龙万海"
    post("leadership", **sent | {"holder_1": ""})
    post("leadership", **sent)
    assert LeadershipPost.objects.filter(town=TOWN).count() == 9
    assert Tenure.objects.filter(started_on=sent["started_on"]).count() == 8


def test_another_town_has_other_people_in_the_same_posts(entered, post):
    post("town", town=OTHER_TOWN, seen="")
    post("administrator", **ADMINISTRATOR)
    page = entered.get(reverse("setup:leadership"))
    assert "龙万海" not in text(page)
    post("leadership", started_on="2026-01-05", holder_0="新任组长")
    assert list(Tenure.objects.values_list("name", "post__town")) == [("新任组长", OTHER_TOWN)]


# --- where reminders and backups go ---

NO_ENCRYPTION = {"mail_security": "none", "robot_kind": "wecom"}


@pytest.fixture
def mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the environment names no server
    with serving(MailServer()) as server:
        yield server


def to_server(server, **more):
    host = {"mail_host": "127.0.0.1", "mail_port": server.server_address[1], "mail_sender": "wutuan@example.org"}
    return {**NO_ENCRYPTION, **host, "to": "guanli@example.org", **more}


def test_a_real_mail_goes_out_before_the_server_is_kept(administrator, post, mail_server):
    assert post("channels", **to_server(mail_server)).status_code == 302
    (mail,) = mail_server.taken
    assert (mail["To"], mail["From"], "测试消息" in mail["Subject"]) == (
        "guanli@example.org",
        "wutuan@example.org",
        True,
    )
    assert WaysOut.current().mail_host == "127.0.0.1"


@pytest.mark.parametrize("replies", [{"MAIL": "550 no"}, {"RCPT": "550 who"}, {".": "554 spam"}, {".": ""}])
def test_a_mail_that_is_not_taken_is_said_and_the_server_is_not_kept(administrator, post, mail_server, replies):
    mail_server.replies = replies
    page = text(post("channels", **to_server(mail_server)))
    assert "邮件服务器" in page or "断开" in page
    assert WaysOut.current().mail_host == ""


def test_a_robot_is_spoken_to(administrator, post, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with serving(Robot()) as robot:
        assert post("channels", robot_url=robot.url, robot_kind="wecom", mail_port="25", mail_security="none").url
        robot.answer = (200, {"errcode": 93000, "errmsg": "invalid"})
        assert "93000" in text(
            post("channels", robot_url=robot.url, robot_kind="wecom", mail_port="25", mail_security="none")
        )
    assert "测试消息" in robot.heard[0][1]["text"]["content"]


def test_a_password_is_never_shown_again(administrator, post, mail_server):
    WaysOut.objects.create(pk=1, mail_host="127.0.0.1", mail_user="u@example.org", mail_password="geheim-4711")
    assert "geheim-4711" not in text(administrator.get(reverse("setup:channels")))


def test_a_folder_that_is_no_whole_path_is_refused(administrator, post):
    """Only the path is looked at: a backup needs a database that is not in a transaction."""
    assert "请写完整的路径" in text(post("backups", folder="backups"))
    assert Installation.objects.get().backup_folder == ""


# --- the end ---


def test_what_can_wait_is_put_off_and_the_set_up_finished(administrator, post):
    for step in ("villages", "start", "plan", "leadership", "channels", "backups"):
        post(step, put_off="1")
    page = administrator.get(reverse("setup:overview"))
    assert text(page).count("以后再办") > 5
    assert post("finish").url == reverse("home")
    assert not opening.is_open()
    assert "set_up" in AuditEvent.objects.values_list("action", flat=True)


def test_what_cannot_wait_is_not_put_off(entered, post):
    assert post("town", put_off="1").status_code == 200
    assert next_step(entered) == reverse("setup:town")


def test_finished_in_two_windows_it_is_finished_once(administrator, post):
    post("finish")
    assert post("finish").status_code == 404
    assert AuditEvent.objects.filter(action="set_up").count() == 1


def test_once_closed_nothing_opens_it(administrator, code, post):
    post("finish")
    stranger = PolicedClient()
    for client in (administrator, stranger):
        for page in (
            "overview",
            "code",
            "town",
            "villages",
            "administrator",
            "start",
            "plan",
            "leadership",
            "backups",
            "finish",
        ):
            assert client.get(reverse(f"setup:{page}")).status_code == 404, page
            data = {"code": code, "town": OTHER_TOWN, "seen": TOWN, **ADMINISTRATOR, "username": "second"}
            assert post(page, by=client, **data).status_code == 404, page
    assert (User.objects.count(), Installation.objects.get().town_id) == (1, TOWN)


def test_a_process_that_has_not_seen_the_end_yet_asks_the_database(administrator, code, post, monkeypatch):
    post("finish")
    monkeypatch.setattr(opening, "_closed", False)
    assert post("administrator", **ADMINISTRATOR | {"username": "second"}).status_code == 404


def test_once_closed_the_set_up_costs_no_query(administrator, post):
    post("finish")
    opening.is_open()
    with CaptureQueriesContext(connection) as asked:
        Client().get("/no-such-page/")
    assert not [query for query in asked if "set_up_at" in query["sql"] or "setup_setup" in query["sql"]]


def test_a_program_killed_in_the_middle_goes_on_where_it_was(with_town, post):
    """Nothing is remembered but what is saved: another process, another browser, another code."""
    post("villages", town=TOWN, villages=[VILLAGE], required=[VILLAGE])
    later = PolicedClient()
    post("code", by=later, code=opening.print_code())
    assert next_step(later) == reverse("setup:administrator")
    assert villages() == {VILLAGE: True}


def test_a_database_that_was_bootstrapped_by_hand_is_set_up_all_the_same(opened, transactional_db, client, post):
    bootstrap()
    post("code", code=opening.print_code())
    post("town", town=TOWN, seen="")
    post("administrator", **ADMINISTRATOR)
    assert post("finish").url == reverse("home")
    bootstrap()
    assert not opening.is_open()


def test_the_start_day_that_is_shown_first_is_saved_as_it_stands(administrator, post):
    post("villages", villages=[VILLAGE], required=[VILLAGE], town=TOWN, missing="")
    form = administrator.get(reverse("setup:start")).context["form"]
    shown = {field.name: str(field.value() or "") for field in form}
    assert post("start", **shown).status_code == 302
    assert TownStart.objects.get().started_on == timezone.localdate()
