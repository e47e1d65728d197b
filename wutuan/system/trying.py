"""A real message by each way out, to whoever tries it, and what became of it in words."""

from dataclasses import dataclass
from typing import Any

from reminders import channels
from reminders.channels import trial
from reminders.models import Delivery, WaysOut

NAMES = dict(Delivery.Channel.choices)


@dataclass(frozen=True)
class Attempt:
    went: bool
    words: str


def ready() -> dict[str, tuple[str, bool]]:
    """Each way out: what it is called, and whether it knows where to send to."""
    return {name: (NAMES[name], channel.is_ready()) for name, channel in channels.ALL.items()}


def send(name: str, user: Any) -> Attempt:
    """Send a test message to `user`, or to the group."""
    by_mail, ways = name == Delivery.Channel.EMAIL, WaysOut.current()
    if not channels.ALL[name].is_ready():
        return Attempt(False, "还没有设置地址")
    if by_mail and not user.email:
        return Attempt(False, "您的账号没有填邮箱，请先在“我的账号”里填写")
    try:
        trial.mail(user.email, ways) if by_mail else trial.group(ways)
    except trial.NotDelivered as failed:
        return Attempt(False, str(failed))
    return Attempt(True, f"已发给 {user.email}" if by_mail else "已发到群里")
