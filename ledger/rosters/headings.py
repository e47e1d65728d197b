"""Headers of official lists: what a column's heading is, through merged rows of it, and which names it answers to."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.functional import cached_property

from ledger.parsed_sheet import is_reason
from ledger.rosters.words import signs_halved, text_of, unblanked

DEEPEST = 3
#: No heading is longer; what stands behind is not looked at.
LONGEST = 200
_ADVICE = re.compile(r"\((必填项?|选填)\)")
_BRACKETED = re.compile(r"\([^()]*\)")
_ENDS = "*★"


def heading(text: str) -> str:
    """A heading as it is compared."""
    found = _ADVICE.sub("", signs_halved(text[:LONGEST]))
    while found != (shorter := found.strip(_ENDS).removesuffix(":")):
        found = shorter
    return found


def loose(text: str) -> str:
    """A heading without its remarks in brackets, but a unit that makes it another one."""
    shorter = text
    while shorter != (next_one := _BRACKETED.sub(_kept, shorter)):
        shorter = next_one
    return shorter or text


def _kept(found: re.Match[str]) -> str:
    inside = found.group()
    return inside.translate(_MARKED) if "元" in inside and set(inside) & set("万千年天日") else ""


#: A remark that stays is put into other brackets, so that it is not met again.
_MARKED = str.maketrans("()", "⟨⟩")


class HeaderColumn:
    """A column's path as it stands, and the names that it answers to: `suffixes`, and their loose forms."""

    def __init__(self, texts: Iterable[str]) -> None:
        path: dict[str, str] = {}
        for text in texts:
            if heading(text):
                path.setdefault(heading(text), unblanked(text))
        parts, loose_parts = list(path), [loose(part) for part in path]
        self.source = "/".join(path.values())
        self.suffixes = ["/".join(parts[at:]) for at in range(len(parts))]
        self.loose_suffixes = ["/".join(loose_parts[at:]) for at in range(len(parts))]


class Header:
    """The header of a worksheet that begins at row `start` (from 0) and is `depth` rows deep."""

    def __init__(self, rows: Sequence[Sequence[Any]], start: int, depth: int) -> None:
        self.start, self.depth, self.end = start, depth, start + depth
        texts = _spread([[_text(cell) for cell in row] for row in rows[start : self.end]])
        self.columns = [HeaderColumn(column) for column in zip(*texts, strict=True)]
        self._exact = _first_places(column.suffixes for column in self.columns)
        self._loose = _first_places(column.loose_suffixes for column in self.columns)

    @cached_property
    def _counted(self) -> list[int]:
        """The columns of the list itself: that of reasons is ours."""
        return [place for place, column in enumerate(self.columns) if not is_reason(column.source)]

    @cached_property
    def fingerprint(self) -> str:
        """What lists of one shape have in common, however many lines stand above, or blank columns behind."""
        sources = [heading(self.columns[place].source) for place in self._counted]
        while sources and not sources[-1]:
            sources.pop()
        return hashlib.sha256("\n".join(sources).encode()).hexdigest()

    def places_of(self, counted: Mapping[str, int]) -> dict[str, int]:
        """Where the headings stand here whose columns were `counted` without that of reasons; others have none."""
        return {name: self._counted[at] for name, at in counted.items() if at < len(self._counted)}

    def find(self, names: Sequence[str]) -> int | None:
        """The column of a heading that accepts `names`."""
        for name in names:
            if name in self._exact:
                return self._exact[name]
        return next((self._loose[loose(name)] for name in names if loose(name) in self._loose), None)


def _text(cell: Any) -> str:
    text = text_of(cell)
    return text if heading(text) else ""


def _first_places(names: Iterable[Iterable[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, own in enumerate(names):
        for name in own:
            found.setdefault(name, place)
    return found


def _spread(rows: list[list[str]]) -> list[list[str]]:
    """The rows with upper headings given to the blank cells that a merge left to their right."""
    spread = [list(row) for row in rows]
    groups: list[list[int]] = []
    for number, row in enumerate(rows[:-1]):
        own = list(range(len(row)))
        for place in range(1, len(row)):
            below = all(any(other[at] for other in rows[number + 1 :]) for at in (place - 1, place))
            same = not number or (not rows[number - 1][place] and groups[-1][place] == groups[-1][place - 1])
            if not row[place] and spread[number][place - 1] and below and same:
                spread[number][place], own[place] = spread[number][place - 1], own[place - 1]
        groups.append(own)
    return spread
