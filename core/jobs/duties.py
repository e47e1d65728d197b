"""Scheduled duties: each writes down when it last succeeded, so that one that has stopped is seen.

@scheduled("发送提醒", within=timedelta(minutes=15))      # reminders/tasks.py; beat names it
def deliver() -> int: ...

expect("backup", "备份", within=timedelta(days=2))        # what a person or cron starts
succeeded("backup")                                       # where it ends well
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from celery import shared_task
from django.utils import timezone

from core.models import Generation, ScheduledDuty


@dataclass(frozen=True)
class Expected:
    """A duty and how old its last success may be."""

    label: str
    within: timedelta


@dataclass(frozen=True)
class DutyStatus:
    """How a duty is doing now."""

    name: str
    expected: Expected
    succeeded_at: datetime | None
    failed_at: datetime | None
    #: The distance from its last success, or from when the database began; a clock that was set back makes it no less.
    age: timedelta

    @property
    def is_overdue(self) -> bool:
        return self.age > self.expected.within

    @property
    def has_failed(self) -> bool:
        """Whether it went wrong the last time."""
        return bool(self.failed_at and (not self.succeeded_at or self.failed_at > self.succeeded_at))

    @property
    def words(self) -> str:
        """What a page says of one that is overdue."""
        when = (
            f"上次完成是 {timezone.localtime(self.succeeded_at):%Y-%m-%d %H:%M}"
            if self.succeeded_at
            else "还没有完成过"
        )
        return f"{self.expected.label}：{when}{'，最近一次出错，详见日志' if self.has_failed else ''}"


#: By the name of the task, or of what is started otherwise.
EXPECTED: dict[str, Expected] = {}


def expect(name: str, label: str, within: timedelta) -> None:
    EXPECTED[name] = Expected(label, within)


def scheduled(label: str, within: timedelta) -> Callable[[Callable[[], Any]], Any]:
    """A task without arguments that beat has done, and that writes down how it went."""

    def decorate(function: Callable[[], Any]) -> Any:
        name = f"{function.__module__}.{function.__name__}"
        expect(name, label, within)

        @wraps(function)
        def run() -> Any:
            try:
                done = function()
            except Exception:
                failed(name)
                raise
            succeeded(name)
            return done

        return shared_task(name=name)(run)

    return decorate


def succeeded(name: str) -> None:
    _note(name, succeeded_at=timezone.now())


def failed(name: str) -> None:
    _note(name, failed_at=timezone.now())


def _note(name: str, **moment: datetime) -> None:
    ScheduledDuty.objects.update_or_create(name=name, defaults=moment)


def statuses() -> dict[str, DutyStatus]:
    """The status of every duty, by name; two queries."""
    now = timezone.now()
    known = {row.name: row for row in ScheduledDuty.objects.all()}
    began = Generation.objects.values_list("begun_at", flat=True).first() or now
    return {name: _status(name, known.get(name) or ScheduledDuty(name=name), began, now) for name in EXPECTED}


def _status(name: str, row: ScheduledDuty, began: datetime, now: datetime) -> DutyStatus:
    """After an upgrade or a restore, which begin a generation, each duty has its time once more."""
    age = min(abs(now - moment) for moment in (row.succeeded_at, began) if moment)
    return DutyStatus(name, EXPECTED[name], row.succeeded_at, row.failed_at, age)


def overdue() -> list[DutyStatus]:
    return [each for each in statuses().values() if each.is_overdue]
