"""劳务输出: agreements, who took part and how, and the calls afterwards; what is odd about them is said."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse

from core.checks import warnings_of
from core.models import Division
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN, add_export
from labor.employment.querysets import FOLLOWED_UP_WITHIN
from labor.employment.regions import Region, placed, region_of, with_region
from labor.models import CooperationAgreement, Employment, ExportParticipant, FollowUp, LaborExport
from platforms.three_lists.filters import by_follow_up
from tests.exchanged import sent, text, words

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def person(small_town):
    return small_town.person


@pytest.fixture
def export(person):
    return add_export(person)


def said(record, on=TODAY):
    return "；".join(warnings_of(record, on))


def work(person, **fields):
    usual = {
        "started_on": date(2023, 2, 10), "employer": "东莞鞋厂", "channel": "other_province", "workplace": "东莞市",
        "monthly_wage": 4500,
    }  # fmt: skip
    return Employment.objects.create(person=person, **{**usual, **fields})


# --- agreements ---


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "有效"),
        ({"valid_until": TODAY + timedelta(days=31)}, "有效"),
        ({"valid_until": TODAY + timedelta(days=30)}, "有效，还有30天"),
        ({"valid_until": TODAY}, "有效，今天到期"),
        ({"valid_until": TODAY - timedelta(days=1)}, "已到期"),
        ({"ended_on": TODAY}, "已终止"),
        ({"signed_on": TODAY + timedelta(days=1)}, "未到签订日期"),
    ],
)
def test_an_agreement_is_valid_from_its_signing_to_its_last_day(export, fields, state):
    CooperationAgreement.objects.update(**fields)
    agreement = CooperationAgreement.objects.get()
    assert agreement.state(TODAY).text == state
    assert CooperationAgreement.objects.valid(TODAY).exists() == agreement.is_valid(TODAY) == state.startswith("有效")


def test_the_text_of_an_agreement_is_asked_for(export):
    assert "还没有上传协议文本" in said(export.agreement)


def test_an_agreement_is_ended_with_a_day_and_a_reason(signed_in, export):
    staff, address = signed_in("staff"), reverse("labor:agreement_action", args=[export.agreement.pk, "end"])
    staff.post(address, sent(seen=1, ended_on="2023-05-01", change_reason="对方撤场"))
    agreement = CooperationAgreement.objects.get()
    assert agreement.state(TODAY).text == "已终止"
    assert agreement.history.first().history_change_reason == "对方撤场"


def test_the_page_of_an_agreement_lists_what_was_organised_under_it(signed_in, export):
    assert "赴粤专车" in text(signed_in("staff").get(export.agreement.get_absolute_url()))


def test_the_phone_of_the_contact_is_masked(signed_in, export):
    CooperationAgreement.objects.update(phone="15400000033")
    assert "154****0033" in text(signed_in("staff").get(export.agreement.get_absolute_url()))


# --- activities and who took part ---


def test_a_clerk_records_who_of_the_village_took_part(signed_in, small_town, export):
    clerk = signed_in("clerk")
    ExportParticipant.objects.all().delete()
    page = clerk.get(small_town.person.get_absolute_url())
    address = reverse("labor:participant_add", args=[small_town.person.public_id])
    assert address in text(page)
    clerk.post(address, sent(export=export.pk, point_to_point="True", travelled_by=""))
    assert "参加赴粤专车" in words(clerk.get(small_town.person.get_absolute_url()))
    row = ExportParticipant.objects.get()
    assert (row.export, row.point_to_point) == (export, True)


def test_nobody_takes_part_twice(signed_in, person, export):
    address = reverse("labor:participant_add", args=[person.public_id])
    answer = signed_in("clerk").post(address, sent(export=export.pk, point_to_point="True"))
    assert "已经登记过" in text(answer)


def test_another_villages_people_are_not_found(signed_in, small_town, export):
    address = reverse("labor:participant_add", args=[small_town.people[NEXT].public_id])
    assert signed_in("clerk").get(address).status_code == 404


def test_the_page_of_an_activity_says_who_is_in_work_now(signed_in, person, export):
    staff = signed_in("staff")
    assert "另有工作" in words(staff.get(export.get_absolute_url()))
    person.employments.update(ended_on=date(2023, 1, 1))
    assert "没有在岗" in words(staff.get(export.get_absolute_url()))
    work(person, export=export)
    page = words(staff.get(export.get_absolute_url()))
    assert "没有在岗" not in page
    assert "东莞鞋厂" in page


def test_the_names_have_to_agree_with_the_number(export):
    assert "参加人数是30人，登记的参加人员有1人" in said(export)
    export.participants, export.participants_out_of_poverty = 1, 0
    assert "脱贫劳动力人数是0人，登记的参加人员里有1人" in said(export)
    export.participants_out_of_poverty = 1
    assert "登记的参加人员" not in said(export)


def test_an_activity_nobody_was_named_for_is_not_asked_about(export):
    ExportParticipant.objects.all().delete()
    assert "登记的参加人员" not in said(export)


def test_who_was_placed_took_part(small_town, export):
    export.participants = export.participants_out_of_poverty = 1
    work(small_town.people[NEXT], export=export)
    assert said(export) == "有1人登记了由这次输出上岗，但没有登记参加"


def test_an_activity_after_the_agreement_ran_out(export):
    export.agreement.valid_until = date(2023, 2, 7)
    assert "不在劳务协作协议“广东省东莞市 东莞市人力资源协会”的有效期内" in said(export)
    export.held_on = date(2023, 2, 7)
    assert "有效期" not in said(export)


def test_an_activity_dated_ahead(export):
    export.held_on = date(2023, 6, 1)
    assert "活动日期在今天以后，到那天才算开展" in said(export)


def test_somebody_took_part_who_is_not_able_or_not_there(person, export):
    row = ExportParticipant.objects.get()
    assert said(row) == ""
    row.person.capacity, row.person.joined_on = "lost", date(2023, 3, 1)
    assert said(row) == "劳动能力是“丧失劳动力”，却参加劳务输出；2023-02-08此人不在册"


# --- calls ---


@pytest.fixture
def job(person, export):
    FollowUp.objects.all().delete()
    return work(person, export=export)


def call(job, on=TODAY, result="steady", **more):
    return FollowUp(employment=job, called_on=on, method="phone", result=result, **more)


def test_a_clerk_records_a_call_from_the_persons_page(signed_in, person, job):
    clerk, address = signed_in("clerk"), reverse("labor:follow_up_add", args=[job.pk])
    assert address in text(clerk.get(person.get_absolute_url()))
    answer = clerk.post(
        address, sent(called_on="2023-05-20", method="wechat", result="steady", note="加班多", caller="石")
    )
    assert answer.url == job.get_absolute_url()
    assert "微信回访，在岗稳定" in words(clerk.get(person.get_absolute_url()))
    assert "加班多" in words(clerk.get(job.get_absolute_url()))


def test_a_job_at_home_that_nobody_was_sent_to_is_not_called_about(signed_in, person):
    address = reverse("labor:follow_up_add", args=[person.employments.get().pk])
    assert address not in text(signed_in("clerk").get(person.get_absolute_url()))


def test_somebody_elses_people_are_not_called(signed_in, small_town, export):
    job = work(small_town.people[NEXT])
    assert signed_in("clerk").get(reverse("labor:follow_up_add", args=[job.pk])).status_code == 404


def test_a_call_is_due_a_while_after_the_start_or_the_last_one(job):
    def due(on):
        asked = Employment.objects.with_follow_ups().get(pk=job.pk).is_to_follow_up(on)
        assert asked == Employment.objects.filter(pk=job.pk).to_follow_up(on).exists()
        assert asked == ("没有回访" in said(job, on))
        return asked

    last = job.started_on + FOLLOWED_UP_WITHIN
    assert [due(last), due(last + timedelta(days=1))] == [False, True]
    call(job, last, "unreached").save()
    assert due(last + timedelta(days=1))
    call(job, last + timedelta(days=1)).save()
    assert [due(last + timedelta(days=days)) for days in (1, 91, 92)] == [False, False, True]
    Employment.objects.update(ended_on=last)
    job.refresh_from_db()
    assert not due(last + timedelta(days=92))


def test_whoever_was_called_lately_is_not_to_be_called_and_the_filter_says_the_same(job):
    call(job, job.started_on).save()
    for days in (FOLLOWED_UP_WITHIN.days, FOLLOWED_UP_WITHIN.days + 1):
        on, jobs = job.started_on + timedelta(days=days), Employment.objects.filter(pk=job.pk)
        lately, due, never = (by_follow_up(jobs, value, on).exists() for value in ("done", "due", "never"))
        assert (lately, due, never) == (days == FOLLOWED_UP_WITHIN.days, days > FOLLOWED_UP_WITHIN.days, False)


def test_a_job_found_without_the_town_is_not_warned_about(job):
    job.export = None
    job.save()
    assert "回访" not in said(job, date(2024, 1, 1))


def test_usual_calls_are_not_asked_about(job):
    assert said(call(job)) == ""


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"on": date(2023, 5, 21)}, "回访日期在今天以后"),
        ({"on": date(2023, 2, 9)}, "回访日期早于上岗日期2023-02-10"),
        ({"result": "left"}, "请同时结束就业"),
        ({"result": "trouble"}, "请写明是什么困难"),
    ],
)
def test_odd_calls(job, fields, asked):
    assert asked in said(call(job, **fields))


def test_a_call_after_the_job_has_ended(job):
    job.ended_on = date(2023, 5, 1)
    assert said(call(job)) == "这份工作2023-05-01已经结束"
    assert said(call(job, result="left")) == ""


# --- where people work ---


def test_the_database_sees_regions_as_the_page_does(small_town):
    codes = (None, "43", "4301", "4305", "430502", "430529", "430529103", TOWN, OWN, "44", "441900")
    for code in codes:
        Division.objects.get_or_create(code=code or "1", defaults={"name": f"地{code}", "level": len(code or "1")})
    Employment.objects.all().delete()
    jobs = [
        work(small_town.person, employer=f"{code}{channel}", workplace_division_id=code, channel=channel)
        for code, channel in product(codes, Employment.Channel)
    ]
    found = dict(with_region(Employment.objects.all()).values_list("pk", "region"))
    assert found == {job.pk: region_of(OWN, job.workplace_division_id, job.channel) for job in jobs}
    away = {pk for pk, region in found.items() if region in (Region.PROVINCE, Region.OUTSIDE)}
    assert set(placed(Employment.objects.all()).values_list("pk", flat=True)) == away


def test_what_belongs_to_an_activity_stays_out_of_the_workbook(export):
    assert {"transport", "agreement"}.isdisjoint(_columns(LaborExport))


def _columns(model):
    from ledger.sheets import SHEETS

    return {column.attribute for sheet in SHEETS if sheet.model is model for column in sheet.columns}
