"""Our Celery application, in a hurry."""

from wutuan.celery import app

app.conf.beat_schedule["找回中断的任务"]["schedule"] = 1

__all__ = ["app"]
