"""The Celery application; its settings are in settings.py."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, setup_logging, worker_init

from wutuan import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")

broker.outlive_restarts()
app = Celery("wutuan", task_cls="core.actor:ActorTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# What runs by itself, and when.
app.conf.beat_schedule = {
    "封存审计记录": {
        "task": "core.tasks.seal_audit_trail",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 600},
    },
    "找回中断的任务": {"task": "core.tasks.sweep_jobs", "schedule": 30, "options": {"expires": 30}},
    "清理过期上传": {"task": "ledger.tasks.delete_old_uploads", "schedule": crontab(minute=30)},
    "清理中断的上传": {"task": "core.tasks.sweep_files", "schedule": crontab(minute=40)},
    "清理审计导出": {"task": "administration.tasks.delete_old_exports", "schedule": crontab(minute=50)},
    # in the morning, and every hour after it for a machine that was off or a record that came later
    "生成提醒": {"task": "reminders.tasks.make_reminders", "schedule": crontab(minute=0, hour="8-20")},
    "结束办完的交办": {"task": "scoring.tasks.end_handovers", "schedule": crontab(minute=5, hour="6-20")},
    "查找疑点": {"task": "doubts.tasks.find_once_a_day", "schedule": crontab(minute=20, hour="3-20")},
    "每天备份": {"task": "wutuan.tasks.back_up", "schedule": crontab(minute=15), "options": {"expires": 3000}},
    "发送提醒": {"task": "reminders.tasks.deliver", "schedule": 120, "options": {"expires": 120}},
}


@app.on_after_configure.connect
def make_folders(sender: Celery, **kwargs: Any) -> None:
    """The filesystem broker keeps its messages in folders that it does not make."""
    folder = sender.conf.broker_transport_options.get("control_folder")
    if folder:
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)


@setup_logging.connect
def keep_logging(**kwargs: Any) -> None:
    """Celery leaves logging alone where somebody listens to this: the settings have said it all."""


@worker_init.connect
@beat_init.connect
def refuse(**kwargs: Any) -> None:
    """What the pages refuse to start with, the worker and the clock refuse too."""
    from wutuan import checks  # reads models, which are not there yet when this module is loaded

    checks.enforce()
