"""A workbook that came from outside: read by a child (`foreign`), handed out sheet by sheet."""

import json
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from foreign.faults import DAMAGED, UnreadableWorkbook
from foreign.process import Child


@dataclass
class RawSheet:
    """A sheet as it stands: `rows[0]` is its first row, whatever is empty.

    `broken` tells by (row, column), from 0, why a cell can't be read; in `rows` stands what is found there.
    `merged` are the merged ranges: first row and column, last row and column, from 0, the last ones included. `hidden`
    are the rows, from 0, that are not shown.
    """

    name: str
    rows: list[list[Any]]
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()


class WorkbookFile:
    """A workbook that could be opened. `names` are its sheets; `sheet` gives each of those `wanted` once.

    The child reads on while a sheet is used: ask in the order of `wanted`. Any sheet may turn out unreadable.
    """

    def __init__(self, source: Path | str | bytes, wanted: Iterable[str]) -> None:
        path, content = (None, source) if isinstance(source, bytes) else (Path(source), b"")
        self._follow(Child("read", path, content, sheets=list(wanted)))

    def _follow(self, child: Child) -> None:
        self._child = child
        self._read: dict[str, RawSheet] = {}
        with _checked():
            self.names: list[str] = json.loads(self._child.answer())

    def sheet(self, name: str) -> RawSheet:
        """One sheet; the same value in many of its cells is one object. Raises UnreadableWorkbook."""
        while name not in self._read:
            head, values, cells = (self._child.answer() for _ in range(3))
            with _checked():
                sheet = _sheet(json.loads(head), json.loads(values), cells)
            self._read[sheet.name] = sheet
        return self._read.pop(name)


class ForeignTable(WorkbookFile):
    """A list that somebody else made, of any make (`foreign.tables`); text is one sheet that is called `title`."""

    def __init__(self, path: Path, title: str) -> None:
        self._follow(Child("table", path, title=title, libraries=_libraries()))

    def sheets(self) -> Iterator[RawSheet]:
        """Every sheet, hidden ones too, in the file's order."""
        return map(self.sheet, self.names)


def _libraries() -> str:
    """Where the library lies that reads workbooks of older and other make."""
    found = find_spec("python_calamine")
    return str(Path(found.origin).parent.parent) if found and found.origin else ""


def first_sheet(source: Path | str | bytes) -> RawSheet:
    """The first sheet of a workbook, whatever it is called. Raises UnreadableWorkbook."""
    for name in WorkbookFile(source, ()).names[:1]:
        return WorkbookFile(source, [name]).sheet(name)
    raise UnreadableWorkbook(DAMAGED)


@contextmanager
def _checked() -> Iterator[None]:
    """What the child tells is no more trustworthy than the file: where it makes no sense, the file is damaged."""
    try:
        yield
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise UnreadableWorkbook(DAMAGED) from fault


def _sheet(head: dict[str, Any], told: list[Any], numbers: bytes) -> RawSheet:
    """What the child told: each distinct value once, and for every cell which of them it is."""
    cells, width = array("I", numbers), head["width"]
    values = [_value(value) for value in told]
    faults = {position: value["reason"] for position, value in enumerate(told) if _is_broken(value)}
    lines = [cells[start : start + width] for start in range(0, len(cells), width or 1)]
    broken = {
        (row, column): faults[cell]
        for row, line in enumerate(lines if faults else ())
        for column, cell in enumerate(line)
        if cell in faults
    }
    rows = [[values[cell] for cell in line] for line in lines]
    return RawSheet(head["name"], rows, broken, [tuple(place) for place in head["merged"]], frozenset(head["hidden"]))


def _is_broken(told: Any) -> bool:
    return isinstance(told, dict) and "reason" in told


def _value(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return told["found"] if "reason" in told else datetime.fromisoformat(told["day"])
