"""Our Celery application with imports of lists that stop at the stage HELD_AT, as long as a file says so."""

import os
from pathlib import Path
from time import sleep

import django

from wutuan.celery import app

django.setup()

from ledger.rosters import uploads  # noqa: E402
from ledger.rosters.session import Session  # noqa: E402
from ledger.staging import Staged  # noqa: E402

__all__ = ["app"]

FOLDER = Path(os.environ["HELD"])
#: What is done last of a stage.
STAGES = {
    "reading": (Session, "_take_rows"),
    "preview": (uploads, "look_over_corrections"),
    "writing": (Staged, "merge"),
}


def held(deed):
    def done_and_held(*args, **kwargs):
        told = deed(*args, **kwargs)
        if (FOLDER / "hold").exists():
            (FOLDER / "half-done").touch()
            while (FOLDER / "hold").exists():
                sleep(0.05)
        return told

    return done_and_held


owner, name = STAGES[os.environ["HELD_AT"]]
setattr(owner, name, held(getattr(owner, name)))
