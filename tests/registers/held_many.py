"""Our Celery application with an action on many that stops before it finishes, as long as a file says so."""

import os
from pathlib import Path
from time import sleep

import django

from wutuan.celery import app

django.setup()

from core.records import events  # noqa: E402

__all__ = ["app"]

FOLDER = Path(os.environ["HELD"])
wrote = events.wrote


def wrote_and_wait(event, *records):
    wrote(event, *records)
    if (FOLDER / "hold").exists():
        (FOLDER / "half-done").touch()
        while (FOLDER / "hold").exists():
            sleep(0.05)


events.wrote = wrote_and_wait
