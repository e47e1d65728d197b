from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.core.management import CommandError


class Command(createsuperuser.Command):
    help = "不用它：建出来的账号没有角色和管辖区划。用 setup 或 account"

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "这样建的账号没有角色和区划，什么也看不到；请用：manage.py account add 用户名 --role administrator"
        )
