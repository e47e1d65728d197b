"""What leaves the system: the reminder's own words and where to go on. Never a name or a number of anybody."""

from urllib.parse import urljoin

from core.pages.brand import called_after
from reminders.models import Reminder, WaysOut


class Refused(Exception):
    """The other side has certainly not taken the message; `for_good` means that it never will."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unreachable(Refused):
    """There is no connection to the other side."""


class Uncertain(Exception):
    """The other side answered, but not whether it has taken the message."""


def headline(reminder: Reminder) -> str:
    """Signed by the place that it is about; a robot of DingTalk may be told to take only what holds 就业帮扶."""
    return f"【{called_after(reminder.division)}】{reminder.title}"


def body(reminder: Reminder) -> str:
    """The words, and a link where the address of the site is known."""
    site = WaysOut.current().address_of_site
    if not site:
        return f"{reminder.text}\n请登录系统办理。"
    return f"{reminder.text}\n{urljoin(site, reminder.link)}"
