import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")

app = Celery("wutuan", task_cls="core.actor:ActorTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What runs by itself, and when.
app.conf.beat_schedule = {
    "封存审计记录": {"task": "core.tasks.seal_audit_trail", "schedule": crontab(minute="*/10")},
}
