"""The list of people still to verify, on paper: printed, filled in at the door and in the file, and taken back."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import xlsxwriter

from core import audit
from core.models import AuditEvent
from labor.verification.campaign import Campaign
from ledger.cells import Day
from ledger.exporting import Target
from ledger.paper_round.columns import ANSWERS, ASKED, KEY, KNOWN, SHEET, AskedColumn
from ledger.rules import EXCHANGE

FETCH = 2_000
HINT = (
    "逐户核实后填写有底色的各列。核实结果填“已更新”的，只在后面填变了的：换了单位的填新单位、到岗日期、新就业地和新渠道。"
    "前面各列请不要改。填好后在“半年核实”点“交回名单”上传；没有填的行算还没有核实，可以下次再交。"
)


def write_open_list(target: Target, *, campaign: Campaign, on: date, user: Any, village: str = "") -> int:
    """Write those whom `campaign` has still open, of one village or of all that `user` sees; returns how many.

    Whole numbers only for those who exchange ledgers. Taking it out is written down.
    """
    whole = user.has_perm(EXCHANGE)
    people = campaign.open(campaign.people.visible_to(user))
    people = people.filter(village=village) if village else people
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        rows = _OpenList(book, whole=whole).write(_read(people, on))
    details = {"list": SHEET, "rows": rows, "numbers": "完整" if whole else "打码"}
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
        self.page = book.add_worksheet(SHEET)
        boxed = {"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@", "font_size": 10}
        self.head = book.add_format({**boxed, "bold": True, "bg_color": "#F2F2F2"})
        self.answer = book.add_format({**boxed, "bold": True, "bg_color": "#DCE6F5"})
        self.change = book.add_format({**boxed, "bold": True, "bg_color": "#FBEBD0"})
        self.text = book.add_format(boxed)
        self.day = book.add_format({**boxed, "num_format": "yyyy-mm-dd"})
        self.number = book.add_format({**boxed, "num_format": "0"})
        self.note = book.add_format({"text_wrap": True, "valign": "vcenter"})

    def write(self, people: Iterator[Any]) -> int:
        self._lay_out()
        row = 1
        for row, person in enumerate(people, start=2):
            for position, column in enumerate(KNOWN):
                said = column.find(person)
                self.page.write_string(row, position, said[0] if self.whole else said[-1], self.text)
            for position, asked in enumerate(ASKED, start=len(KNOWN)):
                self.page.write_blank(row, position, None, self._format(asked))
            self.page.write_string(row, len(KNOWN) + len(ASKED), str(person.public_id))
        self._offer_choices(last=max(row, 2))
        return row - 1

    def _format(self, asked: AskedColumn) -> Any:
        if asked.column.is_text:
            return self.text
        return self.day if isinstance(asked.column.widget, Day) else self.number

    def _lay_out(self) -> None:
        columns = (*KNOWN, *ASKED)
        for position, column in enumerate(columns):
            self.page.set_column(position, position, column.width)
            look = self.answer if column in ANSWERS else self.change if column in ASKED else self.head
            self.page.write_string(1, position, column.header, look)
        self.page.set_column(len(columns), len(columns), None, None, {"hidden": True})
        self.page.write_string(1, len(columns), KEY, self.head)
        self.page.merge_range(0, 0, 0, len(columns) - 1, HINT, self.note)
        self.page.set_row(0, 32)
        self.page.set_default_row(26)
        self.page.freeze_panes(2, 1)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.set_margins(left=0.3, right=0.3)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(1)
        self.page.set_footer("&L核实人签名：&C第 &P 页，共 &N 页")

    def _offer_choices(self, last: int) -> None:
        for position, asked in enumerate(ASKED, start=len(KNOWN)):
            if asked.column.choices:
                rule = {"validate": "list", "source": asked.column.choices, "error_title": "填写有误"}
                self.page.data_validation(2, position, last, position, rule)
