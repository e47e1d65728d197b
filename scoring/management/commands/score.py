"""manage.py score [--division CODE] [--as-of YYYY-MM-DD] [--level town|village] [--cases] [--format table|json]"""

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import localdate

from core.actor import ActorCommand
from core.models import Division, home_town
from core.pages.days import forecast
from scoring.catalogue import first_year
from scoring.parsing import InvalidRubric
from scoring.result import Result
from scoring.score import of_rubric, score_town, score_towns, village_shares
from scoring.tables import town_table, towns_table, villages_table


class Command(ActorCommand):
    help = "按年度考核细则计分：一个乡镇，或县里的各乡镇，或乡镇里的各村。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--division", help="区划代码，默认本镇")
        parser.add_argument("--as-of", help="计分日，写成 YYYY-MM-DD，默认今天")
        parser.add_argument("--level", choices=("town", "village"), help="分乡镇或分村列出")
        parser.add_argument("--cases", action="store_true", help="列出每个扣分对象")
        parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            division, on = _division(options["division"] or home_town()), _day(options["as_of"])
            results = _results(division, on, options["level"], options["cases"])
        except (ScoreRefused, InvalidRubric) as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        if options["format"] == "json":
            self.stdout.write(_json(results, division, options["level"]))
        else:
            said = [*forecast(on, localdate()), *of_rubric(on.year)]
            self.stdout.write("\n".join([*said, _table(results, division, options["level"])]))


class ScoreRefused(Exception):
    """Says in Chinese why there is no such score."""


def _division(code: str) -> Division:
    division: Division | None = Division.objects.filter(pk=code).first()
    if division is None:
        raise ScoreRefused(f"没有区划代码为“{code}”的行政区划")
    return division


def _day(text: str | None) -> date:
    if text is None:
        return localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or str(day) != text:
        raise ScoreRefused(f"计分日“{text}”不是日期，请写成 YYYY-MM-DD")
    if day.year < first_year():
        raise ScoreRefused(f"{day.year}年没有考核细则，不计分；最早的是{first_year()}年细则")
    return day


def _results(division: Division, on: date, level: str | None, cases: bool) -> list[Result]:
    if level == "town" and division.level <= Division.Level.TOWN:
        return score_towns(division.code, on, cases=cases)
    if level == "village" and division.level == Division.Level.TOWN:
        return village_shares(division.code, on, cases=cases)
    if level is None and division.level == Division.Level.TOWN:
        return [score_town(division.code, on, cases=cases)]
    raise ScoreRefused(_refusal(division, level))


def _refusal(division: Division, level: str | None) -> str:
    if division.level == Division.Level.VILLAGE:
        return f"{division}是村社区，没有单独的得分；请给出所在乡镇的代码，加 --level village"
    if level == "village":
        return f"{division}不是乡镇，只有乡镇可以分村列出"
    return f"{division}不是乡镇，没有单独的得分；加 --level town 列出各乡镇的得分"


def _json(results: list[Result], division: Division, level: str | None) -> str:
    answer = [result.as_json() for result in results]
    return json.dumps(answer if level else answer[0], ensure_ascii=False)


def _table(results: list[Result], division: Division, level: str | None) -> str:
    if level == "village":
        return villages_table(results)
    if level == "town":
        towns = Division.objects.below(division.code).towns()
        return towns_table(results, dict(towns.values_list("code", "name")))
    return town_table(results[0], division.name)
