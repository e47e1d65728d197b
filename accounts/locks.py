"""Who is locked out after too many wrong passwords, and letting them try again; the counting is django-axes'."""

from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone


def locked_names(username: Any) -> Any:
    """Attempts for `username` that lock it now, each from an address."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    attempts = AccessAttempt.objects.filter(attempt_time__gte=since, username=username).order_by()
    counted = attempts.values("username", "ip_address").annotate(failures=Sum("failures_since_start"))
    return counted.filter(failures__gte=settings.AXES_FAILURE_LIMIT)


def locked_addresses(username: str) -> list[str]:
    """The addresses from which `username` is locked."""
    return sorted({str(address) for address in locked_names(username).values_list("ip_address", flat=True)})


def unlock(username: str, *, addresses: bool = False) -> list[str]:
    """Let `username` try again; with `addresses`, also whoever else was locked out at the same ones."""
    found = locked_addresses(username)
    reset(username=username)
    for address in found if addresses else ():
        reset(ip=address)
    return found
