from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.utils import timezone

from accounts import keeping, passwords
from accounts.models import User
from core.actor import ActorCommand

DEEDS = {
    "add": "新建",
    "change": "改角色、区划或姓名；不写的不变",
    "stop": "停用，立即退出登录；--reason 原因",
    "resume": "重新启用",
    "reset": "重置密码，并解除锁定",
    "unlock": "解除登录锁定",
    "signout": "退出所有登录",
}
ROLES = "，".join(f"{value} {label}" for value, label in User.Role.choices)


class Command(ActorCommand):
    help = (
        "账号：list 列出，add 新建，change 改角色、区划、姓名，stop 停用，resume 启用，"
        "reset 重置密码，unlock 解除锁定，signout 退出所有登录"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="做什么")
        deeds.add_parser("list", help="列出全部账号")
        for deed, told in DEEDS.items():
            of_one = deeds.add_parser(deed, help=told)
            of_one.add_argument("username", help="登录用的名字")
            if deed in ("add", "change"):
                of_one.add_argument("--role", choices=User.Role.values, default="", required=deed == "add", help=ROLES)
                of_one.add_argument("--division", action="append", default=[], help="管辖区划的代码，可以写几次")
                of_one.add_argument("--name", default="", help="姓名")
            if deed == "stop":
                of_one.add_argument("--reason", default="命令行停用", help="停用原因")
            if deed in ("add", "reset"):
                of_one.add_argument("--password-file", type=Path, help="密码文件（权限 0600）；不给则当场输入")

    def handle(self, *args: Any, deed: str, **options: Any) -> None:
        try:
            getattr(self, f"_{deed}")(**options)
        except User.DoesNotExist as unknown:
            raise CommandError(f"没有名为“{options['username']}”的账号") from unknown
        except ValidationError as faults:
            raise CommandError("；".join(faults.messages)) from faults

    def _list(self, **options: Any) -> None:
        for user in User.objects.prefetch_related("divisions").order_by("username"):
            state = "" if user.is_active else "（已停用）"
            told = (user.username, user.first_name, user.get_role_display(), user.division_names + state)
            self.stdout.write("  ".join(told))

    def _add(self, username: str, role: str, division: list[str], name: str, **options: Any) -> None:
        password = passwords.given(options["password_file"])
        user = keeping.add(username=username, name=name, role=role, divisions=division, password=password)
        self.stdout.write(f"已新建{user.get_role_display()} {username}，管辖 {user.division_names}")

    def _change(self, username: str, role: str, division: list[str], name: str, **options: Any) -> None:
        user = keeping.change(User.objects.get(username=username), role=role, divisions=division, name=name)
        self.stdout.write(f"已改为{user.get_role_display()} {username}，管辖 {user.division_names}")

    def _stop(self, username: str, reason: str, **options: Any) -> None:
        keeping.end(User.objects.get(username=username), on=timezone.localdate(), reason=reason)
        self.stdout.write(f"已停用 {username}")

    def _resume(self, username: str, **options: Any) -> None:
        keeping.revive(User.objects.get(username=username))
        self.stdout.write(f"已启用 {username}")

    def _unlock(self, username: str, **options: Any) -> None:
        found = keeping.unlock(User.objects.get(username=username))
        self.stdout.write(f"已解除 {username} 的登录锁定" if found else f"{username} 没有被锁定")

    def _signout(self, username: str, **options: Any) -> None:
        keeping.sign_out(User.objects.get(username=username))
        self.stdout.write(f"已结束 {username} 的全部登录")

    def _reset(self, username: str, **options: Any) -> None:
        keeping.reset(User.objects.get(username=username), passwords.given(options["password_file"]))
        self.stdout.write(f"已重置 {username} 的密码")
