"""The clock: one of it, and all that it names exists."""

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


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
