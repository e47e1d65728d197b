"""Whoever works at a village's platform gets an account, and who has left should have none any more."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.posts import POSTS, Holder, Post
from accounts.rules import MANAGE
from core.contributions import contribute
from core.models import Village
from core.pages.panels import PIECES
from core.states import State
from platforms.models import StaffMember


class StaffPost(Post):
    """平台人员."""

    label = "平台人员"

    def held_by(self, account: Any, on: date | None = None) -> Any:
        rows = StaffMember.objects.everywhere("an account's keeper may know whose it is").filter(account=account)
        return rows.serving(on) if on else rows

    def holders_without_account(self, user: Any, on: date) -> Iterable[Holder]:
        rows = StaffMember.objects.visible_to(user).serving(on).filter(account=None).select_related("village")
        return [_holder(each) for each in rows.order_by("village", "pk")]

    def holders_of(self, account: Any) -> Iterable[Holder]:
        return [_holder(each) for each in self.held_by(account).select_related("village").order_by("-started_on")]

    @transaction.atomic
    def link(self, key: str, account: Any, user: Any) -> bool:
        row = StaffMember.objects.visible_to(user).filter(pk=key, account=None).first()
        if row:
            row.account = account
            row.save()
        return row is not None


def _holder(staff: StaffMember) -> Holder:
    address = staff.get_absolute_url()
    return Holder(str(staff.pk), staff.name, staff.village_id, staff.village.name, address, staff.ended_on)


contribute(POSTS)(StaffPost())


@contribute(PIECES, StaffMember, template="platforms/account_of.html")
def _account(staff: StaffMember, request: HttpRequest, on: date) -> list[User]:
    """For those who keep accounts: the one of this person."""
    if not request.user.has_perm(MANAGE):
        return []
    return list(User.objects.visible_to(request.user).with_standing(on).filter(pk=staff.account_id))


class VillageAccounts(NamedTuple):
    """Who signs in for a village, and how their accounts stand."""

    accounts: Sequence[tuple[User, State]]


@contribute(PIECES, Village, template="platforms/accounts_of_village.html")
def _accounts(village: Village, request: HttpRequest, on: date) -> VillageAccounts | None:
    """For those who keep accounts."""
    if not request.user.has_perm(MANAGE):
        return None
    found = User.objects.visible_to(request.user).in_division(village.pk).open(on).with_standing(on)
    return VillageAccounts([(account, account.state(on)) for account in found])
