"""What a village's platform has on a day, as conditions on the village: the score and the pages count by the same."""

from datetime import date
from typing import Any

from django.db.models import Q

from core.records.conditions import not_yet
from platforms.models import Platform, StaffMember


def required(on: Any) -> Q:
    """A platform is asked of the village: 是否应建平台, and it is neither merged nor dissolved on the day `on`."""
    return not_yet("stopped_on", on) & Q(platform_required=True)


def has_platform(on: date) -> Q:
    return Q(Platform.objects.open(on).exists_for("village"))


def has_staff(on: date) -> Q:
    return Q(StaffMember.objects.serving(on).exists_for("village"))


def has_account(on: date) -> Q:
    return Q(Platform.objects.with_account(on).exists_for("village"))
