"""How the installation is doing, for load balancers and monitors: numbers only, nothing about anybody."""

import logging
import os
from ipaddress import ip_address
from secrets import compare_digest

import prometheus_client
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import multiprocess

from core.jobs import duties, watching
from wutuan import health

logger = logging.getLogger(__name__)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the pages and what runs beside them work, otherwise 503; each check with 'ok' or what is wrong."""
    found = {check.__name__: health.outcome(check) for check in (*health.VITAL, *health.TOLD)}
    well = all(found[check.__name__] == health.OK for check in health.VITAL)
    return JsonResponse(found, status=200 if well else 503, json_dumps_params={"ensure_ascii": False})


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
    measured = prometheus_client.generate_latest(registry)
    try:
        measured += prometheus_client.generate_latest(_gauges())
    except DatabaseError:
        logger.exception("The database cannot be measured")
    return HttpResponse(measured, content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _gauges() -> prometheus_client.CollectorRegistry:
    """What every process would measure alike, measured when asked."""
    registry = prometheus_client.CollectorRegistry()
    age = prometheus_client.Gauge("duty_age_seconds", "Since a duty was last done", ["duty"], registry=registry)
    late = prometheus_client.Gauge("duty_overdue", "Whether a duty is overdue", ["duty"], registry=registry)
    for duty in duties.statuses().values():
        age.labels(duty.name).set(duty.age.total_seconds())
        late.labels(duty.name).set(duty.is_overdue)
    for name, told, value in (
        ("disk_free_bytes", "Room where the program writes", health.room()),
        ("jobs_broken", "Jobs of the last day that failed through a fault of the program", health.broken_jobs()),
        ("jobs_longest_wait_seconds", "How long the oldest job waits", watching.longest_wait().total_seconds()),
    ):
        prometheus_client.Gauge(name, told, registry=registry).set(value)
    return registry


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
