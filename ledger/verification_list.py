"""The list of people still to verify, on paper: printed, filled in at the door, and imported again as 信息核实.

Its columns of answers are the ledger's own; what a clerk needs beside them, an import leaves out and names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from core import audit
from core.models import AuditEvent
from labor.verification.campaign import Campaign
from ledger.columns import SheetColumn
from ledger.exporting import Target
from ledger.rules import EXCHANGE
from ledger.sheets.labor import VerificationSheet

FETCH = 2_000
HINT = "逐户核实后填写后四列。填好后在“台账导入导出”上传，选“只写入无误的行”：没有填的行会列为未写入，可以下次再交。"
MASKED_HINT = "逐户核实后填写后四列。证件号码已打码，不能导入：请在“半年核实”里逐人登记，或请镇里导出可以导回的名单。"


@dataclass(frozen=True)
class FilledColumn:
    """A column that is filled in already: how wide, and what it says of a person."""

    header: str
    width: int
    find: Callable[[Any], str]


def _job(person: Any, find: Callable[[Any], str]) -> str:
    return "、".join(filter(None, map(find, person.current_jobs)))


def _wage(job: Any) -> str:
    return f"{job.monthly_wage:,.0f}" if job.monthly_wage else ""


FILLED = (
    FilledColumn("姓名", 9, lambda person: person.name),
    FilledColumn("村", 12, lambda person: person.village.name),
    FilledColumn("户主", 9, lambda person: person.household.head_name if person.household else ""),
    FilledColumn("单位", 22, lambda person: _job(person, lambda job: job.employer)),
    FilledColumn("就业地", 12, lambda person: _job(person, lambda job: job.place)),
    FilledColumn("月收入", 8, lambda person: _job(person, _wage)),
)
ANSWER_WIDTH = 12


def write_open_list(target: Target, *, campaign: Campaign, on: date, user: Any, village: str = "") -> int:
    """Write those whom `campaign` has still open, of one village or of all that `user` sees; returns how many.

    Whole numbers only for those who exchange ledgers. Taking it out is written down.
    """
    whole = user.has_perm(EXCHANGE)
    people = campaign.open(campaign.people.visible_to(user))
    people = people.filter(village=village) if village else people
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        rows = _OpenList(book, whole=whole).write(_read(people, on))
    details = {"list": "待核实名单", "rows": rows, "numbers": "完整" if whole else "打码"}
    division = village or next(iter(user.division_codes), "")
    audit.record(AuditEvent.Action.EXPORT, division=division, details=details)
    return rows


def _read(people: Any, on: date) -> Iterator[Any]:
    rows: Any = people.select_related("village", "household").with_current_jobs(on)
    return rows.order_by("village", "household", "name_pinyin", "pk").iterator(chunk_size=FETCH)


class _OpenList:
    """The one sheet of the workbook, laid out for a landscape page."""

    def __init__(self, book: Any, *, whole: bool) -> None:
        self.whole = whole
        self.page = book.add_worksheet(VerificationSheet.sheet_name)
        boxed = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@", "font_size": 10}
        self.head = book.add_format({**boxed, "bold": True, "bg_color": "#F2F2F2"})
        self.asked = book.add_format({**boxed, "bold": True, "bg_color": "#DCE6F5"})
        self.text = book.add_format(boxed)
        self.day = book.add_format({**boxed, "num_format": "yyyy-mm-dd"})
        self.note = book.add_format({"text_wrap": True, "valign": "vcenter"})
        self.id_number, *self.answers = VerificationSheet.columns

    def write(self, people: Iterator[Any]) -> int:
        self._lay_out()
        row = 1
        for row, person in enumerate(people, start=2):
            cells = [*(each.find(person) for each in FILLED), *self._numbers(person)]
            for position, text in enumerate(cells):
                self.page.write_string(row, position, text, self.text)
            for position, column in enumerate(self.answers, start=len(cells)):
                self.page.write_blank(row, position, None, self.day if column.column_name == "核实日期" else self.text)
        self._offer_choices(last=max(row, 2))
        return row - 1

    def _numbers(self, person: Any) -> tuple[str, str]:
        if self.whole:
            return person.phone.plain, person.id_number.plain
        return str(person.phone), str(person.id_number)

    def _lay_out(self) -> None:
        widths = [*(each.width for each in FILLED), 13, 20, *(ANSWER_WIDTH for _ in self.answers)]
        for position, width in enumerate(widths):
            self.page.set_column(position, position, width)
        self.page.merge_range(0, 0, 0, len(widths) - 1, HINT if self.whole else MASKED_HINT, self.note)
        self.page.set_row(0, 32)
        headers = [*(each.header for each in FILLED), "联系电话", self.id_number.column_name]
        for position, header in enumerate(headers):
            self.page.write_string(1, position, header, self.head)
        for position, column in enumerate(self.answers, start=len(FILLED) + 2):
            self.page.write_string(1, position, column.column_name, self.asked)
        self.page.freeze_panes(2, 1)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(1)
        self.page.set_footer("&L核实人签名：&C第 &P 页，共 &N 页")

    def _offer_choices(self, last: int) -> None:
        for position, column in enumerate(self.answers, start=len(FILLED) + 2):
            self._offer(column, position, last)

    def _offer(self, column: SheetColumn, position: int, last: int) -> None:
        if column.choices:
            rule = {"validate": "list", "source": column.choices, "error_title": "填写有误"}
            self.page.data_validation(2, position, last, position, rule)
