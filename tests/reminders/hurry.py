"""Our Celery application at the time that `TODAY` says, with reminders every other moment and nothing else to do."""

import os

import time_machine

from wutuan.celery import app

time_machine.travel(os.environ["TODAY"], tick=True).start()
app.conf.beat_schedule = {
    name: {"task": app.conf.beat_schedule[name]["task"], "schedule": 0.5} for name in ("生成提醒", "发送提醒")
}

__all__ = ["app"]
