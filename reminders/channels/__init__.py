"""The ways out of the system, equals each with the same shape; the bell is no way out, it shows the reminder itself.

A channel is a module with `is_ready()`, `reaches(reminder)` and `send(reminder)`. `send` returns when the other side
has taken the message, raises `Refused` when it certainly has not, and anything else when nobody can tell.
"""

from typing import Protocol

from django.conf import settings

from reminders.channels import email, webhook
from reminders.models import Delivery, Reminder

BELL = "bell"
WEBHOOK = Delivery.Channel.WEBHOOK


class Channel(Protocol):
    def is_ready(self) -> bool:
        """Whether it knows where to send to."""

    def reaches(self, reminder: Reminder) -> bool:
        """Whether there is somebody at the other end."""

    def send(self, reminder: Reminder) -> None: ...


ALL: dict[str, Channel] = {Delivery.Channel.EMAIL: email, Delivery.Channel.WEBHOOK: webhook}


def switched_on() -> dict[str, Channel]:
    """Those that the configuration names and has an address for."""
    return {name: channel for name, channel in ALL.items() if name in settings.REMINDER_CHANNELS and channel.is_ready()}


def unready() -> list[str]:
    """What the configuration switches on that cannot send for want of an address."""
    return [name for name, channel in ALL.items() if name in settings.REMINDER_CHANNELS and not channel.is_ready()]


def bell_is_on() -> bool:
    return BELL in settings.REMINDER_CHANNELS
