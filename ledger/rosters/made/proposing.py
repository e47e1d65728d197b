"""What the shipped layouts know of ledger columns: official words, and what stands where a list says nothing."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ledger.rosters.layout_files import folder, load_layouts
from ledger.rosters.layouts import ANY_WORD, FILE_DATE, FedColumn
from ledger.rosters.made.meanings import IDENTIFYING, fed_by
from ledger.rosters.records import columns_of
from ledger.sheets import SHEETS_BY_NAME


class LedgerColumns:
    """By 表.列: the words that mean something there, and the usual default."""

    def __init__(self, path: Path) -> None:
        self.words: dict[str, dict[str, str]] = {}
        self.defaults: dict[str, str] = {}
        self.serials: dict[str, str] = {}
        for name, column in _columns(path):
            for each in column.alternatives:
                known = {word: meant for word, meant in (each.words or {}).items() if word != ANY_WORD}
                self.words.setdefault(name, {}).update(known)
            if column.default and (column.default == FILE_DATE or not column.default.startswith("@")):
                self.defaults.setdefault(name, column.default)
            if column.serial:
                self.serials.setdefault(name, column.serial)


def _columns(path: Path) -> Iterator[tuple[str, FedColumn]]:
    for layout in load_layouts(path).values():
        for feed in layout.feeds:
            for column in feed.columns.values():
                yield f"{feed.sheet.sheet_name}.{column.name}", column


@lru_cache(maxsize=4)
def _known(path: Path) -> LedgerColumns:
    return LedgerColumns(path)


def ledger_columns() -> LedgerColumns:
    return _known(folder())


def sheets_proposed(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """The sheet that most columns of a list may belong to."""
    counted: dict[str, int] = {}
    for column in columns:
        for sheet in {meaning.partition(".")[0] for meaning in column["means"] if meaning not in IDENTIFYING}:
            counted[sheet] = counted.get(sheet, 0) + 1
    return [max(counted, key=lambda sheet: counted[sheet])] if counted else []


def means_proposed(columns: Sequence[Mapping[str, Any]], sheets: Sequence[str]) -> dict[str, str]:
    """What each column may mean where rows become rows of these sheets, by its path; each meaning once."""
    found: dict[str, str] = {}
    for column in columns:
        means = dict.fromkeys([*_who(column), *_named(column, sheets), *column["means"]])
        fitting = (meaning for meaning in means if meaning not in found.values() and _fits(meaning, sheets))
        if column["path"] and (meaning := next(fitting, "")):
            found[column["path"]] = meaning
    return found


def _who(column: Mapping[str, Any]) -> list[str]:
    return [name for name in column["common"] if name in IDENTIFYING]


def _named(column: Mapping[str, Any], sheets: Sequence[str]) -> list[str]:
    """The ledger columns that are called as the column is."""
    own = column["path"].rpartition("/")[2]
    return [f"{sheet}.{own}" for sheet in sheets]


def _fits(meaning: str, sheets: Sequence[str]) -> bool:
    if meaning in IDENTIFYING:
        return True
    told = list(fed_by(meaning, sheets))
    return all(fed.sheet in sheets and fed.column in columns_of(SHEETS_BY_NAME[fed.sheet]) for fed in told)
