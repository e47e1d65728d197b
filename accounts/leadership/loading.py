"""The leadership group of the plan's 附件1, registered once as posts with those who hold them."""

import tomllib
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction

from accounts.models import LeadershipPost, Tenure

LIST = settings.BASE_DIR / "fixtures" / "leadership.toml"


class ListedPost(NamedTuple):
    """A post of the list; `holder` is blank where somebody has still to be found, or where it is nobody's by name."""

    rank: str
    duty: str = ""
    held_by_platform_staff: bool = False
    holder: str = ""


class LeadershipList(NamedTuple):
    town: str
    started_on: date
    posts: tuple[ListedPost, ...]

    def for_town(self, town: str) -> "LeadershipList":
        """The same posts; another town has other people in them."""
        posts = self.posts if town == self.town else tuple(post._replace(holder="") for post in self.posts)
        return self._replace(town=town, posts=posts)

    def held_by(self, holders: Sequence[str], started_on: date) -> "LeadershipList":
        """The same posts with these people, in the list's order."""
        posts = (post._replace(holder=holder) for post, holder in zip(self.posts, holders, strict=True))
        return self._replace(started_on=started_on, posts=tuple(posts))


class Registered(NamedTuple):
    posts: int
    tenures: int


def listed() -> LeadershipList:
    """附件1 as it was issued."""
    told: dict[str, Any] = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return LeadershipList(told["town"], told["started_on"], tuple(ListedPost(**entry) for entry in told["posts"]))


@transaction.atomic
def register(group: LeadershipList) -> Registered:
    """Add the posts of the town that are missing, each with its first holder.

    A post that is there stays as it is, and so does whoever holds it: people may have changed it since.
    """
    posts = tenures = 0
    for position, entry in enumerate(group.posts, start=1):
        post, added = _post(group.town, position, entry)
        posts += added
        if entry.holder and not Tenure.with_voided.everywhere("it is the post's own").filter(post=post).exists():
            Tenure.objects.create(post=post, name=entry.holder, started_on=group.started_on)
            tenures += 1
    return Registered(posts, tenures)


def _post(town: str, position: int, entry: ListedPost) -> tuple[LeadershipPost, bool]:
    described = entry._asdict()
    del described["holder"]
    posts = LeadershipPost.with_voided.everywhere("a position is taken, whoever asks")
    return posts.get_or_create(town_id=town, position=position, defaults=described)
