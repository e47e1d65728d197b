"""manage.py check_data [--division CODE] [--as-of YYYY-MM-DD] [--rule CODE]… [--format table|json] [--with-exempted]"""

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.timezone import localdate

from core.actor import ActorCommand
from core.doubts import Doubt
from core.models import Division
from doubts.checking import RuleDoubts, UnknownRule, check, check_with_exempted


class Command(ActorCommand):
    help = "按疑点规则查一遍记录：哪些自相矛盾、不可信、没写全。号码不打码，只供运维人员使用。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--division", default=settings.HOME_TOWN, help="区划代码，默认本镇")
        parser.add_argument("--as-of", help="截至哪一天，写成 YYYY-MM-DD，默认今天")
        parser.add_argument("--rule", action="append", default=[], help="只查这条规则，可以写几次")
        parser.add_argument("--format", choices=("table", "json"), default="table", help="输出格式")
        parser.add_argument("--with-exempted", action="store_true", help="也列出已豁免的")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            division, on = _division(options["division"]), _day(options["as_of"])
            ask = check_with_exempted if options["with_exempted"] else check
            found = ask(division, on, options["rule"])
        except (CheckRefused, UnknownRule) as refused:
            self.stderr.write(str(refused))
            sys.exit(1)
        self.stdout.write(_json(division, on, found) if options["format"] == "json" else _table(found))


class CheckRefused(Exception):
    """Says in Chinese why nothing can be checked."""


def _division(code: str) -> str:
    if not Division.objects.filter(pk=code).exists():
        raise CheckRefused(f"没有区划代码为“{code}”的行政区划")
    return code


def _day(text: str | None) -> date:
    if text is None:
        return localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or str(day) != text:
        raise CheckRefused(f"日期“{text}”有误，请写成 YYYY-MM-DD")
    return day


def _json(division: str, on: date, found: Sequence[RuleDoubts]) -> str:
    rules = [
        {
            "code": each.rule.code,
            "severity": each.rule.severity.value,
            "count": len(each.hits),
            "hits": [_hit(hit, each.is_exempted(hit)) for hit in each.hits],
        }
        for each in found
    ]
    return json.dumps({"division": division, "as_of": str(on), "rules": rules}, ensure_ascii=False)


def _hit(hit: Doubt, exempted: bool) -> dict[str, Any]:
    return {**hit._asdict(), "values": dict(hit.values), **({"exempted": True} if exempted else {})}


def _table(found: Sequence[RuleDoubts]) -> str:
    total = sum(len(each.hits) for each in found)
    lines = [f"共{total}个疑点"]
    for each in found:
        if each.hits:
            lines += ["", f"{each.rule.title}（{each.rule.severity.label}，{len(each.hits)}个）  {each.rule.code}"]
            lines += [_line(each, hit) for hit in each.hits]
    return "\n".join(lines)


def _line(found: RuleDoubts, hit: Doubt) -> str:
    exempted = "（已豁免）" if found.is_exempted(hit) else ""
    return f"  {hit.village}  {' '.join(filter(None, hit[:2]))}  {found.rule.told(hit)}{exempted}"
