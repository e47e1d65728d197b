"""A message that says that the channel works, sent while somebody waits for it."""

import socket
import ssl
from collections.abc import Callable
from smtplib import SMTPAuthenticationError, SMTPException, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.utils import timezone

from core.pages.brand import PURPOSE
from reminders.channels import email, webhook
from reminders.channels.message import Refused, Uncertain, Unreachable
from reminders.models import WaysOut

TITLE = f"【{PURPOSE}】测试消息"
WORDS = "收到这条消息，说明提醒发得出去。不用回复。"
WHY: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "没有在规定的时间内应答"),
    (ConnectionRefusedError, "对方没有开放这个端口"),
    (socket.gaierror, "找不到这个主机名"),
    (ssl.SSLError, "加密连接没有建立起来"),
    (SMTPAuthenticationError, "用户名或口令不对"),
    (SMTPServerDisconnected, "没有在规定的时间内应答，或中途断开"),
    (SMTPException, "邮件服务器拒绝了连接"),
)


class NotDelivered(Exception):
    """Why the message has not come through, as far as one can tell, in Chinese."""


def mail(to: str, ways: WaysOut) -> None:
    """Mail it to somebody."""
    told = EmailMessage(TITLE, f"{WORDS}\n{_now()}", ways.sender, [to])
    _tried("邮件服务器", lambda: email.send_message(told, ways))


def group(ways: WaysOut) -> None:
    """Say it in the group chat."""
    _tried("机器人地址", lambda: webhook.say(f"{TITLE}\n{WORDS}\n{_now()}", ways.robot))


def _tried(other: str, send: Callable[[], None]) -> None:
    try:
        send()
    except Unreachable as fault:
        raise NotDelivered(f"连不上{other}：{_why(fault.__cause__)}") from fault
    except (Refused, Uncertain) as fault:
        raise NotDelivered(str(fault)) from fault
    except (OSError, ValueError, SMTPException) as broken:  # what is neither taken nor refused
        raise NotDelivered("发送到一半断开了，不知道对方是否已收到，请去看一眼") from broken


def _why(fault: BaseException | None) -> str:
    return next((words for kind, words in WHY if isinstance(fault, kind)), "网络不通或设置有误，详见日志")


def _now() -> str:
    return f"{timezone.localtime():%Y-%m-%d %H:%M}"
