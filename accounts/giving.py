"""What somebody may give to an account: nothing that they do not have. And that an administrator always remains."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from core.models import Division
from core.wall import everywhere

LAST = "{places}只有这一位系统管理员。请先让另一位管理员管辖它，再改这一位。"
OWN_ACCOUNT = "自己的角色、管辖区划和停用由另一位管理员办理"


class Held(NamedTuple):
    """An account as it is now, who changes it, and what the account administered; locked until the change is over."""

    user: User
    by: User | None
    administered: list[str]


def locked(users: Collection[User], by: User | None) -> dict[Any, User]:
    """These accounts, all administrators and who acts, by key; locked in the order of their keys."""
    keys = [each.pk for each in (*users, by) if each]
    wanted = Q(pk__in=keys) | Q(role=User.Role.ADMINISTRATOR)
    return {row.pk: row for row in User.objects.select_for_update().filter(wanted).order_by("pk")}


def hold(user: User, by: User | None) -> Held:
    """Lock the account, all administrators and who changes it, in one order: two who end each other take turns.

    `by` is asked again, for whoever came first may have ended them; None is whoever runs the program.
    """
    rows = locked([user], by)
    held, keeper = rows[user.pk], rows[by.pk] if by else None
    if keeper and not User.objects.visible_to(keeper).filter(pk=held.pk).exists():
        raise PermissionDenied("您不再管理这个账号")
    administers = User.objects.administering(timezone.now()).filter(pk=held.pk).exists()
    return Held(held, keeper, held.division_codes if administers else [])


def refuse_without_administrator(held: Held) -> None:
    """Raise ValidationError where a place that the account administered has no administrator any more."""
    remaining = [each.division_codes for each in User.objects.administering(timezone.now()).with_divisions()]
    covered = tuple(code for codes in remaining for code in codes)
    if left := [code for code in held.administered if not code.startswith(covered)]:
        names = Division.objects.everywhere("the code list is public").filter(pk__in=left)
        raise ValidationError(LAST.format(places="、".join(map(str, names))))


def refuse_own(held: Held) -> None:
    """Raise ValidationError where somebody would raise, move or end themselves."""
    if held.by and held.by.pk == held.user.pk:
        raise ValidationError(OWN_ACCOUNT)


def refuse_beyond(by: User | None, *, role: str, divisions: Collection[str], keeps_clerks: bool) -> None:
    """Raise ValidationError, by field, for what `by` does not have to give."""
    if by is None:
        return
    faults: dict[str, Any] = {}
    if role not in by.roles_kept:
        faults["role"] = "您不能给这个角色，请在列出的角色中选择"
    if [code for code in divisions if not code.startswith(tuple(by.division_codes))]:
        faults["divisions"] = "有的区划不在您的管辖范围内，请重新勾选"
    if keeps_clerks and by.role != User.Role.ADMINISTRATOR:
        faults["keeps_clerks"] = "只有系统管理员能给这项权限"
    if faults:
        raise ValidationError(faults)


def give(user: User, codes: Collection[str]) -> None:
    """These divisions, and no others."""
    divisions = known(codes)
    with everywhere("what was given before is replaced, whoever gave it"):
        user.divisions.set(divisions)


def known(codes: Collection[str]) -> list[Division]:
    """The divisions with these codes, of which there is at least one: without, a user sees nothing and nobody."""
    found = Division.objects.everywhere("the code list is public").in_bulk(list(codes))
    if unknown := [code for code in codes if code not in found]:
        raise ValidationError({"divisions": f"没有区划代码为“{unknown[0]}”的行政区划"})
    if not found:
        raise ValidationError({"divisions": "至少要有一个管辖区划"})
    return list(found.values())
