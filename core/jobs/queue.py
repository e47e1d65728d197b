"""Work that outlives its request. The truth of a job is its row: a closed browser or a killed worker loses nothing.

    class ImportJob(Job):                              # ledger/models/imports.py
        task = "ledger.tasks.import_file"
        file = models.FileField("文件")

        class Meta(Job.Meta): ...

    @shared_task(base=JobTask, model=ImportJob)        # ledger/tasks.py
    def import_file(job: ImportJob) -> None:
        rows = read(job.file, tell=job.progress)       # progress(done, total): as often as you like, it costs nothing
        with job.finishing():                          # what is written and that the job is done: one transaction
            write(rows)

    ImportJob(requested_by=user, file=file).enqueue()  # an action; workers hear of it when its transaction commits
    job.enqueue()                                      # once more, after it failed

One worker at a time has a job, whatever the broker delivers. What a killed worker had is queued again by `sweep`, and
fails when that has happened `max_attempts` times: it may be what killed them, so the process that serves pages never
does it a second time (see `elsewhere`, and docs/adr/0032-jobs-that-kill.md). A worker given up for dead that goes on
all the same cannot finish: `finishing` raises `Superseded` and takes back what was written in it. `JobFailed("…")`
tells the user why it failed.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.module_loading import import_string

from core.actor import ActorTask, acting_as
from core.scoping import people_of

logger = logging.getLogger(__name__)

BROKEN = "处理时出错，请联系系统管理员"
CANCELLED = "提交人取消了"
CUT_OFF = "处理过程中断{times}次，已停止；可以重新提交一次，还不行请联系系统管理员"


class JobFailed(Exception):
    """Why a job cannot be done, in words for the user and without personal data."""


class Superseded(Exception):
    """Another worker has the job now."""


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """What was asked for by people of the user's divisions, or by nobody where the installation is theirs."""
        own = any(settings.HOME_TOWN.startswith(code) for code in user.division_codes)
        return self.filter(Q(requested_by__in=people_of(user)) | (Q(requested_by=None) if own else Q()))

    def failed(self) -> Self:
        return self.filter(state=Job.State.FAILED).order_by("-finished_at")

    def open(self) -> Self:
        """Neither done nor failed."""
        return self.filter(state__in=Job.OPEN)

    def broken(self, since: datetime) -> Self:
        """Failed through a fault of the program, not of what was handed in."""
        ours = Q(message=BROKEN) | Q(message__startswith=CUT_OFF.partition("{")[0])
        return self.filter(ours, state=Job.State.FAILED, finished_at__gte=since)

    def silent(self, longer_than: timedelta) -> Self:
        """Open, and without a sign of life; one from the future is none, the clock has been set back since."""
        return self.open().exclude(heartbeat_at__range=(Now() - longer_than, Now() + longer_than))

    def claim(self, key: int) -> "Job | None":
        """The job, now running for whoever asked; None when it is not waiting."""
        now = timezone.now()
        self.filter(pk=key, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING, attempts=F("attempts") + 1, started_at=now, heartbeat_at=Now(), progress_done=0
        )
        return self.filter(pk=key, state=Job.State.RUNNING, started_at=now).first()


class Job(models.Model):
    """A piece of work for a worker, and how far it has come."""

    class State(models.TextChoices):
        QUEUED = "queued", "排队中"
        RUNNING = "running", "处理中"
        DONE = "done", "已完成"
        FAILED = "failed", "失败"

    OPEN = (State.QUEUED, State.RUNNING)
    #: The dotted name of the task that does it.
    task: ClassVar[str]
    max_attempts: ClassVar[int] = 2

    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.QUEUED, editable=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    queued_at = models.DateTimeField("提交时间", default=timezone.now, editable=False)
    started_at = models.DateTimeField("开始时间", null=True, editable=False)
    heartbeat_at = models.DateTimeField("最近心跳", default=timezone.now, editable=False)
    finished_at = models.DateTimeField("结束时间", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("执行次数", default=0, editable=False)
    progress_done = models.PositiveIntegerField("已处理", default=0, editable=False)
    progress_total = models.PositiveIntegerField("总数", default=0, editable=False)
    message = models.CharField("说明", max_length=200, default="", editable=False)

    objects: ClassVar[Any] = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-pk",)

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def was_given_up(self) -> bool:
        """Failed because its workers died of it, as far as anybody can tell."""
        return self.state == self.State.FAILED and self.message.startswith(CUT_OFF.partition("{")[0])

    @property
    def may_be_repeated(self) -> bool:
        """Whether an operator may have it done again after it failed; each kind that harms nobody by it says so."""
        return False

    @property
    def kind(self) -> str:
        """What an address calls this kind of job."""
        return self._meta.label_lower

    @property
    def kind_name(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return min(100, 100 * self.progress_done // self.progress_total) if self.progress_total else 0

    # --- for whoever wants it done ---

    def enqueue(self) -> Self:
        """Save it as waiting; workers hear of it when the transaction commits."""
        now = timezone.now()
        self.attempts = 1 if self.was_given_up else 0  # what killed workers is never handed out as if it were new
        self.state, self.queued_at, self.heartbeat_at = self.State.QUEUED, now, now
        self.started_at = self.finished_at = None
        self.progress_done = self.progress_total = 0
        self.message = ""
        self.save()
        transaction.on_commit(self.publish, robust=True)
        return self

    def publish(self) -> None:
        """Tell the workers. Told twice, it is still done once."""
        import_string(self.task).delay(self.pk)

    def cancel(self) -> bool:
        """Give it up, unless it is over; what a worker has of it is taken back as it finishes."""
        still_open = type(self).objects.open().filter(pk=self.pk)
        return bool(still_open.update(state=self.State.FAILED, message=CANCELLED, finished_at=timezone.now()))

    # --- for the worker that has it ---

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Remember how far it is; the next heartbeat writes it down."""
        self.progress_done, self.progress_total, self.message = done, total, message[:200]

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """The transaction in which the job does what it is for: all of it and the state 'done', or nothing."""
        with transaction.atomic():
            yield
            self.leave(self.State.DONE)

    def fail(self, message: str) -> None:
        self.leave(self.State.FAILED, message)

    def leave(self, state: "Job.State", message: str = "") -> None:
        """Hand the job in, unless somebody else has it by now."""
        self.state, self.message, self.finished_at = state, message[:200], timezone.now()
        self._update(
            state=state,
            message=self.message,
            finished_at=self.finished_at,
            progress_done=self.progress_done,
            progress_total=self.progress_total,
        )

    def beat(self) -> None:
        """A sign of life, with the progress."""
        self._update(
            heartbeat_at=Now(),
            progress_done=self.progress_done,
            progress_total=self.progress_total,
            message=self.message,
        )

    def _update(self, **values: Any) -> None:
        mine = type(self).objects.filter(pk=self.pk, state=self.State.RUNNING, started_at=self.started_at)
        if not mine.update(**values):
            raise Superseded(f"{self._meta.label} {self.pk}")

    # --- for the sweeper ---

    def requeue(self, silence: timedelta) -> bool:
        """Queue it again, or give it up after too many attempts; False when it has shown life meanwhile."""
        same = type(self).objects.silent(silence).filter(pk=self.pk, state=self.state, attempts=self.attempts)
        if self.state == self.State.RUNNING and self.attempts >= self.max_attempts:
            message = CUT_OFF.format(times=self.attempts)
            return bool(same.update(state=self.State.FAILED, finished_at=timezone.now(), message=message))
        if not same.update(state=self.State.QUEUED, heartbeat_at=Now()):
            return False
        self.publish()
        return True


#: Does a job that was cut off before, where this process must outlive it; with None it is done here like any other.
elsewhere: Callable[[Job], None] | None = None


class JobTask(ActorTask):
    """Runs a job for the user who asked for it. The function gets the job; the message carries its key."""

    abstract = True
    model: type[Job]

    def __call__(self, key: int) -> None:
        cut_off = self.model.objects.filter(pk=key, state=Job.State.QUEUED, attempts__gt=0).first()
        if elsewhere and cut_off:
            return elsewhere(cut_off)
        job = self.model.objects.claim(key)
        if job is None:
            return
        try:
            with acting_as(job.requested_by, label=f"后台任务 {self.name}"), beating(job):
                self._do(job)
        except Superseded:
            logger.warning("%s %s: another worker has taken it over", self.name, key)

    def _do(self, job: Job) -> None:
        try:
            self.run(job)
            if not job.is_over:
                job.leave(Job.State.DONE)
        except Superseded:
            raise
        except JobFailed as reason:
            job.fail(str(reason))
        except BaseException as fault:  # a reader's panic is not an Exception
            logger.exception("%s %s failed", self.name, job.pk)
            job.fail(BROKEN)
            if isinstance(fault, KeyboardInterrupt):
                raise


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Signs of life while the block runs, from a thread with a connection of its own."""
    over = threading.Event()
    pulse = threading.Thread(target=_beat_until, args=(job, over), name=f"pulse of job {job.pk}", daemon=True)
    pulse.start()
    try:
        yield
    finally:
        over.set()
        pulse.join()


def _beat_until(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(settings.JOB_HEARTBEAT):
            try:
                job.beat()
            except DatabaseError:  # SQLite is busy with a long write, or the server is away: the next one will do
                logger.info("%s %s: no heartbeat", job._meta.label, job.pk)
            except Superseded:
                return
    finally:
        connection.close()


def models_of_jobs() -> list[type[Job]]:
    return [model for model in apps.get_models() if issubclass(model, Job)]


def sweep(silence: timedelta | None = None) -> int:
    """Queue again what was given to workers that are no more; returns how many jobs."""
    allowed = timedelta(seconds=settings.JOB_SILENCE) if silence is None else silence
    return sum(job.requeue(allowed) for model in models_of_jobs() for job in model.objects.silent(allowed))
