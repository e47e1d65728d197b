"""Settling what jobs wrote into cases: what is counted and told, what is anybody's own, and what is left alone."""

from datetime import date

import pytest

from core.models import AuditEvent, DerivedFact
from core.records.voiding import revive, settle, settle_all, settle_target, void
from fictional.one_of_everything import NEXT
from labor.models import Employment, JobSeekingCase, Person

REGISTERED, START, LATER = date(2023, 4, 10), date(2023, 5, 2), date(2023, 5, 9)


@pytest.fixture
def person(small_town):
    """Without work; the numbers of facts, cases and jobs are apart from here on."""
    Employment.objects.update(ended_on=date(2023, 4, 1))
    registered(small_town.people[NEXT])
    return small_town.person


def registered(person, on=REGISTERED, **more):
    return JobSeekingCase.objects.create(person=person, registered_on=on, willing=True, **more)


def begun(person, on=START, employer="城步米厂", **more):
    """A job that nobody has settled yet."""
    common = {"employer": employer, "channel": "county", "workplace": "儒林镇"}
    return Employment.objects.create(person=person, started_on=on, **common, **more)


def recorded(person, on=START, **more):
    """A job with what follows from it."""
    job = begun(person, on, **more)
    settle(job)
    return job


def end_of(case):
    case.refresh_from_db()
    return case.ended_on


def reopen(case):
    """Somebody strikes the end by hand."""
    case.refresh_from_db()
    case.ended_on, case.end_reason = None, ""
    case.save()


def told(action):
    return AuditEvent.objects.filter(action=action).latest("pk").details


# --- what is told ---


def test_what_changed_elsewhere_is_counted_for_the_user_and_in_the_trail(person):
    registered(person)
    job = recorded(person)
    assert job.along == "同时更新了1条求职登记，为什么更新写在它的历史里。"
    void(record=job, reason="登记错了")
    assert told("void") == {"reason": "登记错了", "along": {"求职登记": 1}}
    revive(record=job, reason="没有错")
    assert told("revive") == {"reason": "没有错", "along": {"求职登记": 1}}
    assert job.left_alone == ()


def test_what_was_left_is_counted_in_the_trail(person):
    case = registered(person)
    job = recorded(person)
    reopen(case)
    void(record=job, reason="登记错了")
    assert told("void") == {"reason": "登记错了", "left": 1}


# --- settled twice ---


def test_settling_once_more_changes_nothing_and_tells_nothing(person):
    case = registered(person)
    job = recorded(person)
    settle(job)
    assert (end_of(case), job.along, job.left_alone) == (START, "", ())
    void(record=job, reason="登记错了")
    settle(job)
    assert (end_of(case), job.along, job.left_alone) == (None, "", ())


def test_what_was_written_once_is_not_written_again_where_somebody_struck_it(person):
    case = registered(person)
    job = recorded(person)
    reopen(case)
    settle(job)
    assert end_of(case) is None


def test_a_correction_writes_what_follows_from_the_corrected_field_only(person):
    case = registered(person)
    job = begun(person)
    settle(job, changed={"post"})
    assert end_of(case) is None
    settle(job, changed={"started_on", "post"})
    assert end_of(case) == START


def test_a_job_put_right_while_it_was_voided_closes_on_the_right_day(person):
    case = registered(person)
    job = void(record=recorded(person), reason="登记错了")
    job.started_on = LATER
    job.save()
    revive(record=job, reason="没有错")
    assert end_of(case) == LATER


# --- what somebody changed since is theirs ---


def test_what_somebody_closed_otherwise_is_left_when_the_job_returns_and_they_are_told(person):
    case = registered(person)
    job = void(record=recorded(person), reason="登记错了")
    case.refresh_from_db()
    case.ended_on, case.end_reason = date(2023, 4, 20), "unwilling"
    case.save()
    revive(record=job, reason="没有错")
    assert end_of(case) == date(2023, 4, 20)
    assert job.left_alone == (f"求职登记“{case}”后来有人改过，没有一并恢复，请核对",)


def test_what_was_left_once_is_somebodys_own_for_good(person):
    case = registered(person)
    job = recorded(person)
    reopen(case)
    void(record=job, reason="登记错了")
    case.ended_on, case.end_reason = START, "employed"
    case.save()
    settle(job)
    assert (end_of(case), job.left_alone) == (START, ())


def test_a_case_reopened_by_hand_is_not_closed_by_the_next_job_when_the_first_goes(person):
    case = registered(person)
    job = recorded(person)
    recorded(person, LATER)
    reopen(case)
    void(record=job, reason="登记错了")
    assert end_of(case) is None


# --- several jobs, several cases ---


def test_who_takes_a_case_over_gives_it_back_without_a_word(person):
    case = registered(person)
    first = recorded(person)
    recorded(person, LATER)
    void(record=first, reason="登记错了")
    assert end_of(case) == LATER
    revive(record=first, reason="没有错")
    assert (end_of(case), first.left_alone) == (START, ())
    assert case.history.first().history_change_reason == "随就业记录恢复一并恢复"
    assert told("revive") == {"reason": "没有错", "along": {"求职登记": 1}}
    void(record=first, reason="又是错的")
    assert end_of(case) == LATER


def test_what_a_voided_job_had_written_is_remembered_while_others_come_and_go(person):
    case = registered(person)
    first = recorded(person)
    recorded(person, LATER)
    void(record=first, reason="登记错了")
    between = recorded(person, date(2023, 5, 5))
    assert end_of(case) == date(2023, 5, 5)
    assert DerivedFact.objects.filter(cause=first.pk).exists()
    void(record=between, reason="登记错了")
    revive(record=first, reason="没有错")
    assert case.history.first().history_change_reason == "随就业记录恢复一并恢复"


def test_a_reopened_case_is_not_closed_by_a_job_that_closed_another(person):
    old, new = registered(person), registered(person, date(2023, 5, 4))
    recorded(person)
    second = recorded(person, LATER)
    assert (end_of(old), end_of(new)) == (START, LATER)
    void(record=second, reason="登记错了")
    assert (end_of(old), end_of(new)) == (START, None)


def test_what_others_wrote_for_others_stays(person, small_town):
    recorded(small_town.people[NEXT])
    case = registered(person)
    recorded(person, LATER)
    recorded(person)
    assert end_of(case) == START


# --- what has gone over to somebody else ---


def test_a_case_that_goes_over_to_somebody_with_a_job_is_closed_by_it(person, small_town):
    begun(person)
    case = registered(person)
    settle_target(case)
    assert end_of(case) == START


def test_what_goes_over_leaves_another_kinds_row_of_its_number_alone(person):
    case = registered(person)
    job = begun(person, id=case.pk + 1_000)
    JobSeekingCase.objects.filter(pk=case.pk).update(id=job.pk)
    settle_target(job)
    assert JobSeekingCase.objects.get(pk=job.pk).ended_on is None


# --- what was written in bulk ---


def voided_in_bulk(jobs):
    Employment.objects.filter(pk__in=[job.pk for job in jobs]).update(voided_at="2023-05-20T00:00Z")
    return [job.pk for job in jobs]


@pytest.fixture
def three(person, small_town):
    """Jobs of three people, and the cases that they have closed."""
    people = list(Person.objects.order_by("pk"))
    JobSeekingCase.objects.all().delete()
    cases = [registered(each) for each in people]
    return [recorded(each) for each in people], cases


def test_every_row_written_in_bulk_is_settled_and_no_other(three):
    jobs, cases = three
    keys = voided_in_bulk(jobs)
    settle_all(Employment, keys[:2])
    assert [end_of(case) for case in cases] == [None, None, START]


def test_rows_written_in_bulk_write_nothing_new_elsewhere(three):
    jobs, _ = three
    other = registered(jobs[0].person, date(2023, 4, 20))
    settle_all(Employment, [jobs[0].pk])
    assert end_of(other) is None
