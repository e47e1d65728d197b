"""The list of doubts: kept by night, shown to whose village it is, put right in place, handed over, exempted."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from time_machine import travel

from core.models import AuditEvent
from core.records.voiding import void
from doubts import tasks
from doubts.keeping import keep_after, keep_all, run
from doubts.models import Exemption, ListedDoubt, RuleSetting
from doubts.overview import weeks_of
from fictional.one_of_everything import NEXT, OWN, add_person
from labor.models import Employment
from tests.doubts.arranged import doubt_of

LIST = reverse("doubts:list")


@pytest.fixture
def today(today):
    """The day that it is in these tests."""
    return localdate()


@pytest.fixture
def job(small_town, today):
    return Employment.objects.create(
        person=small_town.person, started_on=date(2023, 5, 1), employer="某厂", channel="county", workplace="东莞市",
        monthly_wage=150,
    )  # fmt: skip


@pytest.fixture
def wage(job, today):
    keep_all(today)
    return ListedDoubt.objects.get(rule="wage-out-of-range")


def told(client, **asked):
    return client.get(LIST, asked).content.decode()


def test_saving_what_is_asked_nothing_settles_nothing(small_town, wage, today):
    doubt = doubt_of(small_town.person, rule="account-before-platform")
    ListedDoubt.objects.filter(pk=doubt.pk).update(subject=OWN, place=OWN)
    small_town.village.save()
    keep_after(small_town.village, today)
    doubt.refresh_from_db()
    assert doubt.settled_on is None


def test_what_is_put_right_while_all_are_looked_for_stays_so(wage, today, monkeypatch):
    def run_and_mend(*args):
        found = list(run(*args))
        ListedDoubt.objects.filter(pk=wage.pk).update(settled_on=today)
        return found

    monkeypatch.setattr("doubts.keeping.run", run_and_mend)
    keep_all(today)
    assert ListedDoubt.objects.filter(rule="wage-out-of-range").count() == 1
    wage.refresh_from_db()
    assert wage.settled_on == today


def test_what_was_found_stays_until_it_is_gone_and_tells_its_age(job, today):
    keep_all(today)
    keep_all(today + timedelta(3))
    wage = ListedDoubt.objects.get(rule="wage-out-of-range")
    assert (wage.found_on, wage.age(today + timedelta(3))) == (today, 3)
    Employment.objects.filter(pk=job.pk).update(monthly_wage=160)
    keep_all(today + timedelta(4))
    wage.refresh_from_db()
    assert (wage.values["月收入"], wage.settled_on) == ("160", None)
    Employment.objects.filter(pk=job.pk).update(monthly_wage=4000)
    keep_all(today + timedelta(5))
    wage.refresh_from_db()
    assert wage.settled_on == today + timedelta(5)
    week = weeks_of(ListedDoubt.objects.filter(pk=wage.pk), today + timedelta(5))
    assert (sum(each.found for each in week), sum(each.settled for each in week)) == (1, 1)


def test_beat_has_it_done(job, today):
    assert tasks.find_doubts() > 0
    assert ListedDoubt.objects.filter(rule="wage-out-of-range", found_on=today).count() == 1


def test_it_is_done_once_a_day_whenever_the_machine_is_on(job, today):
    tasks.find_once_a_day()
    assert ListedDoubt.objects.exists()
    ListedDoubt.objects.all().delete()
    tasks.find_once_a_day()
    assert not ListedDoubt.objects.exists()
    with travel(today + timedelta(1)):
        tasks.find_once_a_day()
    assert ListedDoubt.objects.exists()


def test_one_that_is_put_right_in_place_is_gone_when_one_is_back_in_the_list(
    staff, wage, job, django_capture_on_commit_callbacks
):
    back = f"{LIST}?rule=wage-out-of-range"
    page = staff.get(reverse("doubts:doubt", args=[wage.pk]), {"next": back})
    address = next(address for label, address in page.context["fix"] if label == "去改就业记录")
    assert address.startswith(reverse("labor:employment_change", args=[job.pk]))
    form = staff.get(address)
    assert f'href="{back}">取消' in form.content.decode()
    fields = form.context["form"]
    data = {name: fields[name].value() or "" for name in fields.fields} | {"monthly_wage": "4000", "confirmed": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        saved = staff.post(address, data)
    assert (saved.status_code, saved["Location"]) == (302, back)
    wage.refresh_from_db()
    assert wage.settled_on
    assert "没有符合条件的记录" in told(staff, rule="wage-out-of-range")


def test_nobody_is_led_off_this_site(staff, job):
    address = reverse("labor:employment_change", args=[job.pk]) + "?next=https://example.org/"
    assert "example.org" not in staff.get(address).content.decode().partition("取消")[0][-200:]


def test_a_record_that_is_changed_or_voided_takes_its_doubts_along(
    wage, job, small_town, today, django_capture_on_commit_callbacks
):
    listed = doubt_of(small_town.person)
    with django_capture_on_commit_callbacks(execute=True):
        small_town.person.capacity = "none"
        small_town.person.save()
        void(record=job, reason="重复")
    for each in (listed, wage):
        each.refresh_from_db()
        assert each.settled_on == today


def test_each_sees_their_own_village_and_leaders_no_names(signed_in, small_town, wage, today):
    other = doubt_of(add_person(NEXT, 77, "欧阳某某"), "phone-malformed", values={"位数": "9"})
    assert "某厂月收入150元" in told(signed_in("clerk"))
    assert "（9位）" not in told(signed_in("clerk"))
    assert "（9位）" in told(signed_in("neighbour"))
    assert signed_in("neighbour").get(wage.get_absolute_url()).status_code == 404
    read = told(signed_in("leader"))
    assert "欧阳某某" in told(signed_in("staff"))
    assert "欧阳某某" not in read
    assert "欧***" in read
    assert other.subject.plain not in read


def test_a_rule_with_many_is_one_line_with_one_action_and_a_switch(signed_in, small_town, today):
    for order in range(100, 121):
        doubt_of(add_person(OWN if order % 2 else NEXT, order, f"多人{order}"))
    staff = signed_in("staff")
    page = staff.get(LIST)
    ((group, address),) = [each for each in page.context["groups"] if each[0].value == "idle-without-case"]
    assert group.number == 21
    assert "多人101" not in page.content.decode()
    assert "多人101" in staff.get(LIST + address + "&page=1").content.decode()
    due = {"to": "own", "due_on": str(today + timedelta(7)), "token": "5f1d5a8e-1111-4b6f-9a53-000000000001"}
    assert staff.post(reverse("doubts:hand_over") + address, due).status_code == 302
    handed = ListedDoubt.objects.filter(rule="idle-without-case").values_list("place", "assigned_to__username")
    assert set(handed) == {(OWN, "clerk"), (NEXT, "neighbour")}
    assert "交给我的" in signed_in("clerk").get(reverse("scoring:inbox")).content.decode()
    RuleSetting.objects.create(code="idle-without-case", enabled=False)
    assert "未就业也没有登记求职" not in told(signed_in("staff"))
    assert "疑点" not in signed_in("clerk").get(reverse("scoring:inbox")).content.decode().partition("<h1")[2][:900]


def test_nothing_is_handed_to_somebody_who_could_not_see_it(staff, small_town, wage, today):
    neighbour = next(each for each in staff_people(staff) if each[1] == "neighbour")
    form = {"to": neighbour[0], "due_on": str(today), "token": "5f1d5a8e-1111-4b6f-9a53-000000000002"}
    answer = staff.post(f"{reverse('doubts:hand_over')}?doubt={wage.pk}", form)
    assert "不在这个人的管辖范围内" in answer.content.decode()
    yesterday = form | {"due_on": str(today - timedelta(1))}
    assert "不能早于今天" in staff.post(f"{reverse('doubts:hand_over')}?doubt={wage.pk}", yesterday).content.decode()
    assert ListedDoubt.objects.filter(assigned_to=None).count() == ListedDoubt.objects.count()


def staff_people(staff):
    return staff.get(reverse("doubts:hand_over"), {"rule": "wage-out-of-range"}).context["form"].fields["to"].choices


def test_two_people_exempt_until_a_day_and_are_told_when_the_values_change(signed_in, wage, job, today):
    asked = {
        "reason": "试用期",
        "last_day": str(today + timedelta(30)),
        "token": "5f1d5a8e-1111-4b6f-9a53-000000000003",
    }
    clerk = signed_in("clerk")
    far = clerk.post(reverse("doubts:exempt", args=[wage.pk]), asked | {"last_day": "2099-01-01"})
    assert "之间的一天" in far.content.decode()
    assert clerk.post(reverse("doubts:exempt", args=[wage.pk]), asked).status_code == 302
    exemption = Exemption.objects.get()
    decide = reverse("doubts:decide", args=[exemption.pk])
    assert clerk.post(decide, {"decision": "approve"}).status_code == 403
    assert "某厂月收入150元" in told(signed_in("staff"))  # nobody has approved it yet
    Exemption.objects.update(asked_by=wage_keeper(signed_in))
    signed_in("staff").post(decide, {"decision": "approve"})
    assert Exemption.objects.get().approved_on is None  # one's own
    signed_in("administrator").post(decide, {"decision": "approve"})
    assert Exemption.objects.get().approved_on == today
    staff = signed_in("staff")
    assert "某厂月收入150元" not in told(staff)
    assert "某厂月收入150元" in told(staff, state="exempted")
    assert "记录的值在豁免以后变了" not in told(staff)
    Employment.objects.filter(pk=job.pk).update(monthly_wage=90)
    keep_all(today)
    assert "有 1 处已豁免的疑点，记录的值在豁免以后变了" in told(staff)
    assert "某厂月收入90元" in told(staff, state="changed")
    assert "请再看一看还要不要豁免" in staff.get(wage.get_absolute_url()).content.decode()
    assert staff.post(decide, {"decision": "x"}).status_code == 404
    staff.post(decide, {"decision": "end"})
    staff.post(decide, {"decision": "end"})  # it is over: days before stay as they were
    assert Exemption.objects.get().last_day == today - timedelta(1)
    assert "某厂月收入90元" in told(staff)
    trail = AuditEvent.objects.filter(action="exempt").order_by("pk").values_list("details", flat=True)
    assert [details["deed"] for details in trail] == ["asked", "approved", "ended"]


def wage_keeper(signed_in):
    return signed_in("staff").get("/accounts/me/").wsgi_request.user


def test_the_export_has_every_row_masked_and_is_written_down(signed_in, wage):
    doubt_of(add_person(NEXT, 77, "欧阳某某"), "phone-malformed", values={"位数": "9"}, severity="可疑")
    answer = signed_in("leader").post(f"{reverse('doubts:export')}?severity=可疑")
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[2][:4] == ("序号", "对象", "村", "疑点")
    assert "欧***" in {row[1] for row in rows}
    details = AuditEvent.objects.get(action="export").details
    assert details == {"register": "疑点", "rows": len(rows) - 3, "columns": len(rows[2]) - 1}


def test_people_who_may_be_one_lead_to_merging(staff, small_town):
    listed = doubt_of(small_town.person, "duplicate-person", values={"人数": "2"})
    page = staff.get(listed.get_absolute_url())
    assert ("查重合并", reverse("labor:merge", args=[small_town.person.public_id])) in page.context["fix"]


def test_more_doubts_cost_no_more_queries(staff, small_town, django_assert_max_num_queries):
    doubt_of(small_town.person)
    with django_assert_max_num_queries(200) as few:
        staff.get(LIST)
    for order in range(200, 212):
        doubt_of(add_person(OWN, order, f"新人{order}"))
    with django_assert_max_num_queries(len(few)):
        staff.get(LIST)
