"""A mistake is voided with its parts when nothing stands on it, and brought back when what it stands on is there."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.models import AuditEvent
from core.records import voiding
from core.records.voiding import Dependents, dependents_of, revive, void
from labor.models import Employment, Household
from oversight.models import Policy, PolicyPayment
from training.models import Attendance, Enrolment, TrainingClass


@pytest.fixture
def jobs(person):
    common = {"person": person, "channel": "county", "workplace": "本县"}
    return [
        Employment.objects.create(started_on=date(2023, month, 1), employer=f"第{month}厂", **common)
        for month in (1, 2, 3)
    ]


@pytest.fixture
def enrolment(person, places):
    course = TrainingClass.objects.create(
        code="PX01",
        town_id="430529104",
        category="skill",
        trade="电工",
        started_on=date(2023, 3, 1),
        ended_on=date(2023, 3, 9),
    )
    made = Enrolment.objects.create(training_class=course, person=person)
    for day in (1, 2):
        Attendance.objects.create(enrolment=made, attended_on=date(2023, 3, day), present=True)
    return made


@pytest.fixture
def payment(village, places):
    """Of a household, which it names by number."""
    household = Household.objects.create(code="HH01", head_name="某人", village=village, kind="ordinary")
    policy = Policy.objects.create(code="Z1", town_id="430529104", name="补助", year=2023, due_on=date(2023, 12, 31))
    return PolicyPayment.objects.create(
        policy=policy, subject_kind="household", subject_code=household.code, due_on=date(2023, 5, 1)
    )


def refused(action, record):
    with pytest.raises(ValidationError) as refusal:
        action(record=record, reason="登记错了")
    return refusal.value.code, refusal.value.message


def lines():
    return [(line.action, line.subject_id, line.details) for line in AuditEvent.objects.order_by("pk")]


# --- what stands on it ---


def test_what_stands_on_a_record_is_counted_and_the_first_two_are_named(person, jobs):
    found = dependents_of(person)
    assert found == [Dependents("就业记录", 3, [str(job) for job in Employment.objects.all()[:2]])]
    assert dependents_of(jobs[0]) == []


def test_what_is_voided_stands_on_nothing(person, jobs):
    for job in jobs:
        void(record=job, reason="登记错了")
    assert dependents_of(person) == []


def test_a_record_on_which_others_stand_is_not_voided_and_says_why(person, jobs):
    code, message = refused(void, person)
    first, second = Employment.objects.all()[:2]
    assert code == "dependents"
    assert message == f"还有3条就业记录属于它，请先改正或作废这些记录：就业记录“{first}”、就业记录“{second}”"
    person.refresh_from_db()
    assert (person.is_voided, lines()) == (False, [])


# --- voided and brought back ---


def test_a_voided_record_says_when_and_why_in_its_row_its_history_and_the_trail(jobs):
    job = jobs[0]
    assert void(record=job, reason="登记错了") is job
    job.refresh_from_db()
    assert (job.is_voided, job.void_reason) == (True, "登记错了")
    assert job.history.first().history_change_reason == "登记错了"
    assert lines() == [("void", str(job.pk), {"reason": "登记错了"})]


def test_a_record_brought_back_is_as_it_was_and_says_why(jobs):
    job = void(record=jobs[0], reason="登记错了")
    assert revive(record=job, reason="没有错") is job
    job.refresh_from_db()
    assert (job.voided_at, job.void_reason) == (None, "")
    assert job.history.first().history_change_reason == "没有错"
    assert lines()[1:] == [("revive", str(job.pk), {"reason": "没有错"})]


@pytest.mark.parametrize("settles", [True, False])
def test_what_it_wrote_elsewhere_is_settled_unless_somebody_does_that_afterwards(jobs, monkeypatch, settles):
    settled = []
    monkeypatch.setattr(voiding, "settle", lambda record: settled.append(record) or voiding.Settled())
    void(record=jobs[0], reason="登记错了", settles=settles)
    revive(record=jobs[0], reason="没有错", settles=settles)
    assert settled == [jobs[0]] * 2 * settles


def test_who_says_nothing_settles(jobs, monkeypatch):
    settled = []
    monkeypatch.setattr(voiding, "settle", lambda record: settled.append(record) or voiding.Settled())
    revive(record=void(record=jobs[0], reason="登记错了"), reason="没有错")
    assert settled == [jobs[0]] * 2


def test_nothing_is_voided_where_the_trail_cannot_be_written(jobs, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError

    monkeypatch.setattr("core.records.voiding.audit.record", fail)
    with pytest.raises(OSError):  # noqa: PT011 -- it has no message
        void(record=jobs[0], reason="登记错了")
    assert not Employment.with_voided.filter(voided_at__isnull=False).exists()
    Employment.with_voided.filter(pk=jobs[0].pk).update(voided_at="2023-01-01T00:00Z")
    with pytest.raises(OSError):  # noqa: PT011 -- it has no message
        revive(record=Employment.with_voided.get(pk=jobs[0].pk), reason="没有错")
    assert Employment.with_voided.filter(voided_at__isnull=False).count() == 1


# --- its parts ---


def test_parts_go_and_come_with_it_but_those_voided_before_stay_so(enrolment):
    early, late = Attendance.objects.order_by("attended_on")
    void(record=early, reason="记错了")
    void(record=enrolment, reason="登记错了")
    late.refresh_from_db()
    assert (late.voided_at, late.void_reason) == (enrolment.voided_at, "登记错了")
    early.refresh_from_db()
    assert early.void_reason == "记错了"
    revive(record=enrolment, reason="没有错")
    assert list(Attendance.objects.all()) == [late]


def test_parts_of_others_are_left_alone(enrolment, person):
    course = TrainingClass.objects.create(
        code="PX02",
        town_id="430529104",
        category="skill",
        trade="厨师",
        started_on=date(2023, 4, 1),
        ended_on=date(2023, 4, 9),
    )
    other = Enrolment.objects.create(training_class=course, person=person)
    theirs = Attendance.objects.create(enrolment=other, attended_on=date(2023, 4, 1), present=True)
    void(record=enrolment, reason="登记错了")
    assert list(Attendance.objects.all()) == [theirs]


# --- what it stands on ---


def test_a_record_is_not_brought_back_before_what_it_stands_on(jobs, person):
    for job in jobs:
        void(record=job, reason="登记错了")
    void(record=person, reason="登记错了")
    job = Employment.with_voided.get(pk=jobs[0].pk)
    assert refused(revive, job) == ("voided", "它所属的劳动力已作废，请先恢复")
    revive(record=person, reason="没有错")
    assert not revive(record=Employment.with_voided.get(pk=jobs[0].pk), reason="没有错").is_voided


def test_a_record_is_not_brought_back_before_what_it_names_by_number(payment):
    void(record=payment, reason="登记错了")
    household = void(record=Household.objects.get(), reason="登记错了")
    assert refused(revive, payment) == ("voided", "它所属的农户已作废，请先恢复")
    revive(record=household, reason="没有错")
    assert not revive(record=payment, reason="没有错").is_voided


def test_a_record_is_not_brought_back_where_what_it_names_by_number_is_no_more(payment):
    void(record=payment, reason="登记错了")
    Household.objects.update(code="HH02")
    assert refused(revive, payment) == ("voided", "它所属的农户已作废，请先恢复")


def test_a_record_says_itself_why_it_is_not_brought_back(person, monkeypatch):
    void(record=person, reason="登记错了")
    monkeypatch.setattr(type(person), "why_not_revived", lambda self: "此人已合并到另一人名下")
    assert refused(revive, person) == ("hindered", "此人已合并到另一人名下")
