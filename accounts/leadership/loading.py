"""The leadership group of the plan's 附件1, registered once as posts with those who hold them."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from accounts.models import LeadershipPost, Tenure


class Registered(NamedTuple):
    posts: int
    tenures: int


@transaction.atomic
def register(path: Path, *, town: str) -> Registered | None:
    """Add the posts of `town` that are missing, each with its first holder; None where the list is another town's.

    A post that is there stays as it is, and so does whoever holds it: people may have changed it since.
    """
    with path.open("rb") as file:
        listed = tomllib.load(file)
    if listed["town"] != town:
        return None
    posts = tenures = 0
    for position, entry in enumerate(listed["posts"], start=1):
        post, added = _post(town, position, entry)
        posts += added
        if "holder" in entry and not Tenure.with_voided.filter(post=post).exists():
            Tenure.objects.create(post=post, name=entry["holder"], started_on=listed["started_on"])
            tenures += 1
    return Registered(posts, tenures)


def _post(town: str, position: int, entry: dict[str, Any]) -> tuple[LeadershipPost, bool]:
    described = {key: entry[key] for key in ("rank", "duty", "held_by_platform_staff") if key in entry}
    return LeadershipPost.with_voided.get_or_create(town_id=town, position=position, defaults=described)
