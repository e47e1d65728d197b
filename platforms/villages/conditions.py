"""What a village's platform has on a day, as conditions on the village: the score and the pages count by the same."""

from datetime import date

from django.db.models import Q

from platforms.models import Platform, StaffMember

REQUIRED = Q(platform_required=True)


def has_platform(on: date) -> Q:
    return Q(Platform.objects.open(on).exists_for("village"))


def has_staff(on: date) -> Q:
    return Q(StaffMember.objects.serving(on).exists_for("village"))


def has_account(on: date) -> Q:
    return Q(Platform.objects.with_account(on).exists_for("village"))
