"""Our Celery application with an import that stops half-way in its writing, as long as a file says so."""

import os
from pathlib import Path
from time import sleep

import django

from wutuan.celery import app

django.setup()

from ledger.staging import Staged  # noqa: E402

__all__ = ["app"]

FOLDER = Path(os.environ["HELD"])
merge = Staged.merge


def merge_and_wait(staged, *args, **kwargs):
    merge(staged, *args, **kwargs)
    if (FOLDER / "hold").exists():
        (FOLDER / "half-done").touch()
        while (FOLDER / "hold").exists():
            sleep(0.05)


Staged.merge = merge_and_wait
