"""The clock of the scheduled tasks, of which there is one."""

from pathlib import Path
from typing import IO, Any

from celery.beat import PersistentScheduler
from django.core.files import locks


class AlreadyRunning(SystemExit):
    """Another process on this machine is the clock; printed as one line where nobody catches it."""

    def __init__(self) -> None:
        super().__init__("定时任务已由另一个进程运行，本进程不再重复运行")


class OnlyScheduler(PersistentScheduler):
    """Remembers when each task ran last, and holds a lock that ends with its process."""

    _lock: IO[str] | None = None

    def setup_schedule(self) -> None:
        path = Path(f"{self.schedule_filename}.lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = path.open("w")
        if not locks.lock(self._lock, locks.LOCK_EX | locks.LOCK_NB):
            self._lock.close()
            raise AlreadyRunning
        super().setup_schedule()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """What ran in the future runs anew: the clock has been set back, and the task would wait until then."""
        now = self.app.now()
        ahead = [entry for entry in self.schedule.values() if entry.last_run_at > now]
        for entry in ahead:
            entry.last_run_at = now
        if ahead:
            self.populate_heap()  # it is in the order of the old clock
        return super().tick(*args, **kwargs)

    def close(self, *args: Any) -> None:
        super().close(*args)
        if self._lock is not None:
            self._lock.close()
