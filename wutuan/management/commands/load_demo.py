from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management import CommandError, CommandParser, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts import demo as accounts
from accounts.leadership import loading as leadership
from core.actor import ActorCommand
from core.files.failures import reason
from core.models import Division, Installation
from doubts.tasks import find_doubts
from fictional.places import TOWN
from fictional.story import build
from fictional.story.applications import invite
from fictional.story.industries import tell_industries
from fictional.story.placements import place
from fictional.story.recruited import recruit
from fictional.story.supervision import lay_out
from fictional.story.town import USUAL_SIZE
from fictional.story.trained import follow_training
from fictional.story.wishes import wish
from ledger.importing import import_ledger
from ledger.report import Report
from wutuan import demo_rule

SIZES = range(300, 20_001)
YEARS = range(2000, 2900)
FILE_NAME = "演示台账.xlsx"


class Command(ActorCommand):
    help = "载入演示数据：虚构的五团镇，两年的台账，到载入当天为止；只能载入还没有人用的数据库"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=_day, default=None, help="台账截止日期 YYYY-MM-DD，默认今天")
        parser.add_argument("--people", type=int, default=USUAL_SIZE, help=f"大约多少人，默认 {USUAL_SIZE}")
        parser.add_argument("--workbook", help="另把这份台账存为工作簿（.xlsx）")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"] not in SIZES:
            raise CommandError(f"人数应在 {SIZES[0]} 到 {SIZES[-1]} 之间")
        if not _is_set_up():
            call_command("bootstrap", undecided=True, stdout=self.stdout)
        if refused := demo_rule.refusal():
            raise CommandError(refused)
        today = options["today"] or timezone.localdate()
        with transaction.atomic():  # cut off, nothing has begun
            Installation.decide(is_demo=True)
            leadership.register(leadership.listed())
            accounts.create()
            report = _load(today, options["people"], options["workbook"])
        self._summarise(today, report)

    def _summarise(self, today: date, report: Report) -> None:
        counts = {name: counts.rows for name, counts in report.sheets.items()}
        self.stdout.write(
            f"已载入演示数据，截至 {today}：{counts['村社区']} 个村社区，{counts['农户']} 户，{counts['劳动力']} 人，"
            f"{len(counts)} 张表共 {sum(counts.values())} 行"
        )
        for account in accounts.ACCOUNTS:
            self.stdout.write(f"{account.username:<8}{account.role.label} {account.name}")
        self.stdout.write(f"演示账号的密码都是 {accounts.PASSWORD}")


def _day(text: str) -> date:
    """A day that the demo town may be loaded on; its people are born up to a hundred years before."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("日期应写成 2023-11-15 的样子") from error
    if day.year not in YEARS:
        raise ArgumentTypeError(f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间")
    return day


def _is_set_up() -> bool:
    """Whether bootstrap has run: tables and divisions."""
    tables = connection.introspection.table_names()
    return Division._meta.db_table in tables and Division.objects.filter(pk=TOWN).exists()


def _load(today: date, people: int, workbook: str | None) -> Report:
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE_NAME
        build(today, people).save(path)
        if workbook:
            _copy(path, workbook)
        report = import_ledger(path)
    if report.errors:
        first = report.errors[0]
        raise CommandError(f"演示台账有误：{first.sheet} 第 {first.row} 行 {first.column}：{first.message}")
    tell_industries()
    wish(today)
    lay_out(today)
    place(today)
    follow_training(today)
    recruit(today)
    invite(today)
    find_doubts()
    return report


def _copy(path: Path, workbook: str) -> None:
    try:
        copyfile(path, workbook)
    except OSError as error:
        raise CommandError(f"无法写入 {workbook}：{reason(error)}") from error
