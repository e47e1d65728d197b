"""Texts of official lists: how they are compared, and which of them say nothing."""

from datetime import date
from functools import lru_cache
from typing import Any

from core.printable import printable
from ledger.cells import as_text, normalise

#: What says nothing in any column; 无 says no in a column of yes and no.
BLANKS = frozenset(
    {"", "无", "/", "-", "—", "——", "--", "不详", "未知", "暂无", "空", "未填", "待定", "NULL", "null", "N/A"}
)
#: What stands in the place of a day that has not come.
STILL = frozenset({"至今", "现在", "目前", "今"})
NONE = "无"
#: So many cells are remembered: lists repeat themselves, and each cell is looked at several times.
KNOWN = 2**15

YES = frozenset({"是", "有", "Y", "YES", "√", "✓", "✔", "☑", "1", "TRUE", "已", "对"})
NO = frozenset(
    {"否", "无", "N", "NO", "×", "✕", "✗", "✘", "X", "0", "FALSE", "未", "不", "没有", "□", "☐"}  # noqa: RUF001
)

_BRACKETS = str.maketrans("（）", "()")
_SIGNS = str.maketrans("（）：／＊", "():/*")  # noqa: RUF001


def unblanked(text: str) -> str:
    """`text` without any blank or line break."""
    return "".join(text.split())


def squeezed(text: str) -> str:
    """As words are compared: without blanks, with half-width brackets."""
    return unblanked(text).translate(_BRACKETS)


def signs_halved(text: str) -> str:
    """As headings are compared: brackets, colon, slash and asterisk at half width."""
    return unblanked(text).translate(_SIGNS)


@lru_cache(maxsize=KNOWN, typed=True)
def plain(raw: Any) -> Any:
    """A cell's text, number or day, without what a spreadsheet or a database put around it."""
    value = normalise(raw)
    if isinstance(value, str):
        if value.startswith('="') and value.endswith('"') and len(value) > 2:
            value = value[2:-1].strip()
        value = value.removeprefix("'").strip()
    return value


def text_of(raw: Any) -> str:
    """A cell as text."""
    return as_text(plain(raw))


def shown(raw: Any) -> str | None:
    """A cell as a report shows it; None where it is blank."""
    if isinstance(raw, date):
        return raw.isoformat().removesuffix("T00:00:00")
    return printable(as_text(raw)).strip() or None


def yes_or_no(text: str) -> bool | None:
    """Whether a word says yes or no; None where it says neither."""
    word = text.upper()
    return True if word in YES else False if word in NO else None
