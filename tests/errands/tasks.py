import os
import signal
import sys
from pathlib import Path
from time import sleep

from celery import shared_task
from django.utils import timezone

from core.actor import present
from core.jobs.queue import JobFailed, JobTask
from tests.errands.models import Effect, Errand


class Panic(BaseException):
    """As pyo3 raises where Rust code has panicked."""


RAISED = {"refused": JobFailed("文件是空的"), "broken": RuntimeError("430599199001010017"), "panics": Panic()}


@shared_task(base=JobTask, model=Errand)
def run(errand):
    if errand.kind in RAISED:
        raise RAISED[errand.kind]
    if errand.kind == "leaves":
        sys.exit(3)
    if errand.kind == "plainest":
        return
    if errand.kind == "overtaken":  # as if a sweeper had given it to somebody else
        Errand.objects.filter(pk=errand.pk).update(started_at=timezone.now())
    if errand.kind == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    with errand.finishing():
        Effect.objects.create(errand=errand, actor=present().name)
        if errand.kind == "held":
            hold(Path(os.environ["ERRANDS"]))


def hold(folder):
    """Say that the errand is half done, and wait to be killed or let go."""
    (folder / "half-done").touch()
    while (folder / "hold").exists():
        sleep(0.05)
