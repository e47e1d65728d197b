"""A real message by each way out, to whoever tries it, and what became of it in words."""

import socket
import ssl
from dataclasses import dataclass
from smtplib import SMTPAuthenticationError, SMTPException, SMTPServerDisconnected
from typing import Any

from django.utils import timezone

from core.models import Division
from reminders import channels
from reminders.channels.message import Refused, Uncertain, Unreachable
from reminders.models import Delivery

NAMES = dict(Delivery.Channel.choices)
WHY: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "没有在规定的时间内应答"),
    (ConnectionRefusedError, "对方没有开放这个端口"),
    (socket.gaierror, "找不到这个主机名"),
    (ssl.SSLError, "加密连接没有建立起来"),
    (SMTPAuthenticationError, "用户名或口令不对"),
    (SMTPServerDisconnected, "没有在规定的时间内应答，或中途断开"),
    (SMTPException, "邮件服务器拒绝了连接"),
)


@dataclass(frozen=True)
class Trial:
    """What a reminder is to a channel, without being one."""

    recipient: Any
    division: Division

    title = "测试消息"
    text = "这是一条测试消息，收到说明通道可用。"
    link = "/"

    @property
    def key(self) -> str:
        return f"trial.{self.recipient.pk}.{timezone.now():%Y%m%d%H%M%S%f}"


@dataclass(frozen=True)
class Attempt:
    went: bool
    words: str


def ready() -> dict[str, tuple[str, bool]]:
    """Each way out: what it is called, and whether it knows where to send to."""
    return {name: (NAMES[name], channel.is_ready()) for name, channel in channels.ALL.items()}


def send(name: str, user: Any) -> Attempt:
    """Send a test message to `user`, or to the group."""
    channel = channels.ALL[name]
    if not channel.is_ready():
        return Attempt(False, "还没有设置地址")
    if name == Delivery.Channel.EMAIL and not user.email:
        return Attempt(False, "您的账号没有填邮箱，请先在“我的账号”里填写")
    try:
        channel.send(Trial(user, user.home))  # type: ignore[arg-type]
    except Unreachable as fault:
        return Attempt(False, f"连不上：{_why(fault.__cause__)}")
    except Refused:
        return Attempt(False, "对方没有收下这条消息，请核对地址和设置")
    except (Uncertain, OSError, SMTPException) as fault:
        return Attempt(False, f"不能确定是否收到：{_why(fault.__cause__ or fault)}")
    return Attempt(True, f"已发给 {user.email}" if name == Delivery.Channel.EMAIL else "已发到群里")


def _why(fault: BaseException | None) -> str:
    return next((words for kind, words in WHY if isinstance(fault, kind)), "网络不通或设置有误，详见日志")
