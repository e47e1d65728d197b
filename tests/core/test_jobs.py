"""A job's row is its truth: one worker at a time, nothing half-done, nothing lost."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test.utils import modify_settings
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from core.jobs import queue, watching
from core.jobs.queue import Job, Superseded
from tests.small_town import STRANGER, USERS, add_users


@pytest.fixture(scope="module")
def installed(django_db_setup, django_db_blocker):
    """The errands app with its tables, while the tests of this module run."""
    with django_db_blocker.unblock(), modify_settings(INSTALLED_APPS={"append": "tests.errands"}):
        models = list(apps.get_app_config("errands").get_models())
        with connection.schema_editor() as editor:
            for model in models:
                editor.create_model(model)
        yield
        with connection.schema_editor() as editor:
            for model in reversed(models):
                editor.delete_model(model)


@pytest.fixture
def errand(installed, db, monkeypatch):
    """Makes errands; what workers are told is remembered, not sent."""
    from tests.errands import tasks
    from tests.errands.models import Errand

    told = []
    monkeypatch.setattr(tasks.run, "delay", told.append)

    def make(**values):
        return Errand(**values).enqueue()

    make.told, make.run = told, tasks.run
    return make


def effects(errand):
    return errand.effect_set.count()


def fall_silent(errand):
    """As if its worker had been killed some minutes ago."""
    type(errand).objects.filter(pk=errand.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=5))


def test_the_tables_of_errands_are_those_of_a_job(installed, db):
    call_command("makemigrations", "errands", check=True, dry_run=True, stdout=StringIO())


def test_workers_are_told_when_the_transaction_commits(errand, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = errand()
        assert errand.told == []
    assert errand.told == [job.pk]


def test_a_job_told_twice_is_done_once(errand):
    job = errand()
    errand.run(job.pk)
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, effects(job)) == (Job.State.DONE, 1, 1)
    assert job.queued_at <= job.started_at <= job.finished_at


def test_a_job_that_only_returns_is_done(errand):
    job = errand(kind="plainest")
    errand.run(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.started_at <= job.finished_at


def test_a_job_that_says_itself_that_it_is_done_is_not_handed_in_twice(errand, caplog):
    errand.run(errand().pk)
    assert caplog.text == ""


def test_whoever_is_overtaken_stops_quietly_and_writes_nothing(errand, caplog):
    job = errand(kind="overtaken")
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, effects(job)) == (Job.State.RUNNING, 0)
    assert "another worker has taken it over" in caplog.text


def test_a_broker_that_is_away_loses_no_job_and_fails_no_request(
    errand, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(key):
        raise ConnectionError

    monkeypatch.setattr(errand.run, "delay", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = errand()
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_job_of_nobody_acts_by_its_tasks_name(errand):
    job = errand()
    errand.run(job.pk)
    assert job.effect_set.get().actor == "后台任务 tests.errands.tasks.run"


def test_a_job_acts_for_whoever_asked_for_it(errand):
    job = errand(requested_by=User.objects.create(username="jingban"))
    errand.run(job.pk)
    assert job.effect_set.get().actor == "jingban"


def test_a_job_is_seen_by_who_is_over_whoever_asked_for_it(errand, small_town):
    users = add_users(USERS | STRANGER)
    clerks, nobodys = errand(requested_by=users["clerk"]), errand()
    seen = {name: set(type(clerks).objects.visible_to(user)) for name, user in users.items()}
    assert seen["staff"] == {clerks, nobodys}
    assert seen["clerk"] == {clerks}
    assert seen["stranger"] == seen["nobody"] == set()


def test_a_job_that_cannot_be_done_tells_the_user_why(errand):
    job = errand(kind="refused")
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "文件是空的")


def test_a_mistake_of_ours_is_logged_and_the_user_is_told_no_details(errand, caplog):
    job = errand(kind="broken")
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "处理时出错，请联系系统管理员")
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize("kind", ["panics", "leaves"])
def test_what_is_no_exception_fails_the_job_and_not_its_worker(errand, caplog, kind):
    job = errand(kind=kind)
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "处理时出错，请联系系统管理员")
    assert "failed" in caplog.text


def test_a_failed_job_can_be_run_again(errand):
    job = errand(kind="refused")
    errand.run(job.pk)
    job.refresh_from_db()
    job.kind = "plain"
    job.progress(3, 4, "旧的说明")
    job.enqueue()
    job.refresh_from_db()
    assert (job.started_at, job.finished_at, job.progress_done, job.progress_total, job.message) == (
        None,
        None,
        0,
        0,
        "",
    )
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message, effects(job)) == (Job.State.DONE, 1, "", 1)


def test_the_heartbeat_writes_down_the_progress(errand):
    job = type(errand()).objects.claim(errand().pk)
    job.progress(30, 120, "正在读取")
    job.beat()
    job.refresh_from_db()
    assert (job.percent, job.message) == (25, "正在读取")


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, 0), (0, 8, 0), (199, 200, 99), (8, 8, 100), (9, 8, 100)])
def test_percent_tells_what_is_done_and_never_more_than_all(errand, done, total, percent):
    job = errand()
    job.progress(done, total)
    assert job.percent == percent


def test_words_longer_than_the_column_are_cut(errand):
    job = type(errand()).objects.claim(errand().pk)
    longest = "长" * 200
    job.progress(1, 2, longest + "尾")
    assert job.message == longest
    job.fail(longest + "尾")
    job.refresh_from_db()
    assert job.message == longest


def test_what_is_handed_in_keeps_the_last_progress(errand):
    job = type(errand()).objects.claim(errand().pk)
    job.progress(7, 8)
    job.leave(Job.State.DONE)
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total) == (7, 8)


# --- one worker at a time ---


def test_a_job_that_somebody_has_is_given_to_nobody_else(errand):
    job = errand()
    assert type(job).objects.claim(job.pk) == job
    assert type(job).objects.claim(job.pk) is None


def test_workers_who_ask_in_the_same_instant_each_get_their_own(errand):
    with travel(timezone.now(), tick=False):
        jobs = [errand(), errand()]
        claimed = [type(job).objects.claim(job.pk) for job in jobs]
        assert claimed == jobs
        claimed[0].leave(Job.State.DONE)
        assert type(jobs[0]).objects.claim(jobs[0].pk) is None
    jobs[1].refresh_from_db()
    assert jobs[1].state == Job.State.RUNNING


def test_who_gets_a_job_begins_anew_and_shows_life(errand):
    job = errand()
    type(job).objects.filter(pk=job.pk).update(progress_done=30)
    fall_silent(job)
    assert type(job).objects.claim(job.pk).progress_done == 0
    assert not type(job).objects.silent(timedelta(minutes=1)).exists()


def test_a_job_is_handed_in_once(errand):
    job = errand()
    claimed = type(job).objects.claim(job.pk)
    claimed.leave(Job.State.DONE)
    with pytest.raises(Superseded):
        claimed.fail("又不行了")


def test_a_worker_given_up_for_dead_shows_no_life_for_the_next(errand):
    job = errand()
    slow = type(job).objects.claim(job.pk)
    fall_silent(job)
    queue.sweep()
    type(job).objects.claim(job.pk)
    with pytest.raises(Superseded):
        slow.beat()


# --- signs of life ---


@pytest.fixture
def heart(errand, settings, monkeypatch):
    """A job whose beats are looked at: it does at each what is put into `says`, and tells the thread."""
    settings.JOB_HEARTBEAT = 0.001
    job, says, beaten, faults = errand(), [], threading.Semaphore(0), []
    monkeypatch.setattr(threading, "excepthook", faults.append)

    def beat():
        if says and isinstance(says[0], Exception):
            beaten.release()
            raise says.pop(0)
        beaten.release()

    monkeypatch.setattr(job, "beat", beat)
    job.says, job.beaten, job.faults = says, beaten, faults
    return job


def pulse_of(job):
    return next(thread for thread in threading.enumerate() if thread.name == f"pulse of job {job.pk}")


def test_a_heart_beats_while_the_work_lasts_and_then_no_more(heart):
    with queue.beating(heart):
        pulse = pulse_of(heart)
        assert heart.beaten.acquire(timeout=30)
        assert pulse.daemon  # it keeps no process from ending
    assert not pulse.is_alive()


def test_whoever_works_on_waits_for_the_last_beat(heart, monkeypatch):
    begun, over = threading.Event(), threading.Event()

    def beat():
        begun.set()
        over.wait(0.2)

    monkeypatch.setattr(heart, "beat", beat)
    with queue.beating(heart):
        pulse = pulse_of(heart)
        assert begun.wait(30)
    assert not pulse.is_alive()


def test_a_database_that_is_busy_stops_no_heart(heart):
    heart.says.append(OperationalError("database is locked"))
    with queue.beating(heart):
        assert all(heart.beaten.acquire(timeout=30) for _ in range(2))
    assert heart.faults == []


def test_a_heart_stops_quietly_where_another_worker_has_the_job(heart):
    heart.says.append(Superseded())
    with queue.beating(heart):
        assert heart.beaten.acquire(timeout=30)
    assert heart.faults == []
    assert not heart.beaten.acquire(blocking=False)


def test_a_heart_leaves_no_connection_open(heart, monkeypatch):
    closed, of_database = [], type(connections["default"])
    close = of_database.close

    def told(database):
        closed.append(threading.current_thread().name)
        close(database)

    monkeypatch.setattr(of_database, "close", told)
    with queue.beating(heart):
        assert heart.beaten.acquire(timeout=30)
    assert closed == [f"pulse of job {heart.pk}"]


# --- the sweeper ---


def test_a_job_whose_worker_was_killed_is_queued_again(errand):
    job = errand()
    type(job).objects.claim(job.pk)
    assert queue.sweep() == 0
    fall_silent(job)
    assert queue.sweep() == 1
    assert errand.told == [job.pk]
    assert queue.sweep() == 0
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, effects(job)) == (Job.State.DONE, 2, 1)


def test_a_job_whose_message_was_lost_is_told_again(errand):
    job = errand()
    fall_silent(job)
    assert queue.sweep() == 1
    assert errand.told == [job.pk]


def test_what_died_once_is_never_done_again_by_the_process_that_serves_pages(errand, monkeypatch):
    sent = []
    monkeypatch.setattr(queue, "elsewhere", sent.append)
    fresh, died = errand(), errand()
    type(died).objects.claim(died.pk)
    fall_silent(died)
    queue.sweep()
    for job in (fresh, died):
        errand.run(job.pk)
    assert (effects(fresh), effects(died), sent) == (1, 0, [died])


@pytest.mark.parametrize("silent", [timedelta(minutes=-5), timedelta(minutes=5)])
def test_a_clock_that_was_set_holds_up_no_recovery(errand, silent):
    """The last sign of life lies in the past or, where the clock has been set back since, in the future."""
    job = errand()
    type(job).objects.claim(job.pk)
    type(job).objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() + silent)
    assert queue.sweep() == 1
    assert queue.sweep() == 0


def test_a_wait_is_told_although_the_clock_was_set_back(errand):
    job = errand()
    type(job).objects.filter(pk=job.pk).update(queued_at=timezone.now() + timedelta(hours=3))
    assert watching.longest_wait() > timedelta(hours=2)


def test_a_sign_of_life_while_the_sweeper_looks_saves_the_job(errand):
    job = errand()
    type(job).objects.claim(job.pk)
    fall_silent(job)
    seen = type(job).objects.silent(timedelta(minutes=1)).get()
    seen.beat()
    assert not seen.requeue(timedelta(minutes=1))


def test_a_job_that_showed_life_meanwhile_is_not_counted(errand, monkeypatch):
    """While one is told again, the other's worker wakes up."""
    jobs = [errand(), errand()]
    for job in jobs:
        fall_silent(job)
    alive = type(jobs[0]).objects.filter(pk=jobs[0].pk)
    monkeypatch.setattr(errand.run, "delay", lambda key: alive.update(heartbeat_at=timezone.now()))
    assert queue.sweep() == 1


def test_one_job_is_queued_again_without_the_others(errand):
    one, other = errand(), errand()
    for job in (one, other):
        type(job).objects.claim(job.pk)
        fall_silent(job)
    silent = type(one).objects.get(pk=one.pk)
    assert silent.requeue(timedelta(minutes=1))
    other.refresh_from_db()
    assert other.state == Job.State.RUNNING


def test_what_another_sweeper_has_dealt_with_is_left_alone(errand):
    """Whether it waits again or has been taken again since."""
    job = errand()
    type(job).objects.claim(job.pk)
    fall_silent(job)
    seen = type(job).objects.get(pk=job.pk)
    queue.sweep()
    fall_silent(job)
    assert not seen.requeue(timedelta(minutes=1))
    type(job).objects.claim(job.pk)
    fall_silent(job)
    assert not seen.requeue(timedelta(minutes=1))


def test_a_job_told_twice_while_it_runs_is_nobody_elses(errand, monkeypatch):
    apart, job = [], errand()
    monkeypatch.setattr(queue, "elsewhere", apart.append)
    type(job).objects.claim(job.pk)
    errand.run(job.pk)
    assert (apart, effects(job)) == ([], 0)


def test_a_worker_given_up_for_dead_cannot_finish(errand):
    job = errand()
    slow = type(job).objects.claim(job.pk)
    fall_silent(job)
    queue.sweep()
    quick = type(job).objects.claim(job.pk)
    with quick.finishing():
        quick.effect_set.create(actor="quick")
    with pytest.raises(Superseded), slow.finishing():
        slow.effect_set.create(actor="slow")
    with pytest.raises(Superseded):
        slow.fail("不再是它的事")
    assert job.effect_set.get().actor == "quick"


def test_a_job_that_kills_its_workers_is_given_up(errand):
    job = errand()
    for _ in range(job.max_attempts):
        type(job).objects.claim(job.pk)
        fall_silent(job)
        queue.sweep()
    job.refresh_from_db()
    assert (job.state, job.message) == (
        Job.State.FAILED,
        "处理过程中断2次，已停止；可以重新提交一次，还不行请联系系统管理员",
    )
    assert errand.told == [job.pk] * (job.max_attempts - 1)
    assert job.finished_at >= job.started_at


def test_what_was_given_up_is_never_again_done_beside_the_pages(errand, monkeypatch):
    """Submitted once more by hand, it may still be what kills."""
    apart, job = [], errand()
    monkeypatch.setattr(queue, "elsewhere", apart.append)
    for _ in range(job.max_attempts):
        type(job).objects.claim(job.pk)
        fall_silent(job)
        queue.sweep()
    job.refresh_from_db()
    job.enqueue()
    errand.run(job.pk)
    assert (apart, effects(job), job.attempts) == ([job], 0, 1)


def test_what_is_over_is_left_alone(errand):
    for kind in ("plain", "refused"):
        job = errand(kind=kind)
        errand.run(job.pk)
        fall_silent(job)
    assert queue.sweep() == 0


def test_the_longest_wait_is_that_of_the_oldest_job_not_yet_taken(errand):
    assert watching.longest_wait() == timedelta(0)
    job = errand()
    type(job).objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=7))
    assert timedelta(minutes=7) <= watching.longest_wait() < timedelta(minutes=8)
    type(job).objects.claim(job.pk)
    assert watching.longest_wait() == timedelta(0)


def test_of_several_that_wait_the_oldest_counts(errand):
    for minutes in (3, 7, 5):
        job = errand()
        type(job).objects.filter(pk=job.pk).update(queued_at=timezone.now() - timedelta(minutes=minutes))
    assert timedelta(minutes=7) <= watching.longest_wait() < timedelta(minutes=8)
    type(job).objects.filter(pk=job.pk).update(queued_at=timezone.now() + timedelta(hours=3))
    assert watching.longest_wait() > timedelta(hours=2)


# --- what the operator hears of ---


@pytest.fixture
def ended(errand):
    """Makes errands that have ended so, at noon."""
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)

    def end(message, state=Job.State.FAILED, at=noon):
        job = errand()
        type(job).objects.filter(pk=job.pk).update(state=state, message=message, finished_at=at)

    end.noon = noon
    return end


@pytest.mark.parametrize(
    ("message", "faults"), [(queue.BROKEN, 1), (queue.CUT_OFF.format(times=2), 1), ("文件是空的", 0), ("", 0)]
)
def test_faults_of_the_program_are_counted_and_not_those_of_a_file(ended, message, faults):
    ended(message)
    assert watching.broken(ended.noon) == faults


def test_faults_count_from_the_moment_on_that_is_asked_for(ended):
    ended(queue.BROKEN)
    ended(queue.BROKEN, at=ended.noon - timedelta(seconds=1))
    ended(queue.BROKEN, at=ended.noon + timedelta(seconds=1))
    assert watching.broken(ended.noon) == 2


def test_what_went_well_in_the_end_is_no_fault(ended):
    ended(queue.BROKEN, state=Job.State.DONE)
    assert watching.broken(ended.noon) == 0
