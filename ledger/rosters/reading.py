"""What the cells of a row mean for the ledger columns that they feed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from core.models import Village
from foreign.sheet import NO_RESULT
from ledger import cells
from ledger.cells import Fault
from ledger.columns import Reference, SheetColumn
from ledger.rosters import amounts
from ledger.rosters.channels import Channels
from ledger.rosters.days import BareMonth, FullDay, day_told, end_of, period_told
from ledger.rosters.layouts import CHANNEL, END, FIRST, LAST, START, TOWN, VILLAGE, Alternative, FedColumn
from ledger.rosters.references import References
from ledger.rosters.tables import RosterCell, RosterTable
from ledger.rosters.villages import RosterVillages, ToldVillage
from ledger.rosters.words import BLANKS, NONE, STILL, plain, squeezed, text_of, unblanked, yes_or_no

PHONE = "联系电话"
_PHONE_SIGNS = str.maketrans("、,，;；", "/////")
LOST = "数字超过 15 位，末尾已丢失：请把该列设为文本后重新填写"
NO_NUMBER, NO_CHANNEL = "数字看不懂", "从地点看不出是省外、省内县外还是县内"
NO_DAY, NO_END = "日期写法不认识，应如 2023-06-30 或 2023年6月30日", "时间的后一半看不懂，应如 2023年1月至2023年12月"
BARE_MONTH = "这一列要填到日，例如 2023-06-30"
AMBIGUOUS = "这样叫的不止一个，请填编号"
EXACT = 1e15


class Unread(ValueError):
    """Why a cell is refused: one of the contract's kinds, and a sentence."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class Meaning(NamedTuple):
    """What a cell says; `bare`: a month without a day; `notes`: what is to be noted of how it was read."""

    value: Any
    bare: bool = False
    note: str = ""


@dataclass
class Told:
    """What a row tells for a ledger column. `weak` is a default, or fills only what is blank."""

    value: Any = None
    bare: bool = False
    weak: bool = False
    cell: RosterCell | None = None


@dataclass
class Reading:
    """`told`, or the `fault` of a cell; and the note on how it was read."""

    told: Told | None = None
    fault: Unread | None = None
    cell: RosterCell | None = None
    note: str = ""


@dataclass
class RosterRow:
    """A row of a recognised worksheet. `place` is what it says of its village."""

    table: RosterTable
    at: int
    place: ToldVillage = field(default_factory=ToldVillage)

    @property
    def number(self) -> int:
        return self.at + 1

    def cell(self, heading: str) -> RosterCell | None:
        return self.table.cell(self.at, heading)

    def text(self, heading: str) -> str:
        """What stands under a heading; blank where that says nothing."""
        cell = self.cell(heading)
        text = text_of(cell.raw) if cell and not cell.broken else ""
        return "" if text in BLANKS else text


class CellReader:
    """Reads cells. What means the same in every row is read once."""

    def __init__(self, villages: RosterVillages, references: References, channels: Channels) -> None:
        self.villages, self._references, self._channels = villages, references, channels
        self._known: dict[Any, Meaning | Unread] = {}

    def read(self, row: RosterRow, fed: FedColumn) -> Reading:
        """The first alternative whose cell is not blank, read."""
        for alternative in fed.alternatives:
            value, cell = self.filled(row, fed, alternative)
            if cell is None:
                continue
            if cell.broken:
                return Reading(fault=Unread(kind_of(cell), cell.broken), cell=cell)
            try:
                meaning = self._meaning(row, fed, alternative, value)
            except Unread as fault:
                return Reading(fault=fault, cell=cell)
            return Reading(Told(meaning.value, meaning.bare, alternative.fill, cell), cell=cell, note=meaning.note)
        return Reading()

    def is_filled(self, row: RosterRow, fed: FedColumn) -> bool:
        return any(self.filled(row, fed, alternative)[1] for alternative in fed.alternatives)

    def filled(self, row: RosterRow, fed: FedColumn, alternative: Alternative) -> tuple[Any, RosterCell | None]:
        """The value of an alternative after its map, and its first filled cell; no cell where it is blank."""
        found = [cell for source in alternative.sources if (cell := row.cell(source))]
        for cell in found:
            if cell.broken:
                return None, cell
        told = [(plain(cell.raw), cell) for cell in found]
        value = told[0][0] if len(alternative.sources) == 1 and told else _joined([value for value, _ in told])
        value = _mapped(value, alternative, fed.column)
        if _is_blank(value, fed.column):
            return None, None
        return value, next((cell for raw, cell in told if text_of(raw) not in BLANKS), told[0][1])

    def default(self, fed: FedColumn, text: str) -> Told:
        """A default, read as its column is."""
        value: Any = self._of_kind(fed, Alternative(), text).value if fed.column else text
        return Told(value, weak=True)

    # --- what a value means ---

    def _meaning(self, row: RosterRow, fed: FedColumn, alternative: Alternative, value: Any) -> Meaning:
        if alternative.read in (START, END):
            return self._half(fed, alternative, value, row.table.beside(row.at, alternative.sources[0]))
        if _is_village(fed.column):
            return self._village(row, alternative, text_of(value))
        key = (fed, id(alternative), type(value), value)
        if key not in self._known:
            try:
                self._known[key] = self._of_kind(fed, alternative, value)
            except Unread as fault:
                self._known[key] = fault
        found = self._known[key]
        if isinstance(found, Unread):
            raise found
        return found

    def _of_kind(self, fed: FedColumn, alternative: Alternative, value: Any) -> Meaning:
        column: Any = fed.column
        if alternative.read == CHANNEL:
            channel = self._channels.of(text_of(value))
            if channel is None:
                raise Unread("channel", NO_CHANNEL)
            return Meaning(column.widget.clean(channel))
        if fed.name == PHONE:
            return _phone(column, value)
        reader = next((read for kind, read in _READERS if isinstance(column.widget, kind)), _text)
        return reader(column, alternative, value)

    def _half(self, fed: FedColumn, alternative: Alternative, value: Any, beside: Any) -> Meaning:
        period = period_told(value, "" if text_of(beside) in BLANKS else plain(beside))
        if alternative.read == START:
            told = _day_or_none(period.start)
            if told is None:
                raise Unread("date", NO_DAY)
            return Meaning(told.first, bare=True) if isinstance(told, BareMonth) else _full(told)
        end = end_of(period.start, period.end)
        if end is None:
            raise Unread("date", NO_END)
        if isinstance(end, BareMonth):
            return Meaning(end.last, bare=True)
        return _full(end) if isinstance(end, FullDay) else Meaning(None)

    def _village(self, row: RosterRow, alternative: Alternative, text: str) -> Meaning:
        place = row.place if alternative.sources == (VILLAGE,) else self.villages.place_of(row.text(TOWN), text)
        if place.kind:
            raise Unread(place.kind, place.message)
        return Meaning(place.code)

    def number_of(self, column: Any, text: str) -> str | None:
        """The number of what a list calls by its name; None where there is none, or `text` is the number."""
        codes = self._references.numbers_of(column.target, text)
        if len(codes) > 1:
            raise Unread("ambiguous", AMBIGUOUS)
        return codes[0] if codes and codes[0] != text else None


def kind_of(broken: RosterCell) -> str:
    """Which of the contract's kinds a cell is that can't be read at all."""
    return "formula" if broken.broken == NO_RESULT else "other"


def _joined(values: list[Any]) -> str:
    """The texts of several headings as one, blank and repeated ones left out."""
    texts = [text_of(value) for value in values]
    return "".join(dict.fromkeys(text for text in texts if text not in BLANKS))


def _mapped(value: Any, alternative: Alternative, column: SheetColumn | None) -> Any:
    """What the alternative's map makes of a value: it is asked before blanks, its * after them."""
    words = alternative.words
    if words is None:
        return value
    text = squeezed(text_of(value))
    if text in words:
        return words[text]
    return words["*"] if "*" in words and not _is_blank(value, column) else value


def _is_blank(value: Any, column: SheetColumn | None) -> bool:
    if value is None:
        return True
    widget, text = column.widget if column else None, text_of(value)
    if text == NONE and isinstance(widget, cells.YesNo):
        return False
    return text in BLANKS or (text in STILL and isinstance(widget, cells.Day))


def _is_village(column: SheetColumn | None) -> bool:
    return isinstance(column, Reference) and column.target is Village


def _day_or_none(value: Any) -> FullDay | BareMonth | None:
    try:
        return day_told(plain(value))
    except Fault as fault:
        raise Unread("date", str(fault)) from None


def _full(told: FullDay) -> Meaning:
    return Meaning(told.day, note="serial" if told.serial else "")


def _day(column: Any, alternative: Alternative, value: Any) -> Meaning:
    told = _day_or_none(value)
    if told is None:
        raise Unread("date", NO_DAY)
    if isinstance(told, FullDay):
        return _full(told)
    month = alternative.month or (FIRST if column.widget.month_starts else LAST if column.widget.month_ends else "")
    if not month:
        raise Unread("date", BARE_MONTH)
    return Meaning(told.first if month == FIRST else told.last, bare=True)


def _money(column: Any, alternative: Alternative, value: Any) -> Meaning:
    found = None if isinstance(value, date) else amounts.money(value, unit=alternative.unit, lower=alternative.lower)
    if found is None:
        raise Unread("number", NO_NUMBER)
    return Meaning(_cleaned(column, format(found[0], "f"), "number"), note=found[1])


def _count(column: Any, alternative: Alternative, value: Any) -> Meaning:
    digits = amounts.count(value)
    if digits is None:
        raise Unread("number", NO_NUMBER)
    return Meaning(_cleaned(column, digits, "number"))


def _yes_no(column: Any, alternative: Alternative, value: Any) -> Meaning:
    answer = yes_or_no(text_of(value))
    if answer is None:
        raise Unread("yesno", "只能填：是、否")
    return Meaning(answer)


def _choice(column: Any, alternative: Alternative, value: Any) -> Meaning:
    labels = {squeezed(label): label for label in column.widget.labels}
    return Meaning(_cleaned(column, labels.get(squeezed(text_of(value)), value), "choice"))


def _phone(column: Any, value: Any) -> Meaning:
    numbers = [each for each in _text_of(value).translate(_PHONE_SIGNS).split("/") if unblanked(each).replace("-", "")]
    first = unblanked(numbers[0]).replace("-", "") if numbers else ""
    return Meaning(_cleaned(column, first, "other"), note="first-phone" if len(numbers) > 1 else "")


def _text(column: Any, alternative: Alternative, value: Any) -> Meaning:
    return Meaning(_cleaned(column, _text_of(value), "other"))


def _text_of(value: Any) -> str:
    if isinstance(value, float) and abs(value) >= EXACT:
        raise Unread("number", LOST)
    return text_of(value)


def _cleaned(column: Any, value: Any, kind: str) -> Any:
    try:
        return column.widget.clean(value)
    except Fault as fault:
        raise Unread(kind, str(fault)) from None


_READERS: tuple[tuple[type, Callable[[Any, Alternative, Any], Meaning]], ...] = (
    (cells.Day, _day), (cells.Money, _money), (cells.Count, _count), (cells.YesNo, _yes_no), (cells.CodeList, _choice),
)  # fmt: skip
