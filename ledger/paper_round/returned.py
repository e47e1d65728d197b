"""The filled list as it comes back: row by row what it says, read as the ledger reads its columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.files.lists import rows_of
from core.files.workbooks import RawSheet, WorkbookFile
from foreign.faults import UnreadableWorkbook
from ledger.cells import BLANK_WORDS, CLEAR, Fault, as_text, normalise
from ledger.paper_round.columns import ASKED, KEY, KNOWN, SHEET, AskedColumn, KnownColumn
from ledger.parsed_sheet import HEADER_WITHIN
from ledger.rows import header_text

OTHER_FILE = f"这不是待核实名单：请上传下载的那个文件，里面有“{SHEET}”这张表"
NO_KEY = "没有编号：请在下载的名单里填，不要另外加行，也不要删去最后一列（隐藏的“编号”）"
CHANGED = "名单的表头改动过，或者删去了列：请重新下载名单来填"
HALF_PASTED = "没有粘贴全：请在名单里按 Ctrl+A 选中整张表（连同表头和最后一列隐藏的“编号”）再复制"
NO_CLEARING = "这一列不能清空"


@dataclass
class ReturnedRow:
    """A row of the list: `known` is what was printed, `told` what was filled in, by the name of the column."""

    number: int
    key: str
    known: Mapping[str, str]
    told: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.known.get("姓名", "")

    @property
    def is_left(self) -> bool:
        """Nothing was filled in: nobody has asked yet."""
        return not self.told and not self.faults


def read(content: bytes, *, is_pasted: bool = False) -> list[ReturnedRow]:
    """Every row that says something; raises UnreadableWorkbook where it is no such list."""
    raw = _pasted(content) if is_pasted else _uploaded(content)
    for position, cells in enumerate(raw.rows[:HEADER_WITHIN]):
        places = {header_text(cell): place for place, cell in enumerate(cells) if cell is not None}
        if {KEY, *(each.header for each in (*KNOWN, *ASKED))} <= places.keys():
            return list(_rows(raw, position + 1, places))
    raise UnreadableWorkbook(HALF_PASTED if is_pasted else CHANGED)


def _uploaded(content: bytes) -> RawSheet:
    book = WorkbookFile(content, [SHEET])
    if SHEET not in book.names:
        raise UnreadableWorkbook(OTHER_FILE)
    return book.sheet(SHEET)


def _pasted(content: bytes) -> RawSheet:
    rows = rows_of(content)
    width = max(map(len, rows), default=0)
    return RawSheet(SHEET, [[*row, *[""] * (width - len(row))] for row in rows])


def _rows(raw: RawSheet, start: int, places: Mapping[str, int]) -> Iterator[ReturnedRow]:
    for position, cells in enumerate(raw.rows[start:], start):
        texts = {header: normalise("" if cells[at] is None else cells[at]) for header, at in places.items()}
        broken = {header: why for header, at in places.items() if (why := raw.broken.get((position, at)))}
        if any(text != "" for text in texts.values()) or broken:
            yield _row(position + 1, texts, broken)


def _row(number: int, texts: Mapping[str, Any], broken: Mapping[str, str]) -> ReturnedRow:
    row = ReturnedRow(number, as_text(texts[KEY]), {each.header: as_text(texts[each.header]) for each in KNOWN})
    for asked in ASKED:
        try:
            if (value := _parsed(asked, texts[asked.header], broken)) is not None:
                row.told[asked.name] = value
        except Fault as fault:
            row.faults.append(f"{asked.header}：{fault}")
    if not row.key and not row.is_left:
        row.faults.append(NO_KEY)
    return row


def _parsed(asked: AskedColumn, text: Any, broken: Mapping[str, str]) -> Any:
    """What a cell says; None where it is blank, or bears a sign for that."""
    if why := broken.get(asked.header):
        raise Fault(why)
    if text == "" or text in BLANK_WORDS:
        return None
    value = asked.column.parse(text)
    if value is CLEAR:
        raise Fault(NO_CLEARING)
    return value


def printed(text: str) -> str:
    """What a known cell says, however a spreadsheet wrote it."""
    return "".join(text.replace(",", "").split()).removesuffix(".0")


def differing(row: ReturnedRow, person: Any, columns: Sequence[KnownColumn]) -> list[KnownColumn]:
    """The columns whose cell says something else than is known of `person`."""
    return [
        each
        for each in columns
        if printed(row.known[each.header]) not in {printed(normalise(text)) for text in each.find(person)}
    ]
