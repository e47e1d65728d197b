from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.core.management import CommandError


class Command(changepassword.Command):
    help = "不用它：改了密码不留痕。用 account reset"

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("这样改密码不留痕；请用：manage.py account reset 用户名")
