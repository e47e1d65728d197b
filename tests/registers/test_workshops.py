"""就业帮扶车间: applied for, checked, certified, inspected, put right; what is odd about them is said."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from core.checks import warnings_of
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY, TOWN
from labor.models import Employment
from oversight.workforce.workshop_headcounts import workshop_headcounts
from scoring.catalogue import rubric_for
from scoring.tallies import Scope
from tests.exchanged import send, text
from workshops.models import Inspection, Workshop, WorkshopApplication, WorkshopChange
from workshops.standards import standards_of

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def application(small_town):
    return WorkshopApplication.objects.create(
        name="竹编车间", village_id=OWN, kind="home", applicant="竹编合作社", applied_on=date(2023, 4, 3)
    )


def inspect(client, workshop, **answers):
    return send(client, "workshops:inspection_add", workshop.pk, inspected_on="2023-05-10", **answers)


GOOD = dict.fromkeys(Inspection.QUESTIONS, "True")


def test_an_application_becomes_a_workshop_when_the_county_certifies_it(staff, application):
    action = "workshops:application_action"
    assert staff.get(reverse(action, args=[application.pk, "approve"])).status_code == 404  # not checked yet
    send(staff, action, application.pk, "check", checked_on="2023-04-10", check_note="符合")
    assert not Workshop.objects.filter(name="竹编车间").exists()
    send(staff, action, application.pk, "approve", approved_on="2023-05-08", code="CJ02")
    workshop = Workshop.objects.get(code="CJ02")
    assert (workshop.name, workshop.kind, workshop.certified_on) == ("竹编车间", "home", date(2023, 5, 8))
    application.refresh_from_db()
    assert application.workshop == workshop
    assert application.state(TODAY).text == "2023-05-08 已认定"


def test_what_is_not_certified_yet_counts_nowhere(small_town, application):
    assert list(Workshop.objects.certified(TODAY)) == [small_town.workshop]


def test_a_code_that_is_taken_is_said_and_nothing_is_half_written(staff, application):
    WorkshopApplication.objects.update(checked_on=date(2023, 4, 10))
    action = "workshops:application_action"
    page = text(send(staff, action, application.pk, "approve", approved_on="2023-05-08", code="CJ01"))
    assert "车间编号相同的就业帮扶车间已经登记过" in page
    application.refresh_from_db()
    assert application.approved_on is None
    assert Workshop.objects.count() == 1


def test_an_application_is_refused_with_a_reason_and_ends_there(staff, application):
    send(
        staff,
        "workshops:application_action",
        application.pk,
        "refuse",
        refused_on="2023-04-20",
        change_reason="场地不足",
    )
    page = text(staff.get(application.get_absolute_url()))
    assert "2023-04-20 不予认定" in page
    assert "场地不足" in page
    assert staff.get(reverse("workshops:application_action", args=[application.pk, "check"])).status_code == 404


def test_four_good_answers_propose_that_it_is_up_to_the_standard(staff, small_town):
    inspect(staff, small_town.workshop, **GOOD)
    assert Inspection.objects.get(inspected_on=date(2023, 5, 10)).result == "passed"


def test_one_bad_answer_proposes_that_it_is_not(staff, small_town):
    inspect(staff, small_town.workshop, **{**GOOD, "supported": "False"}, problem="补贴未发", rectify_by="2023-06-10")
    inspection = Inspection.objects.get(inspected_on=date(2023, 5, 10))
    assert inspection.result == "failed"
    assert [name for name in Inspection.QUESTIONS if not getattr(inspection, name)] == ["supported"]
    assert inspection.state(TODAY).text == "未整改，还有21天"


def test_a_result_that_contradicts_the_answers_is_refused(staff, small_town):
    page = text(inspect(staff, small_town.workshop, **{**GOOD, "operates": "False"}, result="passed"))
    assert "检查结果应为“不符合”" in page
    assert not Inspection.objects.filter(inspected_on=date(2023, 5, 10)).exists()


def test_without_all_answers_the_result_has_to_be_chosen(staff, small_town):
    assert "四项没有答全，请选择检查结果" in text(inspect(staff, small_town.workshop, operates="True"))


def test_the_form_of_an_inspection_shows_the_standards_of_its_kind(staff, small_town):
    page = text(staff.get(reverse("workshops:inspection_add", args=[small_town.workshop.pk])))
    assert all(text in page for text in standards_of("factory").texts)


def test_what_is_odd_about_a_workshop_is_said_on_its_page(staff, small_town):
    page = text(staff.get(small_town.workshop.get_absolute_url()))
    assert "还没有登记录入湖南省劳务协作脱贫综合信息服务平台的日期" in page
    Inspection.objects.all().delete()
    assert "认定以来还没有检查过" in warnings_of(small_town.workshop, TODAY)


def test_a_workshop_that_employs_nobody_or_nobody_out_of_poverty_is_said(small_town):
    jobs = Employment.objects.filter(workshop=small_town.workshop)
    jobs.filter(person=small_town.person).update(ended_on=date(2023, 5, 1))
    sentence = "登记在这里就业的{}人里没有脱贫人口；补登就业，或核对车间是否符合标准"
    assert sentence.format(2) in warnings_of(small_town.workshop, TODAY)
    jobs.update(ended_on=date(2023, 5, 1))
    assert sentence.format(0) in warnings_of(small_town.workshop, TODAY)


def test_a_form_asks_about_what_it_brings_about_and_not_about_what_was_odd_before(staff, small_town):
    address = reverse("workshops:workshop_change", args=[small_town.workshop.pk])
    form = staff.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert staff.post(address, {**data, "name": "新名字"}).status_code == 302


def test_the_numbers_month_by_month_agree_with_the_rubric(small_town):
    Employment.objects.filter(person=small_town.person).update(ended_on=date(2023, 3, 15))
    found = workshop_headcounts(small_town.workshop, TODAY)
    by_day = {month.day: month for month in found.months}
    assert len(by_day) == 12
    assert (by_day[date(2023, 2, 28)].workers, by_day[date(2023, 3, 31)].workers) == (3, 2)
    rule = rubric_for(2023).scored_by("workshop_jobs")[0].rule
    for day in (date(2023, 2, 28), date(2023, 3, 31), TODAY):
        tallies = rule.tallies(Scope(TOWN, day))
        month = by_day[day]
        counted = [tallies[name].within(TOWN).count() for name in ("workers", "labor")]
        assert [month.town_workers, month.town_labor] == counted


def test_a_workshop_that_stopped_still_has_its_workers_and_the_town_has_them_no_more(small_town):
    stopped_on = date(2023, 3, 15)
    Workshop.objects.filter(pk=small_town.workshop.pk).update(stopped_on=stopped_on)
    small_town.workshop.refresh_from_db()
    months = {month.day: month for month in workshop_headcounts(small_town.workshop, TODAY).months}
    before, after = months[date(2023, 2, 28)], months[date(2023, 3, 31)]
    assert before.workers == before.town_workers == after.workers > 0
    assert before.labor == before.town_labor == after.labor > 0
    assert (after.town_workers, after.town_labor) == (0, 0)


def test_a_workshop_stays_in_its_town(staff, small_town):
    workshop = small_town.workshop
    User.objects.get(username="staff").divisions.add(FAR[:9])  # may see both towns
    own = {name: getattr(workshop, name) for name in ("code", "name", "kind", "certified_on")}
    page = text(send(staff, "workshops:workshop_change", workshop.pk, **own, village=FAR, change_reason="迁走"))
    assert "车间不能转到别的乡镇" in page
    send(staff, "workshops:workshop_change", workshop.pk, **own, village=NEXT, change_reason="村内搬迁")
    workshop.refresh_from_db()
    assert workshop.village_id == NEXT


def test_a_workshop_was_never_in_another_town(small_town):
    for was, refused in ((FAR, True), (NEXT, False)):
        change = WorkshopChange(
            workshop=small_town.workshop, item="village", changed_on=date(2023, 3, 1), was_village_id=was
        )
        with pytest.raises(ValidationError, match="别的乡镇") if refused else nullcontext():
            change.full_clean()
