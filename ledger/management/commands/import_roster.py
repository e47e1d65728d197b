"""manage.py import_roster FILE [--layout NAME] [--dry-run] [--partial] [--conflicts ask|keep|take] …"""

from typing import Any

from django.core.management.base import CommandParser

from ledger.rosters.command import RosterCommand
from ledger.rosters.decisions import Decision
from ledger.rosters.importing import import_roster
from ledger.rosters.telling import import_lines


class Command(RosterCommand):
    help = (
        "导入别的部门的花名册、系统导出的名单。退出状态：0 没有问题，1 有被拒绝的内容，2 读不出来，或没有合适的版式。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--partial", action="store_true", help="写入无误的行，列出被拒绝的行")
        parser.add_argument(
            "--conflicts", choices=Decision.values, default=Decision.ASK.value, help="手工改过的，以谁为准"
        )

    def answer(self, options: dict[str, Any]) -> None:
        report = import_roster(
            options["file"], self.options(options), partial=options["partial"], dry_run=options["dry_run"]
        )
        self.tell(options, report, report.as_dict(), import_lines)
