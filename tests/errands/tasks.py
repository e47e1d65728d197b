import os
import signal
import sys
from pathlib import Path
from time import sleep

from celery import shared_task

from core.actor import current_actor
from core.jobs.queue import JobFailed, JobTask
from tests.errands.models import Effect, Errand


class Panic(BaseException):
    """As pyo3 raises where Rust code has panicked."""


@shared_task(base=JobTask, model=Errand)
def run(errand):
    if errand.kind == "refused":
        raise JobFailed("文件是空的")
    if errand.kind == "broken":
        raise RuntimeError("430599199001010017")
    if errand.kind == "panics":
        raise Panic
    if errand.kind == "leaves":
        sys.exit(3)
    if errand.kind == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    with errand.finishing():
        Effect.objects.create(errand=errand, actor=str(current_actor() or ""))
        if errand.kind == "held":
            hold(Path(os.environ["ERRANDS"]))


def hold(folder):
    """Say that the errand is half done, and wait to be killed or let go."""
    (folder / "half-done").touch()
    while (folder / "hold").exists():
        sleep(0.05)
