"""What is done to more records than one waits for is done by a worker: the same, all of it or nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import ActionOnMany, LifeEvent, Selection
from core.models.many import MAY_BE_DECIDED, forget_sent
from core.records import events
from core.registers import asked_once
from core.tasks import act_on_many
from fictional.one_of_everything import NEXT, OWN, add_person
from labor.models import Employment

MANY = reverse("labor:employment_many", kwargs={"action": "end"})
ENDED = {"ended_on": "2023-05-10", "change_reason": "车间停产"}


@pytest.fixture
def jobs(small_town, today):
    people = [add_person(OWN, 100 + number, f"工{number:02}", household=small_town.household) for number in range(4)]
    common = {"employer": "竹木车间", "channel": "county", "workplace": "城步"}
    return [Employment.objects.create(person=each, started_on=date(2023, 3, 1), **common) for each in people]


@pytest.fixture
def long(monkeypatch):
    """Three are as many as one waits for."""
    monkeypatch.setattr(asked_once, "IN_SETS_AT_ONCE", 3)


def run(client, jobs, **data):
    """Tick them and send what is asked."""
    names = [str(job.pk) for job in jobs]
    client.post(reverse("labor:employment_ticks"), {"what": "keep", "row": names})
    return client.post(MANY, ENDED | {"token": str(uuid4())} | data)


def handed_on(client, jobs):
    """The job of what was sent, and its page."""
    address = run(client, jobs).headers["Location"]
    job = ActionOnMany.objects.get()
    assert address == reverse("action_on_many", args=[job.pk])
    return job, address


def open_jobs():
    return Employment.objects.filter(ended_on=None, employer="竹木车间").count()


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_up_to_that_number_it_is_done_in_the_request(staff, jobs, long):
    assert run(staff, jobs[:3]).headers["Location"] == reverse("labor:employment_list")
    assert open_jobs() == 1
    assert not ActionOnMany.objects.exists()


@pytest.mark.parametrize("most", [3, 4])
def test_either_way_the_same_is_written_and_said_and_undone(staff, jobs, monkeypatch, most):
    monkeypatch.setattr(asked_once, "IN_SETS_AT_ONCE", most)
    address = run(staff, jobs).headers["Location"]
    for job in ActionOnMany.objects.all():
        act_on_many(job.pk)
    answer = staff.get(address, follow=True)
    assert answer.request["PATH_INFO"] == reverse("labor:employment_list")
    assert "已结束就业4条。做错了可以在“变更登记”里一次撤销。" in told(answer)
    lines = Employment.history.order_by("history_id").values_list("ended_on", "history_type", "history_user__username")
    assert list(lines.filter(employer="竹木车间"))[4:] == [(date(2023, 5, 10), "~", "staff")] * 4
    event = LifeEvent.objects.get()
    assert (event.label, event.title, event.reason) == ("结束就业", "就业记录4条", "车间停产")
    assert (event.happened_on, event.division_code, event.recorded_by.username) == (date(2023, 5, 20), OWN, "staff")
    assert Selection.objects.get().names == []
    events.undo(event=event, reason="做错了")
    assert open_jobs() == 4


def test_what_is_asked_first_is_asked_before_it_is_handed_on(staff, jobs, long):
    assert run(staff, jobs, ended_on="2022-01-01").status_code == 200
    assert not ActionOnMany.objects.exists()


def test_who_cannot_take_it_is_named_afterwards_and_the_others_are_done_on_demand(staff, jobs, long):
    Employment.objects.filter(pk=jobs[1].pk).update(started_on=date(2023, 5, 15))
    job, address = handed_on(staff, jobs)
    act_on_many(job.pk)
    assert open_jobs() == 4
    page = staff.get(address)
    assert "没有办：有要您先定的" in page.text
    assert [each.name for each in page.context["refused"]] == ["工01 竹木车间"]
    assert staff.post(f"{address}again/", {"only": "1"}).headers["Location"] == address
    assert "排队" in staff.get(address).text or "马上开始" in staff.get(address).text
    act_on_many(job.pk)
    assert "已结束就业3条。做错了可以在“变更登记”里一次撤销。" in told(staff.get(address, follow=True))
    assert Employment.objects.get(employer="竹木车间", ended_on=None) == jobs[1]
    job.refresh_from_db()
    assert (job.sent, job.undecided, LifeEvent.objects.count()) == ("", {}, 1)


def test_what_is_odd_is_asked_afterwards(staff, jobs, long, monkeypatch):
    monkeypatch.setattr(asked_once, "warnings_of_forms", lambda forms: [["刚刚才开始"] for _ in forms])
    job, address = handed_on(staff, jobs)
    act_on_many(job.pk)
    page = staff.get(address)
    assert page.context["warnings"] == ["刚刚才开始（4条：工00 竹木车间、工01 竹木车间、工02 竹木车间、工03 竹木车间）"]
    assert open_jobs() == 4
    staff.post(f"{address}again/", {"confirmed": "1"})
    act_on_many(job.pk)
    assert open_jobs() == 0


def test_what_is_not_decided_in_a_day_is_forgotten(staff, jobs, long):
    Employment.objects.filter(pk=jobs[1].pk).update(started_on=date(2023, 5, 15))
    job, address = handed_on(staff, jobs)
    act_on_many(job.pk)
    assert forget_sent() == 0
    ActionOnMany.objects.update(finished_at=timezone.now() - MAY_BE_DECIDED - timedelta(seconds=1))
    assert forget_sent() == 1
    staff.post(f"{address}again/", {"only": "1"})
    job.refresh_from_db()
    assert (job.state, job.sent, job.undecided) == (job.State.FAILED, "", {})


def test_the_page_says_how_far_it_is_and_the_same_form_is_done_once(staff, jobs, long):
    job, address = handed_on(staff, jobs)
    assert run(staff, jobs).headers["Location"] == address
    page = staff.get(address)
    assert all(words in page.text for words in ("马上开始", "取消，不办了"))
    assert LifeEvent.objects.count() == 0
    act_on_many(job.pk)
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total) == (4, 4)
    assert staff.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_cancelled_nothing_is_written_and_what_is_done_is_not_cancelled(staff, jobs, long):
    job, address = handed_on(staff, jobs)
    cancelled = staff.post(reverse("action_on_many_cancel", args=[job.pk]), follow=True)
    assert "已取消，什么也没有写入。" in told(cancelled)
    act_on_many(job.pk)
    assert open_jobs() == 4
    assert "没有办：提交人取消了" in staff.get(address).text
    assert len(Selection.objects.get().names) == 4
    run(staff, jobs)
    again = ActionOnMany.objects.first()
    act_on_many(again.pk)
    staff.post(reverse("action_on_many_cancel", args=[again.pk]))
    again.refresh_from_db()
    assert again.state == again.State.DONE


def test_what_was_sent_is_kept_no_longer_than_it_is_needed(staff, jobs, long):
    done, _ = handed_on(staff, jobs)
    assert "ended_on=2023-05-10" in done.sent
    act_on_many(done.pk)
    events.undo(event=LifeEvent.objects.get(), reason="做错了")
    run(staff, jobs)
    failed = ActionOnMany.objects.first()
    Employment.objects.filter(pk=jobs[0].pk).update(ended_on=date(2023, 4, 1))
    act_on_many(failed.pk)
    for job, state in ((done, "done"), (failed, "failed")):
        job.refresh_from_db()
        assert (job.state, job.sent) == (state, "")


def test_cancelled_while_a_worker_has_it_all_is_taken_back(staff, jobs, long, monkeypatch):
    job, _ = handed_on(staff, jobs)
    wrote = events.wrote

    def taken_away_meanwhile(event, *records):
        wrote(event, *records)
        assert open_jobs() == 0
        ActionOnMany.objects.get().cancel()

    monkeypatch.setattr(events, "wrote", taken_away_meanwhile)
    act_on_many(job.pk)
    assert open_jobs() == 4
    assert LifeEvent.objects.count() == 0


@pytest.mark.parametrize("change", ["ended", "ticked", "right", "place"])
def test_what_has_changed_since_it_was_checked_leaves_all_as_it_is(staff, jobs, long, change):
    job, _ = handed_on(staff, jobs)
    user = job.requested_by
    if change == "ended":
        Employment.objects.filter(pk=jobs[0].pk).update(ended_on=date(2023, 4, 1))
    elif change == "ticked":
        staff.post(reverse("labor:employment_ticks"), {"what": "none"})
    elif change == "right":
        type(user).objects.filter(pk=user.pk).update(role="leader")
    else:
        user.divisions.set([NEXT])
    act_on_many(job.pk)
    job.refresh_from_db()
    assert job.state == job.State.FAILED
    assert ("没有办理的权限" in job.message) == (change in ("right", "place"))
    assert ("记录又变了" in job.message) == (change in ("ended", "ticked"))
    assert not Employment.objects.filter(ended_on=date(2023, 5, 10)).exists()
    assert LifeEvent.objects.count() == 0


def test_nobody_else_sees_or_cancels_it(signed_in, jobs, long):
    job, address = handed_on(signed_in("staff"), jobs)
    for other in ("clerk", "administrator"):
        client = signed_in(other)
        assert client.get(address).status_code == 404
        for deed in ("cancel", "again"):
            assert client.post(reverse(f"action_on_many_{deed}", args=[job.pk])).status_code == 404
    job.refresh_from_db()
    assert job.state == job.State.QUEUED
