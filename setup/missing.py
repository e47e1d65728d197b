"""What an installation still lacks before it is of use, each with the page where it is done; asked from the facts."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from accounts.models import LeadershipPost
from core.models import Division, Installation, Village
from core.permissions import OPERATE
from labor.models import Person
from oversight.models import Baseline, OrganisationDocument
from reminders import channels


class Missing(NamedTuple):
    words: str
    address: str


def missing(user: Any, on: date) -> list[Missing]:
    """What is missing in the user's town; nothing for those who can do nothing about it, or for the demo."""
    if not user.has_perm(OPERATE) or not user.home or user.home.level != Division.Level.TOWN:
        return []
    if not Installation.objects.filter(is_demo=False, set_up_at__isnull=False).exists():
        return []
    return [found for find in FINDERS for found in find(user, on)]


def _villages(user: Any, on: date) -> Iterator[Missing]:
    if not Village.objects.visible_to(user).exists():
        yield Missing("还没有登记参加的村（社区）：填好台账的“村社区”表导入", reverse("ledger:exchange"))


def _people(user: Any, on: date) -> Iterator[Missing]:
    if not Person.objects.visible_to(user).exists():
        yield Missing("还没有农户和劳动力：下载空白台账，填好导入", reverse("ledger:exchange"))


def _plan(user: Any, on: date) -> Iterator[Missing]:
    documents = OrganisationDocument.objects.visible_to(user).filter(year=on.year)
    there = set(documents.values_list("kind", flat=True))
    for kind in OrganisationDocument.Kind:
        if kind not in there:
            address = f"{reverse('oversight:document_add')}?year={on.year}&kind={kind.value}"
            yield Missing(f"还没有登记{on.year}年的{kind.label}", address)


def _figures(user: Any, on: date) -> Iterator[Missing]:
    there = Baseline.objects.figures(user.home.pk, on.year - 1)
    for indicator in Baseline.Indicator:
        if indicator.value not in there:
            query = f"?year={on.year - 1}&indicator={indicator.value}"
            yield Missing(f"缺{on.year - 1}年的{indicator.label}", reverse("oversight:baseline_add") + query)


def _leadership(user: Any, on: date) -> Iterator[Missing]:
    if not LeadershipPost.objects.visible_to(user).exists():
        yield Missing("还没有登记领导小组的岗位", reverse("accounts:post_list"))


def _ways_out(user: Any, on: date) -> Iterator[Missing]:
    if not channels.switched_on():
        yield Missing("提醒只在系统里，还没有邮件或群机器人", reverse("setup:ways_out"))


def _backups(user: Any, on: date) -> Iterator[Missing]:
    if not Installation.objects.exclude(backup_folder="").exists():
        yield Missing("还没有说备份放在哪里", reverse("setup:backup_folder"))


FINDERS: tuple[Callable[[Any, date], Iterator[Missing]], ...] = (
    _villages,
    _people,
    _plan,
    _figures,
    _leadership,
    _ways_out,
    _backups,
)
