"""What a new password has to be, in words that the framework left in English; and where a command gets one from."""

import os
import secrets
import sys
from getpass import getpass
from pathlib import Path

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError

from core.files.private import is_open


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"密码太短，至少需要 {self.min_length} 个字符。"


#: Characters that nobody takes for another one on paper.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def random_password() -> str:
    """Three groups of four, 59 bits: short enough to be typed from a slip of paper on a phone."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))


def given(file: Path | None) -> str:
    """The first line of `file`, or what is typed twice. Never an argument, which anybody on the machine can read."""
    return _read(file) if file else _asked()


def _read(file: Path) -> str:
    try:
        readable = os.name == "posix" and is_open(file)
        line, *_ = [*file.read_text(encoding="utf-8").splitlines(), ""]
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"无法读取密码文件 {file}") from error
    if readable:
        raise ValidationError(f"别人也能读密码文件 {file}，请换一个密码，并先执行 chmod 600 {file}")
    return line


def _asked() -> str:
    if not sys.stdin.isatty():
        raise ValidationError("这里不能输入密码，请用 --password-file 指定密码文件")
    typed = getpass("密码：")
    if typed != getpass("再输入一次："):
        raise ValidationError("两次输入的密码不同")
    return typed
