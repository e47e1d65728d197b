"""The whole program in one process: pages by waitress, a Celery worker and the clock in threads beside it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NoReturn

import waitress
from celery.beat import EmbeddedService
from celery.bootsteps import CLOSE
from celery.worker import state
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

from core.jobs import queue
from wutuan.beat import AlreadyRunning
from wutuan.celery import app

HOST = "127.0.0.1"
WEB_THREADS = 8
JOB_THREADS = 2
#: Seconds that a job in the middle of its work is given to end by itself.
GRACE = 4
#: The processes that do jobs which were cut off before.
children: dict[tuple[str, str], subprocess.Popen[bytes]] = {}


class PortTaken(Exception):
    def __init__(self, port: int) -> None:
        super().__init__(f"端口 {port} 无法使用（可能已被占用），请换一个端口，例如：make start PORT={port + 1}")


def listen(port: int) -> socket.socket:
    """The socket of the site, taken before anything else is done: a browser that comes early waits."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise PortTaken(port) from error


def serve(listener: socket.socket, *, ready: Callable[[], None], say: Callable[[str], Any]) -> None:
    """Serve pages and do jobs until a signal comes that exits."""
    load_everything()
    with working(say) as worker, ticking(say):
        server = waitress.create_server(WSGIHandler(), sockets=[listener], threads=WEB_THREADS, ident="")
        ready()
        server.run()
        on_signal(leave_at_once)  # whoever is in a hurry
        say("正在停止……")
        worker.stop()
        listener.close()


def on_signal(end: Callable[[], Any]) -> None:
    """What Ctrl-C and SIGTERM do, also where a shell has started us deaf to Ctrl-C."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: end())


def load_everything() -> None:
    """Import tasks and pages before there are threads: two that import at once may wait for each other for ever."""
    os.environ["CELERY_SKIP_CHECKS"] = "1"  # they cost a second
    app.loader.init_worker()
    app.finalize()
    app.connection_for_write().transport  # noqa: B018 -- imports it
    get_resolver().url_patterns  # noqa: B018 -- imports the views
    queue.elsewhere = apart


def apart(job: queue.Job) -> None:
    """Do a job that was cut off before in a process of its own: should it be what ends processes, the pages stay."""
    name = (job._meta.label, str(job.pk))
    if name in children:  # told twice
        return
    child = children[name] = subprocess.Popen([sys.executable, "manage.py", "do_job", *name], cwd=settings.BASE_DIR)
    child.wait()
    job.refresh_from_db()
    if job.state == queue.Job.State.RUNNING:
        job.requeue(silence=timedelta(0))  # nobody has it any more, and it has been tried often enough
    del children[name]


class Worker(threading.Thread):
    """A Celery worker that starts again should it break."""

    def __init__(self) -> None:
        super().__init__(name="worker", daemon=True)
        self.stopping = threading.Event()
        self.controller = self._new()

    def _new(self) -> Any:
        quiet = dict.fromkeys(("without_gossip", "without_mingle", "without_heartbeat"), True)
        return app.WorkController(pool="threads", concurrency=JOB_THREADS, **quiet)

    def run(self) -> None:
        while not self.stopping.is_set():
            self.controller.start()
            self.controller.stop()
            if not self.stopping.wait(1):
                self.controller = self._new()

    def stop(self) -> None:
        """Take no more jobs; `run` ends when those in the middle of their work have ended."""
        self.stopping.set()
        state.should_stop = 0  # its exit status, should it only be about to begin
        self.controller.consumer.blueprint.state = CLOSE  # its loop looks at this every other second


@contextmanager
def working(say: Callable[[str], Any]) -> Iterator[Worker]:
    """A worker while the block runs. A job that does not end in time is cut off; the next start queues it again."""
    worker = Worker()
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()
        worker.join(GRACE)
        for child in [*children.values()]:
            say("中断过的任务又被中断，请在页面上重新提交")
            child.kill()
            child.wait()
            worker.join(1)
        if worker.is_alive():
            say("有任务尚未完成，下次启动后会重新执行")
            leave_at_once()


@contextmanager
def ticking(say: Callable[[str], Any]) -> Iterator[None]:
    """The clock while the block runs, unless another process is it."""
    beat = EmbeddedService(app, thread=True, scheduler_cls=app.conf.beat_scheduler)
    try:
        beat.service.scheduler  # noqa: B018 -- takes the lock
    except AlreadyRunning as other:
        say(str(other))
        yield
        return
    beat.start()
    try:
        yield
    finally:
        beat.service.stop()
        beat.join(GRACE)


def leave_at_once() -> NoReturn:
    """End the process without waiting for its threads; open transactions are rolled back by the database."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
