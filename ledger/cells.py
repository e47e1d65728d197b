"""What a cell may say and what it means: the reading rules of the exchange contract, one widget a kind of value."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from import_export.widgets import Widget

from core.periods import month_end
from core.personal_data import identity, names
from core.printable import printable


class Fault(ValueError):
    """Why a cell is refused, in Chinese."""


BLANK_WORDS = frozenset({"无", "/", "-", "—"})
#: The word that empties a cell of what is stored, and what it is read as.
CLEAR_WORD = "清空"
CLEAR: Any = object()
_FULL_WIDTH = (range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
_HALF_WIDTH = {code: code - 0xFEE0 for span in _FULL_WIDTH for code in span}


def normalise(raw: Any) -> Any:
    """Rid text of what nobody sees, strip it and make its digits and letters half-width; drop the time of a date."""
    if isinstance(raw, str):
        return printable(raw).translate(_HALF_WIDTH).strip()
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, bool):
        return str(raw).upper()
    return raw if isinstance(raw, int | float | date) else str(raw)


def as_text(value: Any) -> str:
    """A normalised cell as text: a whole number is its digits, a date is YYYY-MM-DD."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e300:
        return str(int(value))
    return value if isinstance(value, str) else str(value)


class Text(Widget):
    def __init__(self, max_length: int) -> None:
        super().__init__()
        self.max_length = max_length

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = as_text(value)
        if len(text) > self.max_length:
            raise Fault(f"最多 {self.max_length} 个字，这里有 {len(text)} 个")
        return text


class Name(Text):
    """The name of a person, as names are kept."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return super().clean(names.tidy(as_text(value)))


class Code(Widget):
    """Text of a fixed number of digits: a division's code."""

    def __init__(self, digits: int) -> None:
        super().__init__()
        self.digits = digits

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = as_text(value)
        if not re.fullmatch(rf"[0-9]{{{self.digits}}}", text):
            raise Fault(f"应为 {self.digits} 位数字的区划代码")
        return text


class IdNumber(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and abs(value) >= 1e15:
            raise Fault("证件号码被存成了数字，末尾几位已丢失：请把该列设为文本后重新填写")
        try:
            return identity.normalise(as_text(value))
        except identity.InvalidIdentityNumber as error:
            raise Fault(str(error)) from None


class CodeList(Widget):
    """One of a code list; the cell holds the Chinese label."""

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.labels = {label: value for value, label in choices}
        self.values = {value: label for label, value in self.labels.items()}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        try:
            return self.labels[value]
        except KeyError:
            raise Fault(f"只能填：{'、'.join(self.labels)}") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.values.get(value, "")


class YesNo(Widget):
    WORDS = {"是": True, "有": True, "Y": True, "y": True, "否": False, "无": False, "N": False, "n": False}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        try:
            return self.WORDS[value]
        except KeyError:
            raise Fault("只能填：是、否") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else "是" if value else "否"


class Count(Widget):
    """A whole number, not negative."""

    def __init__(self, most: int = 2**31 - 1) -> None:
        super().__init__()
        self.most = most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        text = as_text(value)
        if not re.fullmatch(r"[0-9]{1,10}(\.0+)?", text):
            raise Fault("应为不小于 0 的整数，不带单位和千分号")
        number = int(float(text))
        if number > self.most:
            raise Fault(f"数字过大，最多 {self.most}")
        return number


class Year(Count):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int:
        year = super().clean(value)
        if not 1900 <= year <= 2999:
            raise Fault("应为四位年份，例如 2023")
        return year


class Money(Widget):
    """Yuan, not negative, to the cent."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        text = format(Decimal(repr(value)), "f") if isinstance(value, float) else as_text(value)
        if not re.fullmatch(r"[0-9]{1,10}(\.[0-9]+)?", text):
            raise Fault("只填一个不小于 0 的数，例如 3500，不带单位和千分号，也不填范围")
        return Decimal(text).quantize(Decimal("0.01"), ROUND_HALF_UP)


class Day(Widget):
    """A date in any of the spellings that offices use; a bare month only where the column says which end it means."""

    SPELLINGS = tuple(
        re.compile(pattern)
        for pattern in (
            r"(\d{4})-(\d{1,2})-(\d{1,2})",
            r"(\d{4})/(\d{1,2})/(\d{1,2})",
            r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
            r"(\d{4})年(\d{1,2})月(\d{1,2})日",
            r"(\d{4})(\d{2})(\d{2})",
        )
    )
    MONTHS = tuple(
        re.compile(pattern)
        for pattern in (
            r"(\d{4})年(\d{1,2})月",
            r"(\d{4})(\d{2})",
            r"(\d{4})[-/.](\d{1,2})",
        )
    )
    #: A number that was typed as 2023.1, or as 2023.10: a spreadsheet keeps no last zero.
    JANUARY_OR_OCTOBER = re.compile(r"(\d{4})\.1")
    #: A day in a database's spelling brings a time along, which says nothing when it is zero.
    #: Blanks are looked at from the first of a run alone: else each of 30,000 would be a beginning.
    MIDNIGHT = re.compile(r"((?<!\s)\s+|T)00?:00(:00)?\Z")

    def __init__(self, column_name: str) -> None:
        super().__init__()
        self.month_starts = column_name in {"开始日期", "纳入日期", "识别日期"}
        self.month_ends = column_name in {"结束日期", "退出日期"}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date:
        if isinstance(value, date):
            return self._plausible(value)
        text = as_text(value)
        try:
            if isinstance(value, float) and (unclear := self.JANUARY_OR_OCTOBER.fullmatch(text)):
                raise Fault(f"分不清是1月还是10月，请写成 {unclear[1]}年1月 或 {unclear[1]}年10月")
            return self._plausible(self._full(self.MIDNIGHT.sub("", text)) or self._month(text))
        except ValueError as error:
            if isinstance(error, Fault):
                raise
            raise Fault("没有这一天，请核对年月日") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.isoformat() if value else ""

    def _full(self, text: str) -> date | None:
        for spelling in self.SPELLINGS:
            if found := spelling.fullmatch(text):
                return date(*map(int, found.groups()))
        return None

    def _month(self, text: str) -> date:
        for spelling in self.MONTHS:
            if found := spelling.fullmatch(text):
                first = date(int(found[1]), int(found[2]), 1)
                if self.month_starts or self.month_ends:
                    return first if self.month_starts else month_end(first)
                raise Fault("这一列要填到日，例如 2023-06-30")
        raise Fault("日期写法不认识，应如 2023-06-30 或 2023年6月30日")

    def _plausible(self, day: date) -> date:
        if day.year < 1900:
            raise Fault("年份应不早于 1900")
        return day
