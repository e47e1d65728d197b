"""Making, changing, ending and reviving accounts: each leaves a line in the trail, and none lacks a division.

`by` is who does it; None is whoever runs the program. ValidationError says in Chinese what is wrong, by field.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import locks, sessions
from accounts.giving import Held, give, hold, refuse_beyond, refuse_own, refuse_without_administrator
from accounts.models import OpenSession, User
from core import audit
from core.models import AuditEvent

Action = AuditEvent.Action
TAKEN = "已有名为“{name}”的账号，请换一个用户名"


@transaction.atomic
def add(
    *,
    username: str,
    name: str,
    role: str,
    divisions: Collection[str],
    password: str,
    keeps_clerks: bool = False,
    initial: bool = False,
    by: User | None = None,
) -> User:
    """A new account. An `initial` password is void after some days, and changed at the first sign-in."""
    refuse_beyond(by, role=role, divisions=divisions, keeps_clerks=keeps_clerks)
    user = User(username=username, first_name=name, role=role)
    user.keeps_clerks = keeps_clerks and role == User.Role.STAFF
    _give_password(user, password, initial=initial)
    refuse_taken(username)
    _refuse_broken(user)
    _save_new(user)
    give(user, divisions)
    _record(Action.USER_ADDED, user, {})
    return user


@transaction.atomic
def change(
    user: User,
    *,
    role: str = "",
    divisions: Collection[str] = (),
    name: str = "",
    keeps_clerks: bool | None = None,
    by: User | None = None,
) -> User:
    """What is blank stays as it is. What it says acts at the next request: nothing of it is remembered elsewhere."""
    held = hold(user, by)
    now, before = held.user, told(held.user)
    after_role, codes = role or now.role, sorted(divisions) or now.division_codes
    right = now.keeps_clerks if keeps_clerks is None else keeps_clerks
    right = right and after_role == User.Role.STAFF
    if (after_role, codes, right) != (now.role, now.division_codes, now.keeps_clerks):
        refuse_own(held)
        refuse_beyond(by, role=after_role, divisions=codes, keeps_clerks=right and not now.keeps_clerks)
    renamed = bool(name) and name != now.first_name
    now.role, now.keeps_clerks, now.first_name = after_role, right, name or now.first_name
    now.is_superuser = now.is_staff = now.is_superuser and after_role == User.Role.ADMINISTRATOR
    _refuse_broken(now)
    if divisions:
        give(now, divisions)
    return _changed(Action.USER_CHANGED, held, before, {"renamed": True} if renamed else {})


@transaction.atomic
def end(user: User, *, on: date, reason: str, by: User | None = None) -> User:
    """Nobody signs in with it from `on`; what the account did stays under its name, so it is never deleted."""
    held = hold(user, by)
    refuse_own(held)
    before = told(held.user)
    held.user.ended_on, held.user.end_reason = on, reason
    held.user.is_active = on > timezone.localdate()
    return _changed(Action.USER_STOPPED, held, before)


@transaction.atomic
def revive(user: User, *, by: User | None = None) -> User:
    held = hold(user, by)
    before = told(held.user)
    held.user.is_active, held.user.ended_on, held.user.end_reason = True, None, ""
    return _changed(Action.USER_RESUMED, held, before)


@transaction.atomic
def reset(user: User, password: str, *, initial: bool = False, by: User | None = None) -> User:
    """Another password; whoever is signed in with the old one is signed out, whoever was locked out may try again."""
    held = hold(user, by)
    before = told(held.user)
    _give_password(held.user, password, initial=initial)
    locks.unlock(held.user.username)
    return _changed(Action.PASSWORD_RESET, held, before)


@transaction.atomic
def unlock(user: User, *, addresses: bool = False, by: User | None = None) -> int:
    """Let somebody try again who was locked out; with `addresses`, whoever else tried from there too."""
    held = hold(user, by)
    found = locks.unlock(held.user.username, addresses=addresses)
    division = next(iter(held.user.division_codes), "")
    details = {"addresses": len(found), "others_too": addresses}
    audit.record(Action.UNLOCKED, subject=held.user, division=division, details=details)
    return len(found)


@transaction.atomic
def sign_out(user: User, *, by: User | None = None) -> User:
    """End all sessions of an account; one that was copied as well."""
    held = hold(user, by)
    held.user.sign_out_number += 1
    closed = sessions.close(OpenSession.objects.filter(user=held.user))
    held.user.save()
    division = next(iter(held.user.division_codes), "")
    audit.record(Action.SESSIONS_ENDED, subject=held.user, division=division, details={"sessions": closed})
    return held.user


def _save_new(user: User) -> None:
    """Save it, unless somebody else has just taken the name."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as taken:
        raise ValidationError({"username": TAKEN.format(name=user.username)}) from taken


def refuse_taken(username: str) -> None:
    """Raise ValidationError where somebody has the name, in whatever case."""
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": TAKEN.format(name=username)})


def told(user: User) -> dict[str, Any]:
    """What the trail says of an account before and after."""
    return {
        "role": user.role,
        "divisions": user.division_codes,
        "keeps_clerks": user.keeps_clerks,
        "ended_on": str(user.ended_on or ""),
        "reason": user.end_reason,
        "active": user.is_active,
    }


def _give_password(user: User, password: str, *, initial: bool) -> None:
    try:
        validate_password(password, user)
    except ValidationError as faults:
        raise ValidationError({"password": faults.messages}) from faults
    user.set_password(password)
    days = timedelta(days=settings.INITIAL_PASSWORD_DAYS)
    user.initial_until = timezone.now() + days if initial else None


def _refuse_broken(user: User) -> None:
    """Raise what the fields say of themselves, under the names that forms have for them."""
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as faults:
        named = faults.update_error_dict({})
        raise ValidationError({"name" if key == "first_name" else key: said for key, said in named.items()}) from faults


def _changed(action: str, held: Held, before: dict[str, Any], more: dict[str, Any] | None = None) -> User:
    held.user.version += 1
    held.user.save()
    refuse_without_administrator(held)
    user: User = User.objects.get(pk=held.user.pk)
    _record(action, user, before, more)
    return user


def _record(action: str, user: User, before: dict[str, Any], more: dict[str, Any] | None = None) -> None:
    details = {"before": before, "after": told(user), **(more or {})}
    audit.record(action, subject=user, division=next(iter(user.division_codes), ""), details=details)
