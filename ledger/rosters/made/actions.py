"""What people do with layouts of their own: draw one after a list, take one in, change it, delete it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction

from core.divisions import enclosing_code
from ledger.models import ImportJob, RosterLayout, RosterReading, RosterShape
from ledger.rosters import actions
from ledger.rosters.layout_files import WrongLayout, common, folder, load_layouts
from ledger.rosters.layout_texts import text_of_layout
from ledger.rosters.made.drawing import Drawing
from ledger.rosters.made.known import MOST, understood

TAKEN = "本单位已经有一个叫“{}”的版式，请换一个名称"
MEANWHILE = "没有保存：{}刚刚改过这个版式，请重新打开，在新的上面改"
FULL = f"一个单位最多留 {MOST} 个版式，请先删去不用的"
NO_DIVISION = "还没有给您分配区划，请联系系统管理员"


class LayoutRefused(ValueError):
    """Why a layout is not kept, in Chinese."""


def keep_drawn(
    *, job: ImportJob, user: Any, title: str, is_shared: bool, drawing: Drawing, layout: RosterLayout | None, seen: str
) -> RosterLayout:
    """Keep what somebody said of a list as a layout, in place of an own one or new, and read the list by it."""
    told = drawing.told(title, common(folder())["headings"])
    said = {"sheets": list(drawing.sheets), "means": drawing.means, "details": drawing.details}
    kept = {"title": title, "is_shared": is_shared, "text": text_of_layout(told), "answers": said}
    kept["fingerprint"] = job.roster.sketch["fingerprint"]
    with transaction.atomic():
        made = _change(layout, user=user, seen=seen, kept=kept) if layout else _add(user=user, kept=kept)
        own = RosterShape.objects.everywhere("of the user's own office, which may lie above their divisions")
        own.filter(division_code=made.division_code, fingerprint=made.fingerprint).delete()
        actions.read_again(job=job, user=user, layout=made.name, as_of=job.roster.as_of)
    return made


def take_in(*, user: Any, text: str, told: Mapping[str, Any], stem: str) -> RosterLayout:
    """Keep a layout that another office made. Under the name of a shipped one it takes the place of that."""
    title = str(told.get("title") or stem)[:60].strip() or "版式"
    name = {"name": stem} if stem in load_layouts(folder()) else {}
    with transaction.atomic():
        return _add(user=user, kept={"title": title, "text": text, **name})


def change(*, layout: RosterLayout, user: Any, seen: str, title: str, is_shared: bool, text: str) -> RosterLayout:
    """Have a layout say something else, be called otherwise, or shared."""
    told, _ = _understood(text)
    if title != told.get("title"):
        text = text_of_layout({**told, "title": title})
    kept: dict[str, Any] = {"title": title, "is_shared": is_shared, "text": text}
    if _without_title(text) != _without_title(layout.text):
        kept["answers"] = {}
    with transaction.atomic():
        return _change(layout, user=user, seen=seen, kept=kept)


@transaction.atomic
def delete(*, layout: RosterLayout) -> None:
    """Delete a layout; lists that were to be read by it are recognised again. What was written by it stays."""
    shapes = RosterShape.objects.everywhere("what is said of lists by a layout goes with it, wherever it was lent")
    if layout.name not in load_layouts(folder()):
        RosterReading.objects.filter(layout=layout.name).update(layout="")
        shapes.filter(layout=layout.name).delete()
    layout.delete()


def _add(*, user: Any, kept: Mapping[str, Any]) -> RosterLayout:
    code = enclosing_code(user.division_codes)
    if not code:
        raise LayoutRefused(NO_DIVISION)
    if RosterLayout.objects.of_office(user).count() >= MOST:
        raise LayoutRefused(FULL)
    told = {"name": f"made-{uuid4().hex[:12]}", **kept, "division_code": code, "made_by": user}
    return _saved(RosterLayout(**told))


def _change(layout: RosterLayout, *, user: Any, seen: str, kept: Mapping[str, Any]) -> RosterLayout:
    row = RosterLayout.objects.of_office(user).select_for_update().filter(pk=layout.pk).first()
    if row is None:
        raise LayoutRefused("没有保存：这个版式刚刚被删除了")
    if row.mark != seen:
        raise LayoutRefused(MEANWHILE.format(row.made_by.get_full_name() or row.made_by.username))
    for name, value in kept.items():
        setattr(row, name, value)
    row.made_by = user
    return _saved(row)


def _saved(layout: RosterLayout) -> RosterLayout:
    _understood(layout.text)
    try:
        with transaction.atomic():
            layout.save()
    except IntegrityError as taken:
        raise LayoutRefused(TAKEN.format(layout.title)) from taken
    return layout


def _understood(text: str) -> Any:
    try:
        return understood(text)
    except WrongLayout as fault:
        raise LayoutRefused(str(fault)) from fault


def _without_title(text: str) -> dict[str, Any]:
    told, _ = _understood(text)
    return {name: value for name, value in told.items() if name != "title"}
