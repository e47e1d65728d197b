from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts import passwords
from accounts.leadership import loading as leadership
from accounts.models import User
from core.actor import ActorCommand
from core.models import Division
from setup import actions, opening

ALL = "all"


class Command(ActorCommand):
    help = "首次设置，一条命令办完：建库、选乡镇和参加的村、新建系统管理员；还缺什么，登录后列在首页上"
    requires_system_checks = []  # some of them ask the database, which may not exist yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--town", required=True, help="乡镇的 9 位区划代码")
        parser.add_argument("--villages", required=True, help="all 全部参加，或参加的村的代码，用逗号隔开")
        parser.add_argument("--administrator", required=True, help="系统管理员登录用的名字")
        parser.add_argument("--name", default="", help="系统管理员的姓名")
        parser.add_argument("--password-file", type=Path, help="密码文件（权限 0600，取第一行）；不给则当场输入")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("bootstrap", undecided=True, stdout=self.stdout)
        try:
            user = self._set_up(**options)
        except opening.AlreadySetUp as closed:
            raise CommandError(f"{closed}；账号用 account 命令添加") from closed
        except ValidationError as faults:
            raise CommandError("；".join(faults.messages)) from faults
        self.stdout.write(f"设置完成：系统管理员 {user.username}，管辖 {user.division_names}")
        self.stdout.write("还缺什么，登录后列在首页上")

    @transaction.atomic
    def _set_up(
        self, town: str, villages: str, administrator: str, name: str, password_file: Path | None, **options: Any
    ) -> User:
        """All of it or nothing."""
        if not opening.is_open():
            raise opening.AlreadySetUp
        chosen = actions.choose_town(town, seen=None)
        count = actions.register_villages(chosen.pk, dict.fromkeys(_codes(chosen, villages), True), seen=chosen.pk)
        self.stdout.write(f"{chosen.name}：{count} 个村（社区）参加")
        password = passwords.given(password_file)
        user = actions.add_administrator(username=administrator, name=name, password=password)
        group = leadership.listed()
        if group.town == chosen.pk:
            leadership.register(group)
        opening.close()
        return user


def _codes(town: Division, told: str) -> list[str]:
    """The villages that `told` names. ValidationError where one is named twice, or none is there."""
    if told == ALL:
        codes = [*actions.villages_of(town.pk)]
    else:
        codes = [code.strip() for code in told.split(",") if code.strip()]
    if twice := next((code for code in codes if codes.count(code) > 1), ""):
        raise ValidationError(f"村代码 {twice} 写了两次")
    if not codes:
        raise ValidationError(f"没有可以参加的村（社区）；名单里没有{town.name}的村时，请在网页上设置，一行一个补上")
    return codes
