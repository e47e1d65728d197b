"""半年核实 as clerks and staff use it: cards, taps, changes, groups, progress."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from core.actor import acting_as
from core.models import AuditEvent, Division
from fictional.one_of_everything import NEXT, OWN, PHONE, TOWN, add_person
from labor.models import Employment, Household, JobSeekingCase, Person, Verification
from labor.verification.campaign import Campaign, total_of
from scoring.catalogue import rubric_for
from scoring.tallies import Scope
from tests.exchanged import words as text

LIST = reverse("labor:verification_list")
GROUPS = reverse("labor:verification_groups")
PROGRESS = reverse("labor:verification_progress")
HTMX = {"HX-Request": "true"}
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock():
    cache.clear()
    with travel(datetime(2023, 5, 20, 3, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def names(response):
    return re.findall(r"<h2><a [^>]*>([^<]+)</a>", response.content.decode())


def answer(client, person, result="unchanged", headers=None, **more):
    address = reverse("labor:answer", args=[person.public_id])
    sent = {"token": str(uuid4()), "method": "phone", "result": result, "next": f"{LIST}?method=phone", **more}
    return client.post(address, sent, headers=headers)


def take_back(client, page, headers=None):
    address = re.search(r'action="(/verification/take-back/\d+/)"', page.content.decode())[1]
    return client.post(address, {"next": LIST}, headers=headers)


def neighbours(number, village=OWN):
    household = Household.objects.create(
        code=f"H-{village}", head_name="户主", village_id=village, kind="out_of_poverty"
    )
    people = []
    for order in range(number):
        person = add_person(
            village,
            20 + order + 100 * (village == NEXT),
            f"邻{order:02}",
            household=household,
            name_pinyin=f"lin {order:02}",
        )
        Employment.objects.create(
            person=person, started_on=date(2022, 1, 1), employer="竹编厂", channel="county", workplace="五团镇"
        )
        people.append(person)
    return people


def test_a_card_holds_the_last_answers(signed_in, small_town):
    Verification.objects.create(
        person=small_town.person, verified_on=date(2022, 11, 1), method="visit", result="unchanged"
    )
    page = text(signed_in("clerk").get(LIST))
    assert "本半年 1 人，已核实 0 人，还剩 1 人， 6月30日截止" in page
    assert "石小军 男，38岁，脱贫户 白水头车间 帮扶车间，五团镇，月收入 2,800 元 154****0017" in page
    assert "上次： 2022-11-01 入户，无变化" in page


def test_a_clerk_sees_only_people_of_the_own_village(signed_in):
    neighbours(1, NEXT)
    assert names(signed_in("clerk").get(LIST)) == ["石小军"]
    assert names(signed_in("neighbour").get(LIST)) == ["邻00"]
    assert names(signed_in("staff").get(LIST)) == ["邻00", "石小军"]
    assert names(signed_in("staff").get(LIST, {"village": OWN})) == ["石小军"]


def test_somebody_elses_person_is_not_found(signed_in, small_town):
    client = signed_in("neighbour")
    assert answer(client, small_town.person).status_code == 404
    assert client.get(reverse("labor:verify", args=[small_town.person.public_id])).status_code == 404
    assert not Verification.objects.exists()


def test_one_tap_verifies_and_a_button_takes_it_back(signed_in, small_town):
    client = signed_in("clerk")
    led = answer(client, small_town.person)
    assert led.url == f"{LIST}?method=phone"
    row = Verification.objects.get()
    assert (row.verified_on, row.method, row.result, row.verifier) == (date(2023, 5, 20), "phone", "unchanged", "clerk")
    page = client.get(led.url)
    assert "刚刚记下：石小军，无变化 撤销" in text(page)
    assert "全部核实完了" in text(page)
    take_back(client, page)
    page = client.get(LIST)
    assert "已撤销" in text(page)
    assert names(page) == ["石小军"]


def test_with_scripts_the_card_becomes_the_answer_and_back(signed_in, small_town):
    client = signed_in("clerk")
    done = answer(client, small_town.person, headers=HTMX)
    assert "石小军 已核实：无变化 撤销 本半年 1 人，已核实 1 人" in text(done)
    back = take_back(client, done, headers=HTMX)
    assert names(back) == ["石小军"]
    assert "已核实 0 人" in text(back)


def test_after_a_minute_one_is_told_where_to_void_it(signed_in, small_town, clock):
    client = signed_in("clerk")
    done = answer(client, small_town.person, headers=HTMX)
    clock.shift(61)
    assert "撤销" not in text(client.get(LIST))
    kept = take_back(client, done, headers=HTMX)
    assert "请在核实记录中作废" in text(kept)
    record = Verification.objects.get().get_absolute_url()
    assert record in kept.content.decode()
    assert take_back(client, done).url == record
    void = reverse("labor:verification_record_void", args=[Verification.objects.get().pk])
    client.post(void, {"token": str(uuid4()), "reason": "点错了人"})
    assert names(client.get(LIST)) == ["石小军"]


def test_nobody_takes_back_what_somebody_else_recorded(signed_in, small_town):
    done = answer(signed_in("clerk"), small_town.person, headers=HTMX)
    assert take_back(signed_in("staff"), done).status_code == 404
    assert Verification.objects.exists()


def test_an_answer_sent_twice_is_written_once_also_after_it_was_taken_back(signed_in, small_town):
    client = signed_in("clerk")
    token = str(uuid4())
    done = answer(client, small_town.person, headers=HTMX, token=token)
    take_back(client, done, headers=HTMX)
    answer(client, small_town.person, token=token)
    assert not Verification.objects.exists()


@pytest.mark.parametrize("wrong", [{"method": "letter"}, {"result": "updated"}, {"token": "x"}])
def test_a_wrong_answer_is_said_and_nothing_is_written(signed_in, small_town, wrong):
    client = signed_in("clerk")
    led = answer(client, small_town.person, **wrong)
    assert "没有记下" in text(client.get(led.url))
    assert not Verification.objects.exists()


def test_one_is_never_led_to_another_site(signed_in, small_town):
    assert answer(signed_in("clerk"), small_town.person, next="https://example.org/").url == LIST


def test_the_method_is_chosen_once_and_goes_along(signed_in, small_town):
    page = signed_in("clerk").get(LIST, {"method": "visit"}).content.decode()
    assert 'name="method" value="visit"><input' in page
    assert f"/verification/{small_town.person.public_id}/?method=visit" in page


def test_filters_find_those_who_were_not_reached_and_those_who_were(signed_in, small_town):
    client, (first, second) = signed_in("clerk"), neighbours(2)
    answer(client, first)
    answer(client, second, "unreachable")
    assert names(client.get(LIST)) == ["邻01", "石小军"]
    assert names(client.get(LIST, {"standing": "unreachable"})) == ["邻01"]
    assert names(client.get(LIST, {"standing": "verified"})) == ["邻00"]
    assert names(client.get(LIST, {"employer": "竹编"})) == ["邻01"]
    assert names(client.get(LIST, {"q": "sxj"})) == ["石小军"]


def test_the_next_stretch_skips_nobody_when_those_answered_have_left_the_list(signed_in):
    client, people = signed_in("clerk"), neighbours(45)
    first = client.get(LIST)
    assert names(first) == [person.name for person in people[:20]]
    for person in people[:3]:
        answer(client, person, headers=HTMX)
    after = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1]
    second = client.get(LIST + after)
    assert names(second) == [person.name for person in people[20:40]]
    before = re.search(r'rel="prev" href="([^"]+)"', second.content.decode())[1].replace("&amp;", "&")
    assert names(client.get(LIST + before)) == [person.name for person in people[3:20]]


def test_the_list_costs_the_same_queries_however_many_there_are(signed_in):
    client, counts = signed_in("staff"), []
    for village, number in ((NEXT, 3), (OWN, 15)):
        neighbours(number, village)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_phone_is_shown_for_a_call_and_the_look_is_written_down(signed_in, small_town):
    client = signed_in("clerk")
    card = client.get(LIST).content.decode()
    assert f'formaction="{reverse("labor:reveal", args=[small_town.person.public_id])}"' in card
    client.announce(PHONE)
    sent = {"field": "phone", "reason": "电话核实信息"}
    shown = client.post(reverse("labor:reveal", args=[small_town.person.public_id]), sent, headers=HTMX)
    assert f'href="tel:{PHONE}"' in shown.content.decode()
    assert AuditEvent.objects.get(action="reveal").details["reason"] == "电话核实信息"


# what has changed


@pytest.fixture
def verify_page(small_town):
    return reverse("labor:verify", args=[small_town.person.public_id])


def filled(client, address, **changed):
    """What the page of changes holds before anybody types, with what is typed."""
    page = client.get(address)
    sent = {"method": "phone", "next": LIST}
    with acting_as(page.wsgi_request.user):
        for field in (field for form in page.context["changes"].all for field in form):
            sent[field.html_name] = "" if field.value() is None else str(field.value())
    return {**sent, **changed}


def test_the_persons_page_offers_it_until_it_is_done(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    assert verify_page in client.get(small_town.person.get_absolute_url()).content.decode()
    answer(client, small_town.person)
    assert verify_page not in client.get(small_town.person.get_absolute_url()).content.decode()


def test_changes_and_the_verification_are_saved_together(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    job = small_town.person.employments.get()
    changed = {
        "phone": "15400000099", "health": "残疾", f"job{job.pk}-ended_on": "2023-05-10",
        "new-employer": "东莞某厂", "new-channel": "other_province", "new-workplace": "东莞市",
        "new-started_on": "2023-05-12", "new-monthly_wage": "4500",
    }  # fmt: skip
    led = client.post(verify_page, {**filled(client, verify_page, **changed), "confirmed": "1"})
    assert led.url == LIST
    person = Person.objects.get(pk=small_town.person.pk)
    assert (person.phone.plain, person.health) == ("15400000099", "残疾")
    jobs = {each.employer: (each.started_on, each.ended_on) for each in person.employments.all()}
    assert jobs["白水头车间"][1] == date(2023, 5, 10)
    assert jobs["东莞某厂"] == (date(2023, 5, 12), None)
    row = Verification.objects.get()
    assert (row.result, row.method, row.verifier) == ("updated", "phone", "clerk")
    assert person.history.latest().history_user.username == "clerk"
    assert "改动已保存" in text(client.get(LIST))


@pytest.mark.parametrize(
    ("changed", "known"),
    [
        ({"monthly_wage": "3500"}, "2,800"),
        ({"post": "组长"}, ""),
        ({"workplace": "儒林镇", "channel": "county"}, "五团镇"),
    ],
)
def test_a_job_that_goes_on_gets_its_new_wage_post_or_place(signed_in, small_town, verify_page, changed, known):
    Division.objects.create(code="430529100", name="儒林镇", level=9, parent_id="430529")
    client, before = signed_in("clerk"), small_town.person.employments.get()
    sent = {f"job{before.pk}-{name}": value for name, value in changed.items()}
    assert client.post(verify_page, {**filled(client, verify_page, **sent), "confirmed": "1"}).status_code == 302
    job = small_town.person.employments.get()
    assert {name: str(getattr(job, name)).removesuffix(".00") for name in changed} == changed
    assert (job.started_on, job.employer, job.ended_on) == (before.started_on, before.employer, None)
    assert (job.workplace_division_id == "430529100") is ("workplace" in changed)
    assert Verification.objects.get().result == "updated"
    assert known in text(client.get(job.get_absolute_url()))


def test_what_a_verification_changed_about_a_job_is_taken_back_with_it(signed_in, small_town, verify_page):
    staff, job = signed_in("staff"), small_town.person.employments.get()
    staff.post(verify_page, {**filled(staff, verify_page, **{f"job{job.pk}-monthly_wage": "3500"}), "confirmed": "1"})
    void = reverse(Verification.route("void"), args=[Verification.objects.get().pk])
    staff.post(void, {"token": str(uuid4()), "reason": "记错了人"})
    job.refresh_from_db()
    assert job.monthly_wage == 2800


def test_each_field_is_opened_by_itself_and_stays_open_where_it_was_filled_in(signed_in, small_town, verify_page):
    client, job = signed_in("clerk"), small_town.person.employments.get()
    page = client.get(verify_page)
    lines = [line for form in (page.context["changes"].person, *page.context["changes"].jobs) for line in form.lines]
    assert [line.fields[0].label for line in lines if line.is_open] == []
    assert [line.fields[0].label for line in lines[4:]] == ["月收入", "岗位", "就业地", "就业渠道", "结束日期"]
    wrong = {f"job{job.pk}-monthly_wage": "三千五", "health": "残疾"}
    changes = client.post(verify_page, filled(client, verify_page, **wrong)).context["changes"]
    lines = [line for form in (changes.person, *changes.jobs) for line in form.lines]
    assert [line.fields[0].label for line in lines if line.is_open] == ["健康状况", "月收入"]
    assert next(line for line in lines if line.fields[0].label == "月收入").known == 2800


def test_the_wage_that_somebody_else_has_changed_stays_when_one_ends_the_job(signed_in, small_town, verify_page):
    job = small_town.person.employments.get()
    ended, wage = f"job{job.pk}-ended_on", f"job{job.pk}-monthly_wage"
    sent = filled(signed_in("clerk"), verify_page, **{ended: "2023-05-10"})
    other = signed_in("staff")
    other.post(verify_page, {**filled(other, verify_page, **{wage: "3500"}), "confirmed": "1"})
    client = signed_in("clerk")
    asked = client.post(verify_page, {**sent, "confirmed": "1"})
    assert "月收入" in text(asked)
    with acting_as(asked.wsgi_request.user):
        again = {field.html_name: field.value() for field in asked.context["changes"].jobs[0]}
    again = {name: "" if value is None else str(value) for name, value in again.items()}
    client.post(verify_page, {**sent, **again, "token": str(uuid4()), "confirmed": "1"})
    job.refresh_from_db()
    assert (job.ended_on, job.monthly_wage) == (date(2023, 5, 10), 3500)


def test_an_end_and_a_beginning_sent_together_do_not_overlap(signed_in, small_town, verify_page):
    Division.objects.create(code="441900", name="东莞市", level=Division.Level.COUNTY)
    client = signed_in("clerk")
    new = {"new-employer": "东莞某厂", "new-channel": "other_province", "new-workplace": "东莞市"}
    new |= {"new-started_on": "2023-05-12", "new-monthly_wage": "4500"}
    assert "重叠" in text(client.post(verify_page, filled(client, verify_page, **new)))
    ended = {f"job{small_town.person.employments.get().pk}-ended_on": "2023-05-10"}
    assert client.post(verify_page, filled(client, verify_page, **new, **ended)).status_code == 302


def test_a_new_job_closes_the_open_case(signed_in, small_town, verify_page):
    case = JobSeekingCase.objects.create(person=small_town.person, registered_on=date(2023, 5, 1), willing=True)
    client = signed_in("clerk")
    new = {"new-employer": "东莞某厂", "new-channel": "other_province", "new-workplace": "东莞市"}
    client.post(
        verify_page, {**filled(client, verify_page, **new, **{"new-started_on": "2023-05-12"}), "confirmed": "1"}
    )
    case.refresh_from_db()
    assert case.ended_on == date(2023, 5, 12)


def test_what_did_not_change_is_not_written(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    before = small_town.person.employments.get().history.count()
    client.post(verify_page, filled(client, verify_page, health="残疾"))
    assert small_town.person.employments.get().history.count() == before
    assert Person.objects.get(pk=small_town.person.pk).phone.plain == PHONE


def test_without_any_change_one_is_pointed_to_the_other_button(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    assert "没有改动任何一项" in text(client.post(verify_page, filled(client, verify_page)))
    assert not Verification.objects.exists()


def test_one_fault_keeps_everything_from_being_written(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    job = small_town.person.employments.get()
    wrong = filled(client, verify_page, health="残疾", **{f"job{job.pk}-ended_on": "2020-01-01"})
    page = text(client.post(verify_page, wrong))
    assert "结束日期早于开始日期" in page
    assert not Person.objects.filter(health="残疾").exists()
    assert not Verification.objects.exists()


def test_a_new_job_that_is_half_filled_says_what_is_missing(signed_in, verify_page):
    client = signed_in("clerk")
    page = client.post(verify_page, filled(client, verify_page, **{"new-employer": "东莞某厂"}))
    assert "没有填" in text(page)
    assert "东莞某厂" in page.content.decode()
    assert not Verification.objects.exists()


def test_changes_sent_twice_are_written_once(signed_in, small_town, verify_page):
    client = signed_in("clerk")
    new = {"new-employer": "东莞某厂", "new-channel": "other_province", "new-workplace": "东莞市"}
    new["new-started_on"] = "2023-05-12"
    sent = {**filled(client, verify_page, health="残疾", **new), "confirmed": "1"}
    assert [client.post(verify_page, sent).status_code for _ in range(2)] == [302, 302]
    assert small_town.person.employments.filter(employer="东莞某厂").count() == 1
    assert Verification.history.count() == 1
    assert small_town.person.history.filter(health="残疾").count() == 1


def test_what_somebody_else_changed_meanwhile_is_asked_about(signed_in, small_town, verify_page):
    sent = filled(signed_in("clerk"), verify_page, health="残疾")
    other = signed_in("staff")
    other.post(verify_page, filled(other, verify_page, health="健康"))
    client = signed_in("clerk")
    asked = client.post(verify_page, sent)
    assert all(words in text(asked) for words in ("staff", "健康", "残疾"))
    again = {**sent, "seen": asked.context["changes"].person.data["seen"], "token": str(uuid4())}
    client.post(verify_page, {**again, "keep-health": "mine", "keep-phone": "mine"})
    assert Person.objects.get(pk=small_town.person.pk).health == "残疾"


def test_a_job_that_somebody_else_ended_meanwhile_is_not_lost_silently(signed_in, small_town, verify_page):
    job = small_town.person.employments.get()
    name = f"job{job.pk}-ended_on"
    sent = filled(signed_in("clerk"), verify_page, **{name: "2023-05-10"})
    other = signed_in("staff")
    other.post(verify_page, {**filled(other, verify_page, **{name: "2023-04-01"}), "confirmed": "1"})
    client = signed_in("clerk")
    asked = client.post(verify_page, {**sent, "confirmed": "1"})
    assert "结束日期：2023-04-01" in text(asked)
    seen = f"job{job.pk}-seen"
    form = asked.context["changes"].jobs[0]
    client.post(verify_page, {**sent, seen: form.data[seen], "confirmed": "1"})
    job.refresh_from_db()
    assert job.ended_on == date(2023, 5, 10)


# groups


def group_address(client):
    return GROUPS + re.search(r'href="(\?employer=[^"]+)"', client.get(GROUPS).content.decode())[1].replace(
        "&amp;", "&"
    )


def test_a_group_is_confirmed_at_once_without_those_who_were_unticked(signed_in):
    client, people = signed_in("clerk"), neighbours(4)
    assert "竹编厂 五团镇 4 人" in text(client.get(GROUPS))
    address = group_address(client)
    page = client.get(address)
    assert page.content.decode().count(" checked><span>邻") == 4
    sent = {"token": str(page.context["form"]["token"].value()), "method": "wechat"}
    sent["person"] = [person.pk for person in people[:3]]
    led = client.post(address, sent)
    assert Verification.objects.filter(result="unchanged", method="wechat").count() == 3
    page = client.get(led.url)
    assert "刚刚记下：邻02 等 3 人，无变化 撤销" in text(page)
    assert client.post(address, sent).status_code == 302
    assert Verification.history.count() == 3
    take_back(client, page)
    assert not Verification.objects.exists()


def test_a_group_takes_nobody_from_elsewhere_and_says_when_nobody_is_ticked(signed_in, small_town):
    stranger = neighbours(2, NEXT)[0]
    neighbours_here = neighbours(2)
    assert neighbours_here
    client = signed_in("clerk")
    address = group_address(client)
    wrong = client.post(address, {"token": str(uuid4()), "method": "phone", "person": [stranger.pk]})
    assert "名单已经变化" in text(wrong)
    assert "请至少勾选一个人" in text(client.post(address, {"token": str(uuid4()), "method": "phone"}))
    assert not Verification.objects.exists()


# progress


def test_the_villages_add_up_to_the_total_and_to_the_score(signed_in, small_town):
    first, second, *_ = neighbours(3)
    others = neighbours(2, NEXT)
    for person, result in ((first, "unchanged"), (second, "unreachable"), (others[0], "updated")):
        Verification.objects.create(person=person, verified_on=date(2023, 5, 19), method="phone", result=result)
    client = signed_in("staff")
    page = client.get(PROGRESS)
    rows = {row.village.name: (row.total, row.verified, row.left, row.unreachable) for row in page.context["rows"]}
    assert rows == {"白水头村": (4, 1, 3, 1), "木瓜村": (2, 1, 1, 0)}
    total = page.context["total"]
    assert (total.total, total.verified, total.left, total.last_on) == (6, 2, 4, date(2023, 5, 19))
    rule = rubric_for(2023).scored_by("data_maintenance")[0].rule
    counted = rule.tallies(Scope(TOWN, date(2023, 6, 30)))["H1"]
    assert counted.listed.within(TOWN).count() == total.left


def test_a_past_half_year_is_shown_as_it_ended(signed_in, small_town):
    Verification.objects.create(
        person=small_town.person, verified_on=date(2022, 9, 1), method="phone", result="unchanged"
    )
    page = signed_in("staff").get(PROGRESS, {"term": "2022H2"})
    assert "2022年下半年，12月31日已截止" in text(page)
    assert page.context["total"].verified == 1


def test_three_days_without_reaching_somebody_hand_them_to_the_town(signed_in, small_town, clock):
    for _ in range(2):
        answer(signed_in("clerk"), small_town.person, "unreachable")
        clock.shift(24 * 60 * 60)
    assert "没有三次都联系不上的人" in text(signed_in("staff").get(PROGRESS))
    answer(signed_in("clerk"), small_town.person, "unreachable")
    assert "3次联系不上，由镇里处理" in text(signed_in("clerk").get(LIST))
    page = signed_in("staff").get(PROGRESS)
    assert "三次联系不上，由镇里处理 1" in text(page)
    visit = f"/verification/{small_town.person.public_id}/?method=visit"
    assert visit in page.content.decode()


def test_progress_costs_the_same_queries_however_many_villages(signed_in, small_town, user_of_town):
    few = queries_of(user_of_town)
    neighbours(2, NEXT)
    assert queries_of(user_of_town) == few
    rows = Campaign.containing(date(2023, 5, 20)).by_village(user_of_town)
    assert total_of(rows).total == 3


@pytest.fixture
def user_of_town(signed_in):
    return signed_in("staff").get(PROGRESS).wsgi_request.user


def queries_of(user):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        Campaign.containing(date(2023, 5, 20)).by_village(user)
    return len(queries)
