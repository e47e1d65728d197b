"""What the first start does, one function a step: the pages and the command do the same.

Each locks the row of the installation first, so that two browsers do one after the other, and neither after the end.
"""

from collections.abc import Collection, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import keeping
from accounts.models import User
from core import audit, divisions
from core.models import AuditEvent, Division, Installation, Village
from core.records import voiding
from core.wall import everywhere
from setup import opening

OVERTAKEN = "另一个窗口刚刚改过这一步，请核对后再保存"
UNTICKED = "首次设置中取消"


def _begun() -> Installation:
    return opening.refuse_closed(Installation.locked())


@transaction.atomic
def choose_town(code: str, *, seen: str | None) -> Division:
    """Settle which town the installation is for. `seen` is the one that was shown, None where none was."""
    installation = _begun()
    town = Division.objects.towns().everywhere("the code list is public").filter(pk=code).first()
    if town is None:
        raise ValidationError("名单里没有这个乡镇，请从列表中选")
    if installation.town_id not in (seen, code):
        raise ValidationError(OVERTAKEN)
    if installation.town_id != code:
        _refuse_leaving(installation.town_id, code)
        installation.town = town
        installation.save()
        audit.record(AuditEvent.Action.SETTINGS_CHANGED, division=code, details={"town": code})
    return town


def _refuse_leaving(left: str | None, code: str) -> None:
    """Villages and accounts of another town stand in the way; the villages that the set-up brought are taken out."""
    if opening.administrators().exists():
        raise ValidationError("已经有系统管理员，乡镇不能再换")
    if left:
        register_villages(left, {}, seen=left)


@transaction.atomic
@everywhere("whoever sets up has no divisions yet")
def register_villages(town: str, chosen: Mapping[str, bool], *, seen: str) -> int:
    """Have exactly these villages of the town take part, each with whether it should have a platform.

    ValidationError where one is no village of the town, or where records stand on one that is taken out.
    """
    if _begun().town_id != seen or town != seen:
        raise ValidationError(OVERTAKEN)
    listed = dict(Division.objects.below(town).filter(level=Division.Level.VILLAGE).values_list("code", "name"))
    if foreign := sorted(chosen.keys() - listed.keys()):
        raise ValidationError(f"{foreign[0]} 不是这个乡镇的村（社区）")
    known = {village.pk: village for village in Village.with_voided.within(town)}
    for code in known.keys() - chosen.keys():
        if not known[code].is_voided:
            voiding.void(record=known[code], reason=UNTICKED)
    for code, required in chosen.items():
        _register(known.get(code), code, listed[code], required)
    return len(chosen)


def _register(village: Village | None, code: str, name: str, required: bool) -> None:
    if village is None:
        Village.objects.create(code=code, name=name, platform_required=required)
        return
    if village.is_voided:
        voiding.revive(record=village, reason="首次设置中选上")
    if village.platform_required != required:
        village.platform_required = required
        village.save()


@transaction.atomic
@everywhere("whoever sets up has no divisions yet")
def add_divisions(rows: Iterable[tuple[str, str]], *, inside: str = "") -> int:
    """Add what the code list lacks, as it is written: code and name. Returns how many there were not yet.

    A name that is there stays: a list is renamed by `bootstrap`, not by whoever types.
    """
    _begun()
    wanted = dict(rows)
    if foreign := sorted(code for code in wanted if not code.startswith(inside)):
        raise ValidationError(f"代码 {foreign[0]} 应以 {inside} 开头")
    known = set(Division.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    try:
        return divisions.bring_in({code: name for code, name in wanted.items() if code not in known}).added
    except divisions.BrokenList as broken:
        raise ValidationError(str(broken)) from broken


@transaction.atomic
@everywhere("whoever sets up has no divisions yet")
def add_administrator(*, username: str, name: str, password: str) -> User:
    """The first account; whoever comes second is told so, however close together they are."""
    town = _begun().town_id
    if not town:
        raise ValidationError("请先选定乡镇")
    if opening.administrators().exists():
        raise ValidationError("已经有系统管理员了，请用那个账号登录")
    role = User.Role.ADMINISTRATOR
    return keeping.add(username=username, name=name, role=role, divisions=[town], password=password)


def villages_of(town: str) -> Collection[str]:
    """The codes of all villages that the list has for the town."""
    below = Division.objects.below(town).everywhere("the code list is public")
    return list(below.filter(level=Division.Level.VILLAGE).values_list("code", flat=True))
