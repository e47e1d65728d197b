"""The rows of a worksheet that was recognised: what is no record left out, merged and household cells given to all."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from foreign.faults import DAMAGED, UnreadableWorkbook
from ledger.rosters.headings import heading
from ledger.rosters.recognising import PAIR, LayoutTrial
from ledger.rosters.words import shown, signs_halved, text_of

HEADER, NUMBERS, TOTAL, NOTE = LEFT_OUT = ("header", "numbers", "total", "note")
_TOTAL = re.compile(
    r"(本页|本村|全村|全镇|全乡|全县)?(合计|小计|总计|共计|累计)(人数|金额|\(.*|:.*)?",
)
_NOTE = re.compile(
    r"(填表人|填报人|制表人|审核人|审批人|复核人|经办人|负责人|单位负责人|分管领导|主管领导|填报单位|填表单位|制表单位"
    r"|(填报|填表|制表)(时间|日期)|联系人|联系电话|审核意见|签字|盖章|备注|说明|注|填表说明|填报说明|附注|附件)"
    r"(\([^()]*\)|[0-9])*:"
)


class RosterCell(NamedTuple):
    """A cell as it stands, why it can't be read, and how a report names its column."""

    raw: Any
    broken: str
    source: str
    place: int


@dataclass
class RosterTable:
    """A recognised worksheet with its `rows` (from 0). `number` is its place among those of the file.

    `corrections` are what cells say instead, by row and column (from 0).
    """

    attempt: LayoutTrial
    number: int
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LEFT_OUT, 0))

    def __post_init__(self) -> None:
        self.sheet, self.layout = self.attempt.sheet, self.attempt.layout
        header = range(self.attempt.header.start, self.attempt.header.end)
        self._headings = [[heading(text) for text in self._text_row(row)] for row in header]
        for row in range(self.attempt.header.end, len(self.sheet.rows)):
            self._judge(row)
        self._spread()
        self._fill_down()
        self._put_right()

    # --- cells ---

    def cell(self, row: int, name: str) -> RosterCell | None:
        """The cell of a heading in a row; None where the worksheet has neither column nor pair for it."""
        if name in self.attempt.pairs:
            pair = self.attempt.pairs[name]
            return RosterCell(pair.value, pair.broken, PAIR + name, -1)
        at = self.attempt.columns.get(name)
        if at is None:
            return None
        return RosterCell(self.sheet.rows[row][at], self.sheet.broken.get((row, at), ""), self._source(at), at)

    def beside(self, row: int, name: str) -> Any:
        """The cell to the right of a heading's, where no heading stands above it."""
        at = self.attempt.columns.get(name)
        if at is None or at + 1 >= len(self.attempt.header.columns) or self._source(at + 1):
            return ""
        return self.sheet.rows[row][at + 1]

    def _source(self, at: int) -> str:
        return self.attempt.header.columns[at].source

    # --- which rows are records ---

    def _text_row(self, row: int) -> list[str]:
        return [text_of(cell) for cell in self.sheet.rows[row]]

    def _judge(self, row: int) -> None:
        texts = self._text_row(row)
        filled = [at for at, text in enumerate(texts) if text]
        if not filled:
            return
        if kind := self._kind(texts, filled):
            self.left_out[kind] += 1
        elif self.attempt.used.intersection(filled):
            self.rows.append(row)

    def _kind(self, texts: list[str], filled: list[int]) -> str:
        """What a row is that is no record; blank for a record."""
        if len(filled) >= 2 and any(self._repeats(row, texts, filled) for row in self._headings):
            return HEADER
        if len(filled) >= 3 and [texts[at] for at in filled] == [str(n) for n in range(1, len(filled) + 1)]:
            return NUMBERS
        words = [signs_halved(texts[at]) for at in filled[:3]]
        if any(_TOTAL.fullmatch(word) for word in words):
            return TOTAL
        return NOTE if _NOTE.match(words[0]) else ""

    def _repeats(self, header: list[str], texts: list[str], filled: list[int]) -> bool:
        same = sum(bool(header[at]) and heading(texts[at]) == header[at] for at in filled)
        return 3 * same >= 2 * len(filled)

    # --- what merges and households give ---

    def _spread(self) -> None:
        """Give the value of each range merged below the header to every cell of it."""
        left = len(self.sheet.rows) * len(self.attempt.header.columns)
        for top, at, bottom, last in self.sheet.merged:
            if top >= self.attempt.header.end:
                left -= (bottom - top + 1) * (last - at + 1)
                if left < 0:
                    raise UnreadableWorkbook(DAMAGED)
                self._give((top, at), product(range(top, bottom + 1), range(at, last + 1)))

    def _give(self, source: tuple[int, int], places: Iterator[tuple[int, int]]) -> None:
        value, broken = self.sheet.rows[source[0]][source[1]], self.sheet.broken.get(source)
        for row, at in places:
            self.sheet.rows[row][at] = value
            if broken:
                self.sheet.broken[row, at] = broken

    def _fill_down(self) -> None:
        """A row that says nothing of its household takes the household of the row above."""
        places = [self.attempt.columns[name] for name in self.layout.down if name in self.attempt.columns]
        above: int | None = None
        for row in self.rows if places else ():
            if any(shown(self.sheet.rows[row][at]) for at in places):
                above = row
            elif above is not None:
                for at in places:
                    self._give((above, at), iter([(row, at)]))

    # --- what somebody put right ---

    def _put_right(self) -> None:
        """After merges and households: what was put right is this cell, and none that it gave its value to."""
        for (row, at), text in self.corrections.items():
            if row < len(self.sheet.rows) and at < len(self.sheet.rows[row]):
                self.sheet.rows[row][at] = text
                self.sheet.broken.pop((row, at), None)

    # --- what is reported ---

    def as_dict(self) -> dict[str, Any]:
        attempt = self.attempt
        return {
            "sheet": self.sheet.name, "layout": self.layout.name, "header": attempt.numbers, "rows": len(self.rows),
            "hidden": len(self.sheet.hidden.intersection(self.rows)), "left_out": self.left_out,
            "columns": attempt.column_reports(), "unknown": attempt.unknown(),
        }  # fmt: skip
