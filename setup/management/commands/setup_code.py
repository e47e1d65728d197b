from typing import Any

from django.core.management import CommandError

from core.actor import ActorCommand
from setup import opening


class Command(ActorCommand):
    help = "印出首次设置的设置码，只印在这里；以前印的作废"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            code = opening.print_code()
        except (opening.AlreadySetUp, opening.CodeNotNeeded) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"设置码 {code}")
        self.stdout.write("用浏览器打开网站，输入设置码，开始首次设置。设置完成后它就作废。")
