"""A job's row is its truth: one worker at a time, nothing half-done, nothing lost."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import modify_settings
from django.utils import timezone

from accounts.models import User
from core.jobs import queue, watching
from core.jobs.queue import Job, Superseded


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


def test_a_job_acts_for_whoever_asked_for_it(errand):
    job = errand(requested_by=User.objects.create(username="jingban"))
    errand.run(job.pk)
    assert job.effect_set.get().actor == "jingban"


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
    job.enqueue()
    errand.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.message, effects(job)) == (Job.State.DONE, 1, "", 1)


def test_the_heartbeat_writes_down_the_progress(errand):
    job = type(errand()).objects.claim(errand().pk)
    job.progress(30, 120, "正在读取")
    job.beat()
    job.refresh_from_db()
    assert (job.percent, job.message) == (25, "正在读取")


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
