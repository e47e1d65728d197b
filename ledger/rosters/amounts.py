"""Money and counts as official lists write them."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ledger.cells import as_text
from ledger.rosters.words import unblanked

_NUMBER = r"([0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?)"
_MANY, _YUAN, _PER = r"([千万kK])?", r"(?:元|块)?", r"(?:/月|每月|/人/月|/人·月|一个月)?"
_BEFORE, _AFTER = r"(约|大约|大概|近)?", r"(左右|上下|以上)?"
_ONE = re.compile(rf"(?:¥|￥|人民币)?{_BEFORE}{_NUMBER}{_MANY}(多|余)?{_YUAN}{_AFTER}{_PER}{_AFTER}")
_RANGE = re.compile(
    rf"约?{_NUMBER}{_MANY}元?[-~～—–至到]{_NUMBER}{_MANY}元?(?:左右)?(?:/月|每月|/人/月)?(?:左右)?"  # noqa: RUF001
)
_WITH_UNIT = re.compile(rf"{_NUMBER}(元|万元)?")
_COUNT = re.compile(r"([0-9]+(?:[,，][0-9]{3})*(?:\.0+)?)[人名个户次天期岁]?")
_TIMES = {None: 1, "千": 1_000, "k": 1_000, "K": 1_000, "万": 10_000}
_YUAN_IN = {"元": 1, "万元": 10_000}
_MONTHS_IN = {"": 1, "年": 12}
CENT = Decimal("0.01")
#: No wage has more digits; of longer ones nothing is made.
LONGEST = 40


def money(value: Any, *, unit: str = "", lower: bool = False) -> tuple[Decimal, str] | None:
    """An amount in yuan, and which note it asks for; None where it is none."""
    text = unblanked(format(Decimal(repr(value)), "f") if isinstance(value, float) else as_text(value))
    if len(text) > LONGEST:
        return None
    if unit:
        return _by_unit(text, unit)
    if found := _ONE.fullmatch(text):
        about, number, many, more, *after = found.groups()
        return _cents(_plain(number) * _TIMES[many]), "about" if about or more or any(after) else ""
    found = _RANGE.fullmatch(text) if lower else None
    if not found:
        return None
    number, many, _, many_of_upper = found.groups()
    return _cents(_plain(number) * _TIMES[many or many_of_upper]), "lower"


def _by_unit(text: str, unit: str) -> tuple[Decimal, str] | None:
    """The unit written in the cell holds over the layout's; over which time it is paid, the layout says."""
    found = _WITH_UNIT.fullmatch(text)
    if not found:
        return None
    of_layout, _, period = unit.partition("/")
    number, of_cell = found.groups()
    return _cents(_plain(number) * _YUAN_IN[of_cell or of_layout] / _MONTHS_IN[period]), "unit"


def count(value: Any) -> str | None:
    """The digits of a count; None where it is none."""
    found = _COUNT.fullmatch(as_text(value))
    return re.sub("[,，]", "", found[1]) if found else None


def _plain(number: str) -> Decimal:
    return Decimal(re.sub("[,，]", "", number))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
