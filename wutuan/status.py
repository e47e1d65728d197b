"""How the installation is doing, for load balancers and monitors: numbers only, nothing about anybody."""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address
from secrets import compare_digest

import prometheus_client
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import multiprocess

from core import jobs, schema
from wutuan.celery import app

logger = logging.getLogger(__name__)

#: A job that waits longer means that nobody works.
LONGEST_WAIT = timedelta(minutes=10)


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
    if not _is_migrated():
        raise Unwell("数据库结构未升级，请运行 manage.py bootstrap")


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def broker() -> None:
    with app.connection_for_write() as server:
        server.ensure_connection(max_retries=1, interval_start=0, timeout=2)


def queue() -> None:
    waited = jobs.longest_wait()
    if waited > LONGEST_WAIT:
        raise Unwell(f"有任务已排队 {int(waited.total_seconds() // 60)} 分钟，请检查后台任务进程")


CHECKS: dict[str, Callable[[], None]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "queue": queue,
}


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, otherwise 503; each check with 'ok' or what is wrong."""
    found = {name: _outcome(check) for name, check in CHECKS.items()}
    well = set(found.values()) == {"ok"}
    return JsonResponse(found, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})


def _outcome(check: Callable[[], None]) -> str:
    try:
        check()
    except Unwell as fault:
        return str(fault)
    except Exception:
        logger.exception("Health check %s failed", check.__name__)
        return "无法检查，详见日志"
    return "ok"


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Measurements in the format of Prometheus, for this machine or whoever has the token."""
    if not _may_measure(request):
        return HttpResponse(status=403)
    registry = prometheus_client.REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = prometheus_client.CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return HttpResponse(prometheus_client.generate_latest(registry), content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    proxied = not settings.BEHIND_PROXY and "X-Forwarded-For" in request.headers
    return not proxied and _is_this_machine(request.META.get("REMOTE_ADDR", ""))


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
