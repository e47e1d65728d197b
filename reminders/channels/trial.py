"""A message that says that the channel works, sent while somebody waits for it."""

from django.core.mail import EmailMessage
from django.utils import timezone

from core.pages.brand import PURPOSE
from reminders.channels import email, webhook
from reminders.channels.message import Refused, Uncertain
from reminders.models import WaysOut

TITLE = f"【{PURPOSE}】测试消息"
WORDS = "收到这条消息，说明提醒发得出去。不用回复。"


class NotDelivered(Exception):
    """Why the message has not come through, as far as one can tell, in Chinese."""


def mail(to: str, ways: WaysOut) -> None:
    """Mail it to somebody."""
    told = EmailMessage(TITLE, f"{WORDS}\n{_now()}", ways.sender, [to])
    try:
        email.send_message(told, ways)
    except Refused as refused:
        raise NotDelivered(str(refused)) from refused
    except OSError as broken:  # also what is neither taken nor refused
        raise NotDelivered("发送到一半断开了，不知道对方是否已收到，请去看一眼") from broken


def group(ways: WaysOut) -> None:
    """Say it in the group chat."""
    try:
        webhook.say(f"{TITLE}\n{WORDS}\n{_now()}", ways.robot)
    except (Refused, Uncertain) as refused:
        raise NotDelivered(str(refused)) from refused
    except (OSError, ValueError) as broken:
        raise NotDelivered("发送到一半断开了，不知道对方是否已收到，请去看一眼") from broken


def _now() -> str:
    return f"{timezone.localtime():%Y-%m-%d %H:%M}"
