"""What the frame of every page says of reminders; asked only where a page shows it."""

from datetime import date
from typing import Any

from django.utils.functional import cached_property

from accounts.auditors import may_visit_route
from reminders import channels
from reminders.models import Delivery, Reminder
from reminders.rules import MANAGE


class Bell:
    """A user's bell on the day `on`."""

    def __init__(self, user: Any, on: date) -> None:
        self.user, self.on = user, on

    @property
    def is_on(self) -> bool:
        return channels.bell_is_on() and may_visit_route(self.user, "reminders:list")

    @cached_property
    def unread(self) -> int:
        return Reminder.objects.visible_to(self.user).addressed_to(self.user).unread().count()

    @cached_property
    def unsent(self) -> int:
        """Messages that did not go out, for those who look after it."""
        if not self.user.has_perm(MANAGE):
            return 0
        return Delivery.objects.visible_to(self.user).unsettled().count()

    @property
    def count(self) -> int:
        return self.unread + self.unsent
