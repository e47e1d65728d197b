"""A robot of a group chat: 企业微信 or 钉钉, told what to say by a POST.

Formats: developer.work.weixin.qq.com/document/path/91770, open.dingtalk.com (自定义机器人接入, 加签).
"""

import base64
import hashlib
import hmac
import json
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote_plus, urlsplit

from reminders.channels.message import Refused, Uncertain, Unreachable, body, headline
from reminders.models import Reminder, WaysOut
from reminders.models.ways_out import RobotAddress

SECONDS = 10
DINGTALK = WaysOut.RobotKind.DINGTALK
#: 企业微信 takes so many bytes of text.
LIMIT = 2048


def is_ready() -> bool:
    return WaysOut.current().has_robot


def reaches(reminder: Reminder) -> bool:
    """A robot speaks to everybody in the group, so it is given what is for the group, and nothing else."""
    return reminder.recipient_id is None


def send(reminder: Reminder) -> None:
    say(f"{headline(reminder)}\n{body(reminder)}", WaysOut.current().robot)


def say(words: str, robot: RobotAddress) -> None:
    """Have the robot take these words; Refused says that it certainly has not."""
    status, answer = post(address(robot), json.dumps(said(words), ensure_ascii=False).encode())
    if 400 <= status < 500:
        raise Refused(f"机器人地址答复 {status}")
    if status != 200 or "errcode" not in answer:
        raise Uncertain(f"机器人地址答复 {status}，看不出是否收下")  # a gateway may speak for a robot that has heard it
    if answer["errcode"] != 0:
        raise Refused(f"机器人答复 {answer['errcode']} {answer.get('errmsg', '')}")


def said(words: str) -> dict[str, Any]:
    """A text message; both robots take the same."""
    text = words.encode()[:LIMIT].decode(errors="ignore")
    return {"msgtype": "text", "text": {"content": text}}


def address(robot: RobotAddress) -> str:
    """Where to post to; 钉钉 wants it signed with the time of day."""
    if robot.kind != DINGTALK or not robot.secret:
        return robot.url
    now = str(round(time.time() * 1000))
    return f"{robot.url}&timestamp={now}&sign={signature(now, robot.secret)}"


def signature(timestamp: str, secret: str) -> str:
    """HMAC-SHA256 over the time and the secret, keyed with the secret, as 钉钉 computes it."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(digest))


def post(url: str, data: bytes) -> tuple[int, dict[str, Any]]:
    """Status and answer; Unreachable where there was no connection: then nothing was said."""
    parts = urlsplit(url)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.connect()
    except (OSError, HTTPException) as error:
        raise Unreachable(f"连不上机器人地址：{error}") from error
    try:
        connection.request("POST", f"{parts.path}?{parts.query}", data, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, read(response.read())
    finally:
        connection.close()


def read(answer: bytes) -> dict[str, Any]:
    """The answer as an object; an empty one where it is none."""
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
