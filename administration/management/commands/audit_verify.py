from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError

from administration.trail import verifying
from core import audit
from core.actor import ActorCommand


def anchor(text: str) -> tuple[int, str]:
    """A line's number and hash, as an earlier run printed them."""
    try:
        return verifying.parsed(text)
    except ValueError as fault:
        raise ArgumentTypeError(str(fault)) from fault


class Command(ActorCommand):
    help = "核验审计记录：完好则退出码为 0，发现改动则指出第一条并以 1 退出"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=anchor, metavar="序号:校验值", help="以前核验时记下的一行，链上应仍有它")

    def handle(self, *args: Any, **options: Any) -> None:
        finding = audit.verify(options["anchor"])
        verifying.keep(finding)
        if finding.unsealed:
            self.stdout.write(f"另有 {finding.unsealed} 条尚未封存")
        if finding.fault:
            raise CommandError(f"审计记录有问题：{finding.fault}")
        self.stdout.write(f"审计记录完好，共 {finding.length} 条")
        if finding.length:
            self.stdout.write(f"{finding.length}:{finding.hash}")
