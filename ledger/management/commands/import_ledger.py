"""manage.py import_ledger FILE.xlsx [--dry-run] [--partial] [--format text|json]"""

import json
import sys
import traceback
from typing import Any, NoReturn

from django.core.management.base import CommandParser

from core.actor import ActorCommand
from foreign.faults import UnreadableWorkbook
from ledger.importing import import_ledger
from ledger.report import WARNINGS, Effect, Report

#: The status where the workbook can't be read, or something goes wrong that has nothing to do with its cells.
NOT_DONE = 2


class Command(ActorCommand):
    help = "导入台账工作簿。退出状态：0 全部导入，1 有被拒绝的单元格，2 文件无法读取，或导入时出错。"

    refused_with = NOT_DONE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="台账工作簿（.xlsx）")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--partial", action="store_true", help="写入无误的行，列出被拒绝的行")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="报告格式")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_ledger(options["file"], partial=options["partial"], dry_run=options["dry_run"])
        except UnreadableWorkbook as error:
            self._give_up(str(error))
        except Exception as fault:
            # Python leaves with 1, which here means refused cells: whoever asks must not take a crash for an import
            if options["traceback"]:
                traceback.print_exc(file=self.stderr)
            self._give_up(f"导入时出错（{type(fault).__name__}）：请联系系统管理员，加 --traceback 可看出错的位置")
        self.stdout.write(_as_json(report) if options["format"] == "json" else _as_text(report))
        if report.errors:
            sys.exit(1)

    def _give_up(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(NOT_DONE)


def _as_json(report: Report) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=1)


def _as_text(report: Report) -> str:
    lines = [
        f"{name}：共 {counts.rows} 行，新增 {counts.added}，更新 {counts.changed}，"
        f"未变 {counts.unchanged}，拒绝 {counts.refused}"
        for name, counts in report.sheets.items()
    ]
    lines += [f"未识别的列或表：{name} {'、'.join(columns)}".rstrip() for name, columns in report.unknown.items()]
    lines += [
        f"【{error.sheet}】{f'第 {error.row} 行 ' if error.row else ''}{error.column}"
        f"{f'“{error.value}”' if error.value else ''}：{error.message}"
        for error in report.errors
    ]
    lines += [
        f"清空：{name} {column} {n} 格" for name, columns in report.cleared.items() for column, n in columns.items()
    ]
    lines += [_as_line(effect) for effect in report.effects if effect.kind in WARNINGS]
    lines.append("已写入。" if report.written else "没有写入任何数据。")
    return "\n".join(lines)


def _as_line(effect: Effect) -> str:
    return (
        f"注意【{effect.sheet}】第 {effect.row} 行 {effect.column}“{effect.value}”，"
        f"原来是“{effect.stored}”：{effect.kind.label}"
    )
