"""One log line and one measurement for each request: which page, never which person or what was asked for."""

import logging
import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from wutuan import full_disk
from wutuan.logs import request_id

logger = logging.getLogger("wutuan.request")

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
GIVEN = re.compile(r"[0-9a-f-]{16,36}")
SECONDS = Histogram(
    "http_request_seconds",
    "Time to answer a request, by page",
    ["route", "method", "status"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)

Answer = Callable[[HttpRequest], HttpResponse]


class ObservingMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if GIVEN.fullmatch(given) else uuid4().hex
        token, began = request_id.set(number), perf_counter()
        try:
            response = self.get_response(request)
            observe(request, response.status_code, perf_counter() - began)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = number
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return full_disk.answer(request, exception)


def observe(request: HttpRequest, status: int, seconds: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    method = request.method if request.method in METHODS else "other"
    SECONDS.labels(route, method, status).observe(seconds)
    # read only where the page has asked for it, so that the log costs no query
    user = getattr(request, "_cached_user", None)
    said = {"user": getattr(user, "pk", None), "route": route, "method": method, "status": status}
    logger.info("%s %s %s", method, route or "-", status, extra={**said, "milliseconds": round(seconds * 1000)})


class ProxiedMiddleware:
    """Behind a proxy of ours the visitor's address is the last that the proxy names."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if named:
            request.META["REMOTE_ADDR"] = named
        return self.get_response(request)
