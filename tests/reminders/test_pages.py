"""The bell, one's own reminders, their settings, and what did not go out."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from core.jobs import duties
from core.models import AuditEvent, Generation, ScheduledDuty, new_generation
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN
from labor.models import Person, Verification
from reminders.kinds import DEFAULT_RULES
from reminders.models import Delivery, Reminder, ReminderRule, Rules
from tests.reminders.arranged import YEAR, remind


@pytest.fixture
def page(signed_in):
    """The text of a page, opened by name of a user."""
    return lambda name, path: signed_in(name).get(path).content.decode()


def of(name):
    return User.objects.get(username=name)


def rule(kind, **data):
    return {
        "enabled": "on",
        "days": "30、7",
        "text": "{区划}{数量}人",
        "missed_text": "",
        **data,
    }, f"/reminders/settings/{TOWN}/{kind}/"


# --- one's own ---


def test_the_bell_counts_what_is_unread_until_it_is_read(signed_in, page):
    client = signed_in("clerk")
    first, second = (remind(of("clerk"), OWN, days_before=days) for days in (15, 7))
    remind(of("neighbour"), "430529104206")
    assert "提醒，2 条待看" in page("clerk", "/people/")
    assert client.post(f"/reminders/{first.pk}/read/").status_code == 302
    assert "提醒，1 条待看" in page("clerk", "/people/")
    assert client.post(f"/reminders/{second.pk}/open/").url == second.link
    assert "条待看" not in page("clerk", "/people/")


def test_all_can_be_read_at_once_and_others_keep_theirs(signed_in, page):
    signed_in("clerk")
    remind(of("clerk"), OWN)
    other = remind(of("staff"), TOWN)
    signed_in("clerk").post("/reminders/read/")
    assert list(Reminder.objects.unread()) == [other]


def test_a_bell_that_is_switched_off_is_not_there(page, settings):
    settings.REMINDER_CHANNELS = ["email"]
    assert 'class="btn bell"' not in page("clerk", "/people/")


def test_a_leader_sees_the_villages_that_fall_behind_as_they_are_now(arranged, client):
    def board(name, day):
        client.force_login(of(name))
        with travel(day, tick=False):
            return client.get("/score/").text

    remind(of("leader"), TOWN, kind="villages_behind", text="两个村落后，还剩10天")
    assert "落后的村" not in board("leader", date(YEAR, 5, 20))
    assert "五团镇有2个村半年信息核实进度落后，6月30日截止，还剩6天" in board("leader", date(YEAR, 6, 24))
    assert "落后的村" not in board("staff", date(YEAR, 6, 24))
    for person in Person.objects.filter(village_id=NEXT):
        Verification.objects.create(person=person, verified_on=date(YEAR, 6, 20), method="phone", result="unchanged")
    assert "有1个村半年信息核实进度落后，6月30日截止，今天到期" in board("leader", date(YEAR, 6, 30))
    assert "有1个村没有在6月30日前完成半年信息核实：白水头村" in board("leader", date(YEAR, 7, 10))
    assert "落后的村" not in board("leader", date(YEAR, 7, 15))


def test_a_message_says_when_it_was_sent_and_its_deadline_is_told_as_of_today(signed_in, page):
    signed_in("clerk")
    with travel(date(YEAR, 6, 23), tick=False):
        remind(of("clerk"), OWN, text="还有2人，还剩7天。")
    with travel(date(YEAR, 7, 10), tick=False):
        shown = re.sub(r"<[^>]+>", "", page("clerk", "/reminders/"))
    assert "逾期10天" in shown
    assert "6月23日 发出：还有2人，还剩7天。" in shown


def test_a_page_costs_the_same_with_one_reminder_and_with_many(signed_in):
    client = signed_in("clerk")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/reminders/")
        return len(queries)

    remind(of("clerk"), OWN, days_before=1)
    few = cost()
    for days in range(2, 20):
        remind(of("clerk"), OWN, days_before=days)
    assert cost() == few


# --- settings ---


def test_staff_change_days_and_words_and_the_trail_tells(signed_in):
    data, address = rule("case", days=" 12、 3 ，20", text="{区划}有{数量}人，{截止日期}，{剩余}")
    response = signed_in("staff").post(address, data, follow=True)
    assert "“求职登记清零”的设置已保存" in response.content.decode()
    changed = ReminderRule.objects.get(kind="case")
    assert (changed.days, changed.text, changed.enabled) == ([20, 12, 3], "{区划}有{数量}人，{截止日期}，{剩余}", True)
    event = AuditEvent.objects.get(action="settings_changed")
    assert (event.actor.username, event.details["kind"], sorted(event.details["changed"])) == (
        "staff", "case", ["days", "missed_text", "text"],
    )  # fmt: skip
    assert changed.history.get().history_user.username == "staff"


def test_dates_of_ones_own_are_kept_as_month_and_day(signed_in):
    data, address = rule("verification", dates="6-20、12月20日")
    signed_in("staff").post(address, data)
    assert ReminderRule.objects.get(kind="verification").dates == ["12-20", "06-20"]


@pytest.mark.parametrize(
    ("kind", "wrong", "told"),
    [
        ("case", {"days": ""}, "没有填"),
        ("case", {"days": "三天"}, "“三天”不对"),
        ("case", {"days": "-1"}, "“-1”不对"),
        ("case", {"days": "181"}, "“181”不对"),
        ("case", {"days": "1 2 3 4 5 6 7 8 9"}, "最多填 8 个"),
        ("case", {"text": ""}, "没有填"),
        ("case", {"text": "{姓名}该核实了"}, "不认识“{姓名}”，可以用的有：{区划}、{数量}、{截止日期}、{剩余}"),
        ("case", {"text": "{各村}"}, "不认识“{各村}”"),
        ("case", {"text": "{数量.__class__}"}, "不认识“{数量.__class__}”"),
        ("case", {"text": "{数量!r}"}, "不认识“{数量}”"),
        ("case", {"text": "{数量:>999999999}"}, "不认识“{数量}”"),
        ("case", {"text": "{数量"}, "花括号要成对"),
        ("case", {"missed_text": "请打 15400000017"}, "不能写证件号码或电话号码"),
        ("verification", {"dates": "02-30"}, "“02-30”不是日期"),
        ("villages_behind", {"behind_percent": "100"}, "不能大于99"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_changes(signed_in, client, kind, wrong, told):
    data, address = rule(kind, **{"behind_percent": "20", **wrong})
    client.announce("15400000017")
    html = signed_in("staff").post(address, data).content.decode()
    assert told in html.replace("&quot;", '"')
    assert not ReminderRule.objects.exists()


FAR_TOWN, COUNTY = FAR[:9], "430529"


def words_of(kind, division):
    return Rules().holding(kind, division).text


@pytest.fixture
def of_the_county(signed_in, small_town):
    """An administrator of the whole county, signed in."""
    signed_in("administrator").get("/accounts/me/").wsgi_request.user.divisions.set([COUNTY])
    return signed_in("administrator")


def test_a_town_sets_its_own_rules_and_no_other_towns(signed_in):
    data, address = rule("case", text="五团的话")
    assert signed_in("staff").post(address.replace(TOWN, FAR_TOWN), data).status_code == 404
    assert signed_in("staff").post(address.replace(TOWN, COUNTY), data).status_code == 404
    assert signed_in("staff").get(f"/reminders/settings/?division={FAR_TOWN}").status_code == 404
    assert not ReminderRule.objects.exists()
    signed_in("staff").post(address, data)
    assert (words_of("case", OWN), words_of("case", TOWN)) == ("五团的话", "五团的话")
    assert words_of("case", FAR) == DEFAULT_RULES["case"].text == words_of("case", COUNTY)


def test_who_has_no_division_sets_no_rule(signed_in):
    data, address = rule("case")
    assert signed_in("nobody").post(address, data).status_code == 403
    assert not ReminderRule.objects.exists()


def test_what_the_county_sets_holds_where_a_town_has_set_nothing(of_the_county, signed_in, page):
    data, address = rule("case", text="全县的话")
    of_the_county.post(address.replace(TOWN, COUNTY), data)
    assert {words_of("case", division) for division in (FAR, TOWN, COUNTY)} == {"全县的话"}
    data, address = rule("case", text="五团的话")
    signed_in("staff").post(address, data)
    assert (words_of("case", FAR), words_of("case", OWN)) == ("全县的话", "五团的话")
    assert set(ReminderRule.objects.values_list("division", "text")) == {(COUNTY, "全县的话"), (TOWN, "五团的话")}


def test_a_town_follows_the_county_again_when_it_gives_its_own_rule_up(of_the_county, signed_in):
    data, address = rule("case", text="全县的话")
    of_the_county.post(address.replace(TOWN, COUNTY), data)
    data, address = rule("case", text="五团的话")
    signed_in("staff").post(address, data)
    assert "不再单独设置" in signed_in("staff").get(address).content.decode()
    signed_in("staff").post(address, {"give_up": "1"})
    assert words_of("case", OWN) == "全县的话"
    assert ReminderRule.history.filter(history_type="-", division=TOWN).get().text == "五团的话"
    assert AuditEvent.objects.filter(action="settings_changed").latest("pk").details["given_up"] is True


def test_a_county_chooses_whose_rules_it_looks_at(of_the_county):
    html = of_the_county.get("/reminders/settings/").content.decode()
    for name in ("城步苗族自治县", "丹口镇", "五团镇"):
        assert f"{name}</option>" in html
    assert (
        f"/reminders/settings/{FAR_TOWN}/case/"
        in of_the_county.get(f"/reminders/settings/?division={FAR_TOWN}").content.decode()
    )


def test_a_kind_that_there_is_not_is_not_found(signed_in):
    assert signed_in("staff").get(f"/reminders/settings/{TOWN}/nothing/").status_code == 404


# --- what did not go out ---


def test_staff_see_what_did_not_go_out_and_have_it_sent_again_once(signed_in, page):
    client = signed_in("staff")
    delivery = remind(of("clerk"), OWN).deliveries.get()
    Delivery.objects.update(state="unknown", error="发送时程序中断", attempts=1)
    assert "提醒，1 条待看" in page("staff", "/reminders/")
    assert "不确定" in page("staff", "/reminders/deliveries/")
    for _ in range(2):
        client.post(f"/reminders/deliveries/{delivery.pk}/send/")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.error) == ("waiting", 0, "")
    assert AuditEvent.objects.filter(action="resend").count() == 1
    assert "条待看" not in page("staff", "/reminders/")


def test_what_was_sent_is_not_sent_again_by_hand(signed_in):
    client = signed_in("staff")
    delivery = remind(of("clerk"), OWN).deliveries.get()
    Delivery.objects.update(state="sent")
    client.post(f"/reminders/deliveries/{delivery.pk}/send/")
    delivery.refresh_from_db()
    assert delivery.state == "sent"


# --- when nobody sends ---


def stopped(name):
    """As if worker and beat had died yesterday."""
    new_generation()
    Generation.objects.update(begun_at=timezone.now() - timedelta(days=30))
    for duty in duties.EXPECTED:
        duties.succeeded(duty)
    ScheduledDuty.objects.filter(name=name).update(succeeded_at=timezone.now() - timedelta(days=1))


@pytest.mark.parametrize(("state", "said"), [("waiting", "有 1 条提醒等着发送。"), ("sent", "提醒都发出去了。")])
def test_all_is_sent_only_where_nothing_waits(signed_in, page, state, said):
    signed_in("staff")
    delivery = remind(of("clerk"), OWN).deliveries.get()
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    assert said in page("staff", "/reminders/deliveries/")


def test_where_nobody_sends_the_page_says_so_and_not_that_all_is_sent(signed_in, page):
    stopped("reminders.tasks.deliver")
    shown = page("staff", "/reminders/deliveries/")
    assert "后台没有在发送提醒" in shown
    assert "提醒都发出去了" not in shown


def test_where_no_reminders_are_made_everybody_is_told(signed_in, page):
    assert "提醒没有按时更新" not in page("clerk", "/reminders/")
    stopped("reminders.tasks.make_reminders")
    assert "提醒没有按时更新" in page("clerk", "/reminders/")
