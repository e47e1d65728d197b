"""manage.py redraw_round ROUND: draws a round of spot checks once more from what it keeps, and compares."""

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from core.actor import ActorCommand
from labor.models import DrawnPerson, SpotCheckRound
from labor.sampling.findings import basis_of, is_drawn_so


class Command(ActorCommand):
    help = "按留下的抽样框和种子重抽一轮抽样抽查，与当时的名单核对；不一致时退出状态为 1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", type=int, help="网址里的编号")

    def handle(self, *args: Any, **options: Any) -> None:
        found = SpotCheckRound.with_voided.filter(pk=options["round"]).first()
        if found is None:
            self.stderr.write(f"没有编号为 {options['round']} 的抽样抽查")
            sys.exit(1)
        basis = basis_of(found)
        same = is_drawn_so(found, DrawnPerson.objects.filter(round=found).order_by())
        self.stdout.write(json.dumps({**basis, "same": same}, ensure_ascii=False, indent=1))
        if not same:
            self.stderr.write("重抽的结果与当时的名单不一致")
            sys.exit(1)
