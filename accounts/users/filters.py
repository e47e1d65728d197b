"""How the list of accounts is narrowed down."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.users.wording import offered_divisions, roles_for
from core.filters import Choice, RegisterFilter

STATES = (
    ("open", "在用"),
    ("left", "人已离岗，仍有账号"),
    ("slip", "还没改初始密码"),
    ("locked", "登录已锁定"),
    ("ended", "已停用"),
)
SIGNED_IN = (("never", "从未登录"), ("7", "7天内"), ("30", "30天内"), ("older", "30天以上没登录"))


def _roles(user: Any, on: date) -> list[tuple[str, str]]:
    return [(each.value, each.label) for each in roles_for(user)]


def _divisions(user: Any, on: date) -> list[tuple[str, str]]:
    return [(each.pk, each.name) for each in offered_divisions(user)]


def _in_state(rows: Any, state: str, on: date) -> Any:
    if state == "ended":
        return rows.exclude(pk__in=User.objects.open(on).values("pk"))
    narrowed = {"open": rows.open(on), "left": rows.left(on), "slip": rows.with_slip(), "locked": rows.locked()}
    return narrowed[state]


def _signed_in(rows: Any, since: str, on: date) -> Any:
    if since == "never":
        return rows.filter(last_login=None)
    begin = timezone.now() - timedelta(days=30 if since == "older" else int(since))
    return rows.filter(last_login__lt=begin) if since == "older" else rows.filter(last_login__gte=begin)


class AccountFilter(RegisterFilter):
    choices = (
        Choice("division", "区划", _divisions, lambda rows, code, on: rows.in_division(code), main=True),
        Choice("role", "角色", _roles, lambda rows, role, on: rows.filter(role=role), main=True),
        Choice("state", "状态", STATES, _in_state, main=True),
        Choice("since", "上次登录", SIGNED_IN, _signed_in),
    )

    def search(self, rows: Any) -> Any:
        return rows.told_by(self.text)
