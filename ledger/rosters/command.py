"""What the commands for official lists have in common: their options, and how they answer."""

import json
import sys
import traceback
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import CommandError, CommandParser

from core.actor import ActorCommand
from core.pages.days import FIRST, LAST
from foreign.faults import UnreadableWorkbook
from ledger.rosters.decisions import Decision
from ledger.rosters.layout_files import WrongLayout
from ledger.rosters.made.known import made_layouts
from ledger.rosters.report import RosterReport
from ledger.rosters.session import RosterOptions, UnknownLayout
from ledger.rosters.telling import candidate_lines

#: The status where the file can't be read, no layout fits, or something goes wrong that is no fault of its cells.
NOT_DONE = 2


class RosterCommand(ActorCommand):
    """Answers in JSON or in Chinese."""

    refused_with = NOT_DONE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="名单文件（.xlsx、.xls、.ods、.csv、.txt）")
        parser.add_argument("--layout", default="", help="只用这个版式")
        parser.add_argument("--as-of-file", type=_day, default=None, help="名单是哪一天的")
        parser.add_argument("--set", action="append", default=[], type=_pair, metavar="标题=值", help="各行都是这个值")
        parser.add_argument("--division", default="", help="只管这个区划")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="报告格式")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.answer(options)
        except (UnreadableWorkbook, UnknownLayout, WrongLayout) as error:
            self._give_up(str(error))
        except Exception as fault:
            if options["traceback"]:
                traceback.print_exc(file=self.stderr)
            self._give_up(f"出错（{type(fault).__name__}）：请联系系统管理员，加 --traceback 可看出错的位置")

    def answer(self, options: dict[str, Any]) -> None:
        """Do what the command does, and `tell`."""
        raise NotImplementedError

    def options(self, given: dict[str, Any]) -> RosterOptions:
        return RosterOptions(
            layout=given["layout"],
            as_of=given["as_of_file"],
            pairs=dict(given["set"]),
            divisions=[given["division"]] if given["division"] else None,
            conflicts=given.get("conflicts", Decision.ASK),
            made=made_layouts(given["division"] or None),
        )

    def tell(
        self, options: dict[str, Any], report: RosterReport, told: dict[str, Any], lines: Callable[[Any], Iterable[str]]
    ) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self.stdout.write("\n".join(lines(told) if report.fits else candidate_lines(told)))
        if not report.fits:
            sys.exit(NOT_DONE)
        if told["errors"]:
            sys.exit(1)

    def _give_up(self, reason: str) -> NoReturn:
        self.stderr.write(reason)
        sys.exit(NOT_DONE)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期应如 2023-06-30：{text}", returncode=NOT_DONE) from None
    if not FIRST <= day <= LAST:
        raise CommandError(f"名单的日期应在 {FIRST} 到 {LAST} 之间：{text}", returncode=NOT_DONE)
    return day


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (sign and name.strip()):
        raise CommandError(f"应写成 标题=值：{text}", returncode=NOT_DONE)
    return name, value.strip()
