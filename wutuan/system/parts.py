"""The parts of the page. Each is found by itself, fails by itself, and says so; none holds a password or a secret."""

import logging
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

from administration.trail.verifying import latest
from core import program
from core.jobs import duties, watching
from core.models import ScheduledDuty
from core.scoping import people_of
from wutuan import health
from wutuan.backups.rehearsing import REHEARSED
from wutuan.backups.restoring import RESTORED
from wutuan.celery import app
from wutuan.system.deployment import findings

logger = logging.getLogger(__name__)
FAILED = "这一项无法读取，详见日志"
#: Seconds in which workers have to answer.
ANSWER = 1
#: A backup that was never put back is a hope; each quarter one is tried.
REHEARSED_WITHIN = timedelta(days=100)
SAFE, DUE, LOST = "safe", "due", "lost"


@dataclass(frozen=True)
class SystemFact:
    """A line of a part; `tone` colours what somebody should look at, and what is well."""

    label: str
    value: str
    tone: str = ""
    to_copy: bool = False


@dataclass(frozen=True)
class Shown:
    """A part as the page shows it: its lines, or why there are none."""

    title: str
    facts: list[SystemFact]
    fault: str = ""


Find = Callable[[Any], Iterator[SystemFact]]


def shown(user: Any) -> list[Shown]:
    """All parts, whatever becomes of any of them."""
    return [_shown(title, find, user) for title, find in PARTS.items()]


def _shown(title: str, find: Find, user: Any) -> Shown:
    try:
        return Shown(title, list(find(user)))
    except Exception:
        logger.exception("The part %s of the page of the system failed", find.__name__)
        return Shown(title, [], FAILED)


def health_checks(user: Any) -> Iterator[SystemFact]:
    """The same words as /healthz has: there is one definition of being well."""
    for label, check in CHECKS.items():
        found = health.outcome(check)
        yield SystemFact(label, "正常" if found == health.OK else found, SAFE if found == health.OK else LOST)


def versions(user: Any) -> Iterator[SystemFact]:
    yield SystemFact("程序", program.digest()[:12])
    yield SystemFact("Python", platform.python_version())
    yield SystemFact("Django", django.get_version())
    yield SystemFact(connection.display_name, ".".join(map(str, connection.get_database_version())))


def database(user: Any) -> Iterator[SystemFact]:
    yield SystemFact("大小", size(_database_size()))
    if connection.vendor == "sqlite":
        yield SystemFact("文件", str(settings.DATABASES["default"]["NAME"]))


def _database_size() -> int:
    asked = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return int(cursor.fetchone()[0])


def disk(user: Any) -> Iterator[SystemFact]:
    room = health.room()
    yield SystemFact("剩余", size(room), LOST if room < health.LEAST_ROOM else SAFE)
    yield SystemFact("程序写的文件", str(settings.VAR_DIR))


def queue(user: Any) -> Iterator[SystemFact]:
    waited = watching.longest_wait()
    yield SystemFact("排队和处理中", f"{watching.waiting()} 个")
    late = waited > health.LONGEST_WAIT
    yield SystemFact(
        "等得最久", f"{int(waited.total_seconds() // 60)} 分钟" if waited else "没有在等的", LOST if late else ""
    )


def workers(user: Any) -> Iterator[SystemFact]:
    """Who answers; without Redis the worker is a part of this process, and its last round says that it lives."""
    round_ = duties.statuses()["core.tasks.sweep_jobs"]
    yield SystemFact("上次巡查任务", moment(round_.succeeded_at), _tone(round_))
    if settings.REDIS_URL:
        names = _answering()
        yield SystemFact("应答的进程", "、".join(names) or "没有", SAFE if names else LOST)


def _answering() -> list[str]:
    health.broker()
    return sorted(app.control.inspect(timeout=ANSWER).ping() or {})


def scheduled(user: Any) -> Iterator[SystemFact]:
    for duty in duties.statuses().values():
        told = moment(duty.succeeded_at) + ("，最近一次出错" if duty.has_failed else "")
        yield SystemFact(duty.expected.label, told, _tone(duty))


def _tone(duty: duties.DutyStatus) -> str:
    """What has never been done is not well, even while it has its time."""
    if duty.is_overdue:
        return LOST
    return DUE if duty.has_failed or not duty.succeeded_at else SAFE


def backups(user: Any) -> Iterator[SystemFact]:
    made = duties.statuses()[health.BACKUP]
    yield SystemFact("上次备份", moment(made.succeeded_at), _tone(made))
    known = {row.name: row for row in ScheduledDuty.objects.filter(name__in=(RESTORED, REHEARSED))}
    yield _rehearsed(known.get(REHEARSED) or ScheduledDuty())
    restored = known.get(RESTORED)
    yield SystemFact("上次恢复到这个库", moment(restored and restored.succeeded_at))


def _rehearsed(rehearsal: ScheduledDuty) -> SystemFact:
    """Whether the last backup that was tried could be restored; one tried long ago says little."""
    at, failed_at = rehearsal.succeeded_at, rehearsal.failed_at
    if failed_at and (not at or failed_at > at):
        return SystemFact("上次恢复演练", f"{moment(failed_at)} 没有成功，备份可能不能用", LOST)
    is_recent = at and timezone.now() - at < REHEARSED_WITHIN
    told = moment(at) if at else f"{moment(at)}，由管服务器的人运行 manage.py rehearse_restore"
    return SystemFact("上次恢复演练", told, SAFE if is_recent else DUE)


def trail(user: Any) -> Iterator[SystemFact]:
    last = latest()
    if last is None:
        yield SystemFact("上次核验", "还没有核验过，由审计员核验，或运行 manage.py audit_verify", DUE)
        return
    yield SystemFact("上次核验", moment(last.finished_at))
    yield SystemFact("结果", last.fault or f"完好，共 {last.length} 条", LOST if last.fault else SAFE)
    if last.end:
        yield SystemFact("校验值", last.end, to_copy=True)


def accounts(user: Any) -> Iterator[SystemFact]:
    known = people_of(user)
    locked = sorted(known.locked().values_list("username", flat=True))
    yield SystemFact("锁定", "、".join(locked) or "没有", DUE if locked else "")
    never = sorted(known.filter(is_active=True, last_login=None).values_list("username", flat=True))
    yield SystemFact("从未登录", "、".join(never) or "没有", DUE if never else "")


def deployment(user: Any) -> Iterator[SystemFact]:
    found = findings()
    if not found:
        yield SystemFact("check --deploy", "没有发现问题", SAFE)
    for label, words in found:
        yield SystemFact(label, words, DUE)


def moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "Y-m-d H:i") if at else "还没有"


def size(number: int) -> str:
    return f"{number / 2**30:.1f} GB" if number >= 2**30 else f"{number / 2**20:.1f} MB"


CHECKS = {
    "数据库": health.database,
    "数据库结构": health.migrations,
    "任务队列": health.broker,
    "排队": health.queue,
    "定时任务": health.scheduled,
    "磁盘": health.disk,
    "考核细则": health.rubric,
    "失败的任务": health.failed_jobs,
    "备份": health.backup,
}
PARTS: dict[str, Find] = {
    "是否正常": health_checks,
    "版本": versions,
    "数据库": database,
    "磁盘": disk,
    "任务队列": queue,
    "后台进程": workers,
    "定时事务": scheduled,
    "备份": backups,
    "审计核验": trail,
    "账号": accounts,
    "部署检查": deployment,
}
