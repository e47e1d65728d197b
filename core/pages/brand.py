"""What the site is called: after the place that somebody answers for, or after the town that it was set up for."""

from typing import Any

from django.utils.functional import cached_property

from core.models import Division, home_town

#: What all of it is for.
PURPOSE = "就业帮扶"
#: So many characters of a place's name stand in its mark.
MARK = 2


def called_after(division: Division) -> str:
    """丹口镇就业帮扶, also for a village of the town."""
    return f"{division.home}{PURPOSE}"


class Brand:
    """The site as `user` sees it; asked only where a page names it."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def home(self) -> str:
        """The name of the user's town or county; for somebody without any, that of the town of the installation."""
        own: Division | None = getattr(self.user, "home", None)
        home = own or Division.objects.everywhere("the town of the installation").filter(pk=home_town()).first()
        return home.name if home else ""

    @property
    def title(self) -> str:
        return f"{self.home}{PURPOSE}"

    @property
    def mark(self) -> str:
        return self.home[:MARK] or PURPOSE[:MARK]
