"""Posts that come with an account. Accounts know no platforms: the app that keeps the posts says who holds them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from core.contributions import Slot


class Holder(NamedTuple):
    """Somebody at a post: `key` names the post's row, `address` its page."""

    key: str
    name: str
    division: str
    place: str
    address: str
    left_on: date | None


class Post:
    """A kind of post: who holds one, and by which account."""

    label = ""

    def held_by(self, account: Any, on: date | None = None) -> Any:
        """A queryset of posts linked to `account`; with a day, of those held on it."""
        raise NotImplementedError

    def holders_without_account(self, user: Any, on: date) -> Iterable[Holder]:
        """Who serves on the day `on`, inside the user's divisions, and is linked to no account."""
        raise NotImplementedError

    def holders_of(self, account: Any) -> Iterable[Holder]:
        """The posts linked to `account`, latest first."""
        raise NotImplementedError

    def link(self, key: str, account: Any, user: Any) -> bool:
        """Link the post `key`, if `user` sees it and it has no account yet, to `account`; whether that was done."""
        raise NotImplementedError


def itself(post: Post) -> Post:
    return post


#: contribute(POSTS)(StaffPost()): posts whose holders get accounts.
POSTS = Slot(Post, itself)
