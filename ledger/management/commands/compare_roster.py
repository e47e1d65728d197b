"""manage.py compare_roster FILE [--layout NAME] [--as-of-file YYYY-MM-DD] [--set 标题=值 …] …"""

from typing import Any

from ledger.rosters.command import RosterCommand
from ledger.rosters.comparing import compare_roster
from ledger.rosters.telling import comparison_lines


class Command(RosterCommand):
    help = "把一份名单与台账比对，不写入。退出状态：0 没有问题，1 有读不懂的内容，2 读不出来，或没有合适的版式。"

    def answer(self, options: dict[str, Any]) -> None:
        comparison = compare_roster(options["file"], self.options(options))
        self.tell(options, comparison.report, comparison.as_dict(), comparison_lines)
