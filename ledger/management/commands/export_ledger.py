"""manage.py export_ledger FILE.xlsx [--division CODE] [--template [--small]]"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.actor import ActorCommand
from core.files.private import keep_private
from core.models import Division, Village
from ledger.exporting import TooManyRows, export_ledger, export_template, villages_of
from ledger.sheets import FILLING, FIRST


class Command(ActorCommand):
    help = "导出台账工作簿（全部，或一个区划的），或空白模板。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="写到哪个文件（.xlsx）")
        parser.add_argument("--division", metavar="CODE", help="只导出该区划的台账；模板里填好该区划的村社区")
        parser.add_argument("--template", action="store_true", help="空白模板，带下拉列表和填写说明")
        parser.add_argument("--small", action="store_true", help="模板只要村社区、农户、劳动力三张表")

    def handle(self, *args: Any, **options: Any) -> None:
        division = options["division"]
        if division and not Division.objects.filter(pk=division).exists():
            raise CommandError(f"没有代码为 {division} 的区划")
        keep_private(Path(options["file"]))
        try:
            if options["template"]:
                _template(options["file"], division, FIRST if options["small"] else FILLING)
            else:
                counts = export_ledger(options["file"], division=division)
                self.stdout.write("\n".join(f"{name}：{count} 行" for name, count in counts.items()))
        except (OSError, TooManyRows) as error:
            raise CommandError(f"无法写入 {options['file']}：{error}") from error


def _template(file: str, division: str | None, sheets: Any) -> None:
    """The template, with the villages of a division where one is named."""
    within = (Village.objects.within(division), Division.objects.below(division)) if division else None
    export_template(file, villages=villages_of(*within) if within else (), sheets=sheets)
