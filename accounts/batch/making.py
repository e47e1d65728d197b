"""Accounts and slips for several people at once: all in one transaction, each with its own line in the trail."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import giving, keeping, passwords
from accounts.batch.lists import ListedPerson
from accounts.batch.wanted import WantedAccount, holders_without_account, wanted
from accounts.models import User
from accounts.posts import POSTS
from accounts.slips import Slip


class Made(NamedTuple):
    """The slips of the accounts that were made, and a sentence for each line that was not."""

    slips: list[Slip]
    refused: list[str]


@transaction.atomic
def make(people: Iterable[ListedPerson], *, by: User, on: date) -> Made:
    """Clerks' accounts for all on the list of whom that is possible, each linked to the post that its owner holds."""
    posts = {(each.division, each.name): each.key for each in reversed(holders_without_account(by, on))}
    made = Made([], [])
    for each in wanted(people, by=by, on=on):
        try:
            slip = _made(each, by)
        except ValidationError as faults:
            made.refused.append(f"{each.person.place} {each.person.name}：{'；'.join(faults.messages)}")
            continue
        made.slips.append(slip)
        if key := posts.get((slip.user.division_codes[0], each.person.name)):
            any(post.link(key, slip.user, by) for post in POSTS)
    return made


@transaction.atomic
def _made(each: WantedAccount, by: User) -> Slip:
    if each.fault or each.village is None:
        raise ValidationError(each.fault)
    password = passwords.random_password()
    user = keeping.add(
        username=each.username, name=each.person.name, role=User.Role.CLERK, divisions=[each.village.pk],
        password=password, initial=True, by=by,
    )  # fmt: skip
    return Slip(user, password)


@transaction.atomic
def reissue(users: Iterable[User], *, by: User) -> list[Slip]:
    """Other initial passwords for these accounts; what they had opens nothing any more."""
    chosen = list(users)
    giving.locked(chosen, by)  # all at once: two who reissue for some of the same wait for each other, in one order
    slips = []
    for user in chosen:
        password = passwords.random_password()
        slips.append(Slip(keeping.reset(user, password, initial=True, by=by), password))
    return slips
