"""What a record wrote elsewhere goes with it, comes again with it, and is left where somebody has changed it since."""

from datetime import date

import pytest
import xlsxwriter
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from core.actor import acting_as
from core.models import AuditEvent, DerivedFact
from core.records.derived import DERIVATIONS
from core.records.voiding import revive, void
from fictional.one_of_everything import NEXT, OWN, TODAY, TOWN, add_person
from labor.models import DrawnPerson, Employment, JobSeekingCase, SpotCheckRound, Verification
from labor.people.actions import merge, undo_merge
from ledger.importing import import_ledger
from ledger.models import ImportBatch
from ledger.undoing import undo
from oversight.models import PolicyApplication, PolicyPayment
from oversight.policies.actions import apply
from scoring.score import score_town
from tests.exchanged import form_of, send, sent, words
from workshops.models import Workshop, WorkshopApplication

START = date(2023, 5, 2)


@pytest.fixture(autouse=True)
def nothing_is_remembered(today):
    cache.clear()


@pytest.fixture
def case(small_town):
    """Of somebody without work whose case is open."""
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    return JobSeekingCase.objects.create(person=small_town.person, registered_on=date(2023, 4, 10), willing=True)


# --- the table: for each kind, how it comes about, and what somebody may change by hand afterwards ---


def begin_job(staff, person, start=START, employer="城步米厂"):
    staff.post(
        reverse("labor:employment_add", args=[person.public_id]),
        sent(started_on=str(start), employer=employer, channel="county", workplace="儒林镇", confirmed="1"),
    )
    return Employment.objects.get(person=person, started_on=start, employer=employer)


def close_case(staff, town):
    town.person.employments.update(ended_on=date(2023, 4, 1))
    JobSeekingCase.objects.create(person=town.person, registered_on=date(2023, 4, 10), willing=True)
    return begin_job(staff, town.person)


def approve(staff, town):
    application, _ = apply(policy=town.policy, subject=town.person, on=date(2023, 4, 1))
    action = "oversight:application_action"
    send(staff, action, application.pk, "review", reviewed_on="2023-04-10")
    send(staff, action, application.pk, "approve", approved_on="2023-04-20", due_on="2023-05-30", amount="400")
    return PolicyApplication.objects.get()


def certify(staff, town):
    application = WorkshopApplication.objects.create(
        name="竹编车间", village=town.village, kind="home", applicant="竹编合作社", applied_on=date(2023, 4, 3)
    )
    action = "workshops:application_action"
    send(staff, action, application.pk, "check", checked_on="2023-04-10", check_note="符合")
    send(staff, action, application.pk, "approve", approved_on="2023-05-08", code="CJ02")
    return WorkshopApplication.objects.get()


def check_by_lot(staff, town):
    drawn_from = SpotCheckRound.objects.create(town_id=TOWN, drawn_on=date(2023, 5, 18), seed="1")
    DrawnPerson.objects.create(
        round=drawn_from, person=town.person, village_code=OWN, reason="random", result="untrue", method="visit",
        problem="单位不符", answered_on=date(2023, 5, 19),
    )  # fmt: skip
    staff.post(reverse("labor:round_record", args=[drawn_from.pk]))
    return drawn_from


def verify(staff, town, **changed):
    address = reverse("labor:verify", args=[town.person.public_id])
    page = staff.get(address)
    with acting_as(page.wsgi_request.user):  # a number prints as they read it
        held = {field.html_name: field.value() for part in page.context["changes"].all for field in part}
        filled = {name: "" if value is None else str(value) for name, value in held.items()}
    staff.post(address, {**filled, "method": "phone", "confirmed": "1", **changed})
    return Verification.objects.get(person=town.person, verified_on=TODAY)


def change_person(staff, town):
    return verify(staff, town, health="残疾")


def end_job(staff, town):
    return verify(staff, town, **{f"job{town.person.employments.get().pk}-ended_on": "2023-05-10"})


def hear_of_job(staff, town):
    new = {"started_on": "2023-05-12", "employer": "新厂", "channel": "county", "workplace": "儒林镇"}
    return verify(staff, town, **{f"new-{name}": value for name, value in new.items()})


STORIES = {
    "JobClosesCase": (close_case, {"ended_on": date(2023, 5, 18)}),
    "ApprovalMakesPayment": (approve, {"paid_on": TODAY}),
    "CertificationMakesWorkshop": (certify, {"stopped_on": TODAY}),
    "VerificationChangesPerson": (change_person, {"health": "健康"}),
    "VerificationChangesJob": (end_job, {"ended_on": date(2023, 5, 1)}),
    "RoundMakesSpotCheck": (check_by_lot, {"rectified_on": TODAY}),
    "VerificationBeginsJob": (hear_of_job, {"employer": "别的厂"}),
}
TABLE = {table.name: table for table in DERIVATIONS}


def live(table):
    """The live rows of the target with what the kind writes into them."""
    return {row.pk: [getattr(row, name) for name in table.fields] for row in table.target.objects.all()}


def told(table, target):
    return table.target.with_voided.get(pk=target).history.first().history_change_reason


def test_every_kind_has_its_story_here():
    assert STORIES.keys() == TABLE.keys()


@pytest.mark.parametrize("name", TABLE)
def test_it_is_taken_back_with_its_cause_and_comes_again(staff, small_town, name):
    table, (story, _) = TABLE[name], STORIES[name]
    cause = story(staff, small_town)
    fact, written = DerivedFact.objects.get(kind=name), live(table)
    assert (fact.cause, fact.target in written) == (cause.pk, True)
    before = {key: values for key, values in written.items() if key != fact.target}
    past = table.target.history.filter(id=fact.target, history_id__lt=fact.version).first()
    if past:
        before[fact.target] = [getattr(past, field) for field in table.fields]
    void(record=cause, reason="登记错了")
    assert live(table) == before != written
    kind = cause._meta.verbose_name
    assert told(table, fact.target) == f"随{kind}作废一并撤回"
    assert AuditEvent.objects.filter(action="void", details__along__isnull=False, subject_id=str(cause.pk)).exists()
    revive(record=type(cause).with_voided.get(pk=cause.pk), reason="没有错")
    assert live(table) == written
    assert told(table, fact.target) == f"随{kind}恢复一并恢复"


@pytest.mark.parametrize("name", TABLE)
def test_what_somebody_changed_by_hand_is_left_and_they_are_told(staff, small_town, name):
    table, (story, changed) = TABLE[name], STORIES[name]
    cause = story(staff, small_town)
    target = table.target.objects.get(pk=DerivedFact.objects.get(kind=name).target)
    for field, value in changed.items():
        setattr(target, field, value)
    target.save()
    before = live(table)
    void(record=cause, reason="登记错了")
    assert live(table) == before
    assert ["后来有人改过，没有一并撤回" in sentence for sentence in cause.left_alone] == [True]


def test_a_row_voided_by_hand_is_no_news_when_its_cause_goes(staff, small_town):
    verification = end_job(staff, small_town)
    void(record=small_town.person.employments.get(), reason="登记错了")
    void(record=verification, reason="登记错了")
    assert verification.left_alone == ()


def test_a_row_voided_by_hand_is_told_of_when_its_cause_returns(staff, small_town):
    verification = void(record=end_job(staff, small_town), reason="登记错了")
    job = void(record=small_town.person.employments.get(), reason="登记错了")
    revive(record=verification, reason="没有错")
    assert verification.left_alone == (f"就业记录“{job}”后来有人改过，没有一并恢复，请核对",)
    assert type(job).with_voided.get(pk=job.pk).ended_on is None


# --- through the pages: a case cannot be cleared by two clicks ---


def inbox(client):
    return words(client.get(reverse("scoring:inbox") + "?kind=clear_late"))


def test_a_job_entered_by_mistake_keeps_no_point_when_it_is_voided(staff, small_town, case):
    lost = score_town(TOWN, date(2023, 5, 20)).total
    assert "登记就业" in inbox(staff)
    job = begin_job(staff, small_town.person)
    assert "登记就业" not in inbox(staff)
    kept = score_town(TOWN, TODAY).total
    assert kept > lost
    answer = send(staff, "labor:employment_void", job.pk, reason="登记错了人")
    assert "同时更新了1条求职登记" in words(staff.get(answer.url))
    assert score_town(TOWN, TODAY).total == lost
    assert "登记就业" in inbox(staff)
    page = words(staff.get(case.get_absolute_url()))
    assert "随就业记录作废一并撤回" in page
    staff.post(reverse("labor:employment_revive", args=[job.pk]), sent(reason="没有错"))
    assert score_town(TOWN, TODAY).total == kept
    assert "登记就业" not in inbox(staff)


def correct(staff, job, **changed):
    address = reverse("labor:employment_change", args=[job.pk])
    staff.post(address, {**form_of(staff, address), "confirmed": "1", **changed})


def ends(case):
    case.refresh_from_db()
    return case.ended_on, case.end_reason


def test_a_corrected_start_corrects_the_end(staff, small_town, case):
    job = begin_job(staff, small_town.person)
    correct(staff, job, started_on="2023-05-06")
    assert ends(case) == (date(2023, 5, 6), "employed")
    correct(staff, job, started_on="2023-04-01")
    assert ends(case) == (None, "")


def test_another_correction_leaves_the_case_alone(staff, small_town, case):
    job = begin_job(staff, small_town.person)
    versions = case.history.count()
    correct(staff, job, post="包装工")
    assert (ends(case)[0], case.history.count()) == (START, versions)


def test_a_later_job_takes_the_place_of_the_voided_one_and_gives_it_back(staff, small_town, case):
    first = begin_job(staff, small_town.person)
    begin_job(staff, small_town.person, start=date(2023, 5, 9), employer="东莞某厂")
    void(record=first, reason="登记错了")
    assert ends(case) == (date(2023, 5, 9), "employed")
    revive(record=Employment.with_voided.get(pk=first.pk), reason="没有错")
    assert ends(case) == (START, "employed")


def test_an_earlier_job_recorded_later_takes_over(staff, small_town, case):
    begin_job(staff, small_town.person, start=date(2023, 5, 9), employer="东莞某厂")
    earlier = begin_job(staff, small_town.person)
    assert ends(case) == (START, "employed")
    void(record=earlier, reason="登记错了")
    assert ends(case) == (date(2023, 5, 9), "employed")


def test_the_user_is_told_on_the_page_what_was_left(staff, small_town, case):
    job = begin_job(staff, small_town.person)
    case.refresh_from_db()
    case.ended_on = date(2023, 5, 1)
    case.save()
    address = reverse("labor:employment_void", args=[job.pk])
    page = words(staff.post(address, sent(reason="登记错了"), follow=True))
    assert "后来有人改过，没有一并撤回，请核对" in page


# --- approvals ---


def test_a_withdrawn_approval_takes_its_payment_along_and_a_new_one_brings_it_back(staff, small_town):
    application = approve(staff, small_town)
    payment = application.payment
    send(staff, "oversight:application_action", application.pk, "unapprove", change_reason="材料不全")
    assert not PolicyPayment.objects.filter(pk=payment.pk).exists()
    send(
        staff, "oversight:application_action", application.pk, "approve",
        approved_on="2023-04-21", due_on="2023-05-30", amount="300",
    )  # fmt: skip
    payment.refresh_from_db()
    assert (payment.is_voided, payment.amount) == (False, 300)
    send(staff, "oversight:application_void", application.pk, reason="登记错了")
    assert not PolicyPayment.objects.filter(pk=payment.pk).exists()


def test_a_workshop_on_which_something_stands_holds_its_application(staff, small_town):
    application = certify(staff, small_town)
    Employment.objects.update(workshop=Workshop.objects.get(code="CJ02"))
    page = words(send(staff, "workshops:application_void", application.pk, reason="登记错了"))
    assert "还有3条就业记录属于它" in page
    application.refresh_from_db()
    assert not application.is_voided


# --- the other ways by which a cause changes ---


def test_merging_two_people_and_taking_them_apart_keeps_cases_with_their_jobs(staff, small_town):
    twin = add_person(OWN, 70, "石小军")
    case = JobSeekingCase.objects.create(person=twin, registered_on=date(2023, 4, 10), willing=True)
    small_town.person.employments.update(ended_on=date(2023, 4, 1))
    mine, twins = begin_job(staff, small_town.person), begin_job(staff, twin)
    merger = merge(kept=small_town.person, duplicate=twin, reason="同一人")
    assert ends(case) == (START, "employed")
    void(record=mine, reason="登记错了")
    assert ends(case) == (None, "")
    revive(record=Employment.with_voided.get(pk=mine.pk), reason="没有错")
    undo_merge(merger=merger, reason="两个人")
    assert ends(case) == (START, "employed")
    void(record=Employment.objects.get(pk=twins.pk), reason="登记错了")
    assert ends(case) == (None, "")


@pytest.fixture
def import_jobs(tmp_path, small_town):
    """Import the job at 城步米厂 as a ledger has it."""
    header = ["证件号码", "开始日期", "单位名称", "结束日期", "就业渠道", "就业地"]
    row = [small_town.person.id_number.plain, str(START), "城步米厂", "", "县内务工", "儒林镇"]
    path = tmp_path / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("就业记录")
        page.write_row(0, 0, header)
        page.write_row(1, 0, row)
    return lambda: import_ledger(path)


def test_an_import_that_brings_a_job_back_and_its_undoing(staff, small_town, case, import_jobs):
    void(record=begin_job(staff, small_town.person), reason="登记错了")
    assert import_jobs().written
    assert ends(case) == (START, "employed")
    undo(ImportBatch.objects.get(), user=User.objects.get(username="staff"))
    assert ends(case) == (None, "")


def test_a_neighbours_case_is_not_touched(staff, small_town, case):
    other = JobSeekingCase.objects.create(person=small_town.people[NEXT], registered_on=date(2023, 4, 10), willing=True)
    void(record=begin_job(staff, small_town.person), reason="登记错了")
    assert ends(other) == (None, "")
