"""What an installation still lacks before it is of use, each with the page where it is done; asked from the facts."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from accounts.batch.wanted import villages_without_clerk
from core.models import Division, Installation
from core.permissions import OPERATE
from labor.models import Person
from oversight.models import Baseline, OrganisationDocument
from setup import facts


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
    if not facts.has_villages(user.home.pk):
        yield Missing("还没有登记参加的村（社区）：填好台账的“村社区”表导入", reverse("ledger:exchange"))


def _people(user: Any, on: date) -> Iterator[Missing]:
    if not Person.objects.visible_to(user).exists():
        yield Missing("还没有农户和劳动力：下载空白台账，填好导入", reverse("ledger:exchange"))


def _clerks(user: Any, on: date) -> Iterator[Missing]:
    if villages := villages_without_clerk(user, on):
        yield Missing(f"{len(villages)} 个村（社区）的经办员还没有账号", reverse("accounts:account_batch"))


def _start(user: Any, on: date) -> Iterator[Missing]:
    if not facts.has_start(user.home.pk):
        yield Missing("还没有设启用日：从哪一天起用这套系统", reverse("scoring:start_add"))


def _plan(user: Any, on: date) -> Iterator[Missing]:
    for kind in OrganisationDocument.objects.lacking(user.home.pk, on.year):
        address = f"{reverse('oversight:document_add')}?year={on.year}&kind={kind.value}"
        yield Missing(f"还没有登记{on.year}年的{kind.label}", address)


def _figures(user: Any, on: date) -> Iterator[Missing]:
    for indicator in Baseline.objects.lacking(user.home.pk, on.year - 1):
        query = f"?year={on.year - 1}&indicator={indicator.value}"
        yield Missing(f"缺{on.year - 1}年的{indicator.label}", reverse("oversight:baseline_add") + query)


def _leadership(user: Any, on: date) -> Iterator[Missing]:
    if not facts.has_leadership(user.home.pk):
        yield Missing("还没有登记领导小组的岗位", reverse("accounts:post_list"))


def _ways_out(user: Any, on: date) -> Iterator[Missing]:
    if not facts.has_channel():
        yield Missing("提醒只在系统里，还没有邮件或群机器人", reverse("setup:ways_out"))


def _backups(user: Any, on: date) -> Iterator[Missing]:
    if not facts.has_backups():
        yield Missing("还没有说备份放在哪里", reverse("setup:backup_folder"))


FINDERS: tuple[Callable[[Any, date], Iterator[Missing]], ...] = (
    _villages,
    _clerks,
    _people,
    _start,
    _plan,
    _figures,
    _leadership,
    _ways_out,
    _backups,
)
