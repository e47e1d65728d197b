"""The clock: one of it, and all that it names exists."""

from contextlib import closing
from datetime import timedelta

import pytest

from wutuan.beat import AlreadyRunning, OnlyScheduler
from wutuan.celery import app


def clock(tmp_path):
    return OnlyScheduler(app, schedule_filename=str(tmp_path / "schedule"))


def test_a_second_clock_is_refused_until_the_first_is_over(tmp_path):
    first = clock(tmp_path)
    with pytest.raises(AlreadyRunning, match="已由另一个进程运行"):
        clock(tmp_path)
    first.close()
    clock(tmp_path).close()


def test_a_clock_that_was_set_back_holds_up_nothing(tmp_path, monkeypatch):
    """Every task ran some hours ahead of now, by the old clock; each is due within its own time again."""
    scheduler, sent = clock(tmp_path), []
    monkeypatch.setattr(scheduler, "apply_entry", lambda entry, producer: sent.append(entry.name))
    monkeypatch.setattr(OnlyScheduler, "producer", None)
    with closing(scheduler):
        scheduler.tick()
        for entry in scheduler.schedule.values():
            entry.last_run_at += timedelta(hours=3)
        scheduler.tick()
        now = app.now()
        waits = {name: entry.is_due()[1] for name, entry in scheduler.schedule.items()}
        assert all(entry.last_run_at <= now for entry in scheduler.schedule.values())
    assert waits["找回中断的任务"] <= 30
    assert waits["发送提醒"] <= 120


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
