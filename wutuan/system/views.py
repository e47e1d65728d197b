"""The page 系统, and what an administrator does on it."""

import logging
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView, View

from core import audit
from core.jobs import watching
from core.models import AuditEvent
from core.permissions import OPERATE
from core.views import PermissionMixin
from wutuan.system import parts, trying

logger = logging.getLogger(__name__)


class SystemPage(PermissionMixin):
    """A page for those who look after the installation."""

    permission_required = OPERATE


class SystemView(SystemPage, TemplateView):
    """How the installation is doing: whole and soon, whatever of it is broken."""

    template_name = "wutuan/system.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = parts.shown(self.request.user)
        return super().get_context_data(parts=found, channels=trying.ready(), **self._failed(), **kwargs)

    def _failed(self) -> dict[str, Any]:
        try:
            return {"failed": watching.failed(self.request.user)}
        except Exception:
            logger.exception("The failed jobs cannot be read")
            return {"failed_fault": parts.FAILED}


class AgainView(SystemPage, View):
    """Have a failed job done again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        if watching.repeat(request.user, kind, pk) is None:
            raise Http404
        messages.success(request, "已重新排队。")
        return redirect("system:page")


class TryView(SystemPage, View):
    """Send a test message."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, channel: str) -> HttpResponse:
        if channel not in trying.NAMES:
            raise Http404
        outcome = trying.send(channel, request.user)
        with transaction.atomic():
            details = {"channel": channel, "outcome": "已发出" if outcome.went else "没有发出"}
            audit.record(AuditEvent.Action.CHANNEL_TESTED, details=details)
        tell = messages.success if outcome.went else messages.error
        tell(request, f"{trying.NAMES[channel]}：{outcome.words}。")
        return redirect("system:page")
