"""What the installation does for itself."""

from datetime import timedelta
from pathlib import Path

from celery import shared_task

from core.jobs import duties
from core.models import Installation
from wutuan import backups
from wutuan.health import BACKUP

#: Asked for every hour, so that a machine that is off at night makes its backup in the morning.
EVERY = timedelta(hours=20)


@shared_task
def back_up() -> None:
    """The day's backup, where somebody has said where it goes and none was made lately; then old ones make room."""
    folder = Installation.current().backup_folder
    if folder and duties.statuses()[BACKUP].age > EVERY:
        backups.make(Path(folder))
        backups.thin(Path(folder))
