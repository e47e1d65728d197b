"""Making, changing, stopping and resuming accounts: each leaves a line in the trail, and none lacks a division."""

from collections.abc import Collection
from typing import Any

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import audit
from core.models import AuditEvent, Division

Action = AuditEvent.Action


@transaction.atomic
def add(*, username: str, name: str, role: str, divisions: Collection[str], password: str) -> User:
    """ValidationError says in Chinese what is wrong with it."""
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError(f"已有名为“{username}”的账号")
    user = User(username=username, first_name=name, role=role)
    _give_password(user, password)
    user.full_clean()
    user.save()
    user.divisions.set(_known(divisions))
    _record(Action.USER_ADDED, user)
    return user


@transaction.atomic
def change(user: User, *, role: str = "", divisions: Collection[str] = (), name: str = "") -> None:
    """What is blank stays as it is."""
    user.role, user.first_name = role or user.role, name or user.first_name
    user.full_clean()
    user.save()
    if divisions:
        user.divisions.set(_known(divisions))
    _record(Action.USER_CHANGED, user)


@transaction.atomic
def stop(user: User) -> None:
    """Signed out at once, and not let in any more; what the account did stays under its name."""
    user.is_active = False
    user.save()
    _record(Action.USER_STOPPED, user)


@transaction.atomic
def resume(user: User) -> None:
    user.is_active = True
    user.save()
    _record(Action.USER_RESUMED, user)


@transaction.atomic
def reset(user: User, password: str) -> None:
    """Another password; whoever is signed in with the old one is signed out, whoever was locked out may try again."""
    _give_password(user, password)
    user.save()
    unlock(username=user.username)
    _record(Action.PASSWORD_RESET, user)


def _give_password(user: User, password: str) -> None:
    validate_password(password, user)
    user.set_password(password)


def _known(codes: Collection[str]) -> list[Division]:
    """The divisions with these codes, of which there is at least one: without, a user sees nothing and nobody."""
    found = Division.objects.in_bulk(codes)
    if unknown := [code for code in codes if code not in found]:
        raise ValidationError(f"没有区划代码为“{unknown[0]}”的行政区划")
    if not found:
        raise ValidationError("至少要有一个管辖区划")
    return list(found.values())


def _record(action: str, user: User) -> None:
    codes: list[Any] = sorted(user.divisions.values_list("pk", flat=True))
    details = {"role": user.role, "divisions": codes}
    audit.record(action, subject=user, division=next(iter(codes), ""), details=details)
