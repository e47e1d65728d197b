"""The ways out of the system, equals each with the same shape; the bell is no way out, it shows the reminder itself.

A channel is a module with `is_ready()`, `reaches(reminder)` and `send(reminder)`. `send` returns when the other side
has taken the message, raises `Refused` when it certainly has not, and anything else when nobody can tell.
"""

from typing import Protocol

from django.conf import settings

from reminders.channels import email, webhook
from reminders.models import Delivery, Reminder, WaysOut

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
    """Those that have an address, by what an administrator has set or by a configuration that names them."""
    return {name: channel for name, channel in ALL.items() if _is_wanted(name) and channel.is_ready()}


def _is_wanted(name: str) -> bool:
    """What has its address in the environment is switched on there as well."""
    return name in settings.REMINDER_CHANNELS or not configured(name)


def configured(name: str) -> bool:
    """Whether the environment has an address for it; then nothing else is asked."""
    nothing_set = WaysOut()
    return nothing_set.has_mail if name == Delivery.Channel.EMAIL else nothing_set.has_robot


def unready() -> list[str]:
    """What the configuration switches on without an address; it may still be set in the browser."""
    return [name for name in ALL if name in settings.REMINDER_CHANNELS and not configured(name)]


def bell_is_on() -> bool:
    return BELL in settings.REMINDER_CHANNELS
