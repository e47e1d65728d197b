from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError

from accounts import keeping, passwords
from accounts.models import User
from core.actor import ActorCommand


class Command(ActorCommand):
    help = "新建系统管理员，第一个账号就用它；别的账号用 account"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="登录用的名字")
        parser.add_argument("--division", default=settings.HOME_TOWN, help="管辖区划的代码，默认本镇；全县写县的代码")
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--password-file", type=Path, help="密码文件（权限 0600，取第一行）；不给则当场输入")

    def handle(self, *args: Any, username: str, division: str, name: str, **options: Any) -> None:
        try:
            user = keeping.add(
                username=username,
                name=name,
                role=User.Role.ADMINISTRATOR,
                divisions=[division],
                password=passwords.given(options["password_file"]),
            )
        except ValidationError as faults:
            raise CommandError("；".join(faults.messages)) from faults
        self.stdout.write(f"已新建系统管理员 {username}，管辖 {user.division_names}")
