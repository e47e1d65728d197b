"""What may be wrong with the installation, in words for whoever looks after it."""

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models import User
from core import schema
from core.jobs import duties
from core.jobs.watching import broken, longest_wait
from scoring import catalogue
from wutuan.celery import app

logger = logging.getLogger(__name__)

OK = "ok"
#: A job that waits longer means that nobody works.
LONGEST_WAIT = timedelta(minutes=10)
#: Less than this and the next import may not fit.
LEAST_ROOM = 500 * 2**20
#: Seconds in which the broker has to answer.
BROKER_ANSWERS = 2
#: The backup is made by cron or by hand; beat knows nothing of it.
BACKUP = "backup"
duties.expect(BACKUP, "备份", within=timedelta(days=2))


class Unwell(Exception):
    """What is wrong, for whoever looks after the server."""


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    try:
        schema.refuse_newer()
    except schema.NewerDatabase as newer:
        raise Unwell(f"{newer}，请重启服务") from newer
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Unwell("数据库结构未升级，请运行 manage.py bootstrap")


def broker() -> None:
    """One that takes connections and answers nothing is asked itself: Celery would wait for it."""
    if settings.REDIS_URL:
        patience = {"socket_timeout": BROKER_ANSWERS, "socket_connect_timeout": BROKER_ANSWERS}
        with redis.Redis.from_url(settings.REDIS_URL, retry=None, **patience) as server:
            server.ping()
    with app.connection_for_write() as server:
        server.ensure_connection(max_retries=1, interval_start=0, timeout=BROKER_ANSWERS)


def queue() -> None:
    waited = longest_wait()
    if waited > LONGEST_WAIT:
        raise Unwell(f"有任务已排队 {int(waited.total_seconds() // 60)} 分钟，请检查后台任务进程")


def scheduled() -> None:
    late = [duty.words for duty in duties.overdue() if duty.name != BACKUP]
    if late:
        raise Unwell(f"定时任务没有按时完成，请检查后台任务和定时进程（{'；'.join(late)}）")


def disk() -> None:
    if room() < LEAST_ROOM:
        raise Unwell(f"磁盘只剩 {room() // 2**20} MB")


def failed_jobs() -> None:
    found = broken_jobs()
    if found:
        raise Unwell(f"最近一天有 {found} 个任务因程序出错而失败，详见日志")


def backup() -> None:
    duty = duties.statuses()[BACKUP]
    if duty.is_overdue:
        raise Unwell(f"{duty.words}，请运行 manage.py backup")


def rubric() -> None:
    found = catalogue.faults()
    if found:
        raise Unwell(f"考核细则有误，网页按改动之前的或别的年度的计分，命令不能计分（{'；'.join(found)}）")


#: Without these the installation does not work.
VITAL: tuple[Callable[[], None], ...] = (database, migrations, broker, queue, scheduled, disk)
#: These have to be looked at, and no page is worse for them.
TOLD: tuple[Callable[[], None], ...] = (rubric, failed_jobs, backup)
#: What administrators read on their pages: cheap to ask, and not what would keep the page itself from being made.
ON_PAGES: tuple[Callable[[], None], ...] = (queue, scheduled, disk, rubric, failed_jobs, backup)
SECONDS = 60


def outcome(check: Callable[[], None]) -> str:
    """OK, or what is wrong."""
    try:
        check()
    except Unwell as fault:
        return str(fault)
    except Exception:
        logger.exception("Health check %s failed", check.__name__)
        return "无法检查，详见日志"
    return OK


def room() -> int:
    """The bytes that are free where the program writes."""
    return shutil.disk_usage(settings.VAR_DIR if settings.VAR_DIR.exists() else settings.BASE_DIR).free


def broken_jobs() -> int:
    """Of the last day."""
    return broken(timezone.now() - timedelta(days=1))


class Troubles:
    """What is wrong, for administrators; asked once a minute for all of them."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def words(self) -> list[str]:
        if self.user.role != User.Role.ADMINISTRATOR and not self.user.is_superuser:
            return []
        return cache.get_or_set("health:troubles", _troubles, SECONDS)


def _troubles() -> list[str]:
    return [words for words in map(outcome, ON_PAGES) if words != OK]
