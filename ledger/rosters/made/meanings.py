"""What a column of a list may mean for the ledger: each meaning as a word, and the ledger columns that it feeds."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ledger.rosters.layouts import CHANNEL, END, HEAD, HOUSEHOLD, ID_NUMBER, NAME, START, TOWN, VILLAGE
from ledger.rosters.records import SPELLS, columns_of
from ledger.sheets import SHEETS, SHEETS_BY_NAME, Sheet

#: Headings that tell whom or where a row is about, whatever sheets it feeds, each with its ledger column.
IDENTIFYING = {
    ID_NUMBER: "证件号码", NAME: "姓名", VILLAGE: "村代码", TOWN: "", HOUSEHOLD: "户编号", HEAD: "户主姓名",
}  # fmt: skip
NOT_READ = "不读取"
WHO = "认人、认村"
#: Between the two ledger columns that one column of a list feeds: a time, and a place that says how somebody works.
PERIOD, PLACE = "~", ">"
PLACES = {"就业记录": ("就业地", "就业渠道")}


class Fed(NamedTuple):
    """A ledger column that a meaning feeds, and how the cell is to be read for it."""

    sheet: str
    column: str
    read: str = ""


def drawable_sheets() -> list[str]:
    """The sheets that a layout may feed."""
    return [sheet.sheet_name for sheet in SHEETS if not sheet.parts]


def paired(sheet: str, read: str, column: str) -> str:
    """The meaning of a heading that is read so for a column of a sheet."""
    spell = SPELLS.get(sheet)
    if read in (START, END) and spell:
        return f"{sheet}.{spell.begins}{PERIOD}{spell.ends}"
    if read == CHANNEL and sheet in PLACES:
        return f"{sheet}.{PLACE.join(PLACES[sheet])}"
    return f"{sheet}.{column}"


def fed_by(meaning: str, sheets: Iterable[str]) -> Iterator[Fed]:
    """What a meaning feeds of the sheets that a row becomes."""
    if meaning in IDENTIFYING:
        column = IDENTIFYING[meaning]
        yield from (Fed(sheet, column) for sheet in sheets if column in columns_of(SHEETS_BY_NAME[sheet]))
        return
    sheet, _, column = meaning.partition(".")
    if PERIOD in column:
        start, end = column.split(PERIOD)
        yield from (Fed(sheet, start, START), Fed(sheet, end, END))
    elif PLACE in column:
        place, channel = column.split(PLACE)
        yield from (Fed(sheet, place), Fed(sheet, channel, CHANNEL))
    elif column:
        yield Fed(sheet, column)


def meanings_of(sheets: Iterable[str]) -> list[tuple[str, Any]]:
    """What a column may be told to mean, in groups, for rows that become rows of these sheets."""
    groups: list[tuple[str, Any]] = [("", NOT_READ), (WHO, [(name, name) for name in IDENTIFYING])]
    return [*groups, *((name, list(_own(SHEETS_BY_NAME[name]))) for name in sheets)]


def _own(sheet: type[Sheet]) -> Iterator[tuple[str, str]]:
    name = sheet.sheet_name
    for column in sheet.columns:
        if column.column_name not in IDENTIFYING.values():
            yield f"{name}.{column.column_name}", column.column_name
    if spell := SPELLS.get(name):
        yield f"{name}.{spell.begins}{PERIOD}{spell.ends}", f"{spell.begins}和{spell.ends}（起止写在一格）"
    if name in PLACES:
        place, channel = PLACES[name]
        yield f"{name}.{place}{PLACE}{channel}", f"{place}，并由它看出{channel}"
