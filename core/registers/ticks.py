"""Rows of a list that are ticked: the box before each, and the rows that are meant by what is pasted from a sheet."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from core.pages.display import field_at, format_value
from core.personal_data.masking import scrub
from core.personal_data.names import sees_names
from core.registers.declaration import Register
from core.tables import Cell, Column, RegisterTable, itself

#: What stands between words that are pasted: cells, lines, and what people type in between.
BETWEEN = re.compile(r"[\s,，、;；]+")
#: What names a record for people, from the surest: the first that it has of each line.
NAMED_BY = (("code",), ("person__id_number", "id_number"), ("person__name", "name"))
#: So many words of a kind are told.
TOLD = 10


@dataclass(frozen=True)
class TickColumn(Column):
    """A box before each row, named by what the row is; its text is the record's name in addresses."""

    key: str = "pk"
    ticked: Collection[str] = ()

    def cell(self, record: Any, on: date, user: Any) -> Cell:
        name, whose = str(getattr(record, self.key)), format_value(record, user)
        return Cell(f"选择{whose}", name, self.kind, None, "ticked" if name in self.ticked else None)


def ticking(table: type[RegisterTable], key: str, ticked: Collection[str]) -> type[RegisterTable]:
    """The table with a box before each row, filled in where it is one of `ticked`."""
    box = TickColumn("tick", "选择", itself, kind="tick", key=key, ticked=frozenset(ticked))
    return type(table.__name__, (table,), {"columns": (box, *table.columns)})


class Pasted(NamedTuple):
    """The names of the rows that were meant; the words that mean none, and those that may mean several."""

    names: list[str]
    unknown: list[str]
    several: dict[str, int]

    @property
    def told(self) -> Iterator[str]:
        """What was not found, so that nothing is dropped silently; numbers stay hidden."""
        if self.unknown:
            yield f"没有找到{len(self.unknown)}个：{_some(map(scrub, self.unknown))}"
        if self.several:
            words = (f"{scrub(word)}（{number}条）" for word, number in self.several.items())
            yield f"{len(self.several)}个对应不止一条，没有勾选，请在名单里自己选：{_some(words)}"


def pasted(register: type[Register], rows: Any, text: str, user: Any) -> Pasted:
    """The rows, out of `rows`, that the words of a text name by number, code or name."""
    left = list(dict.fromkeys(word.upper() for word in BETWEEN.split(text) if word))
    names: list[str] = []
    several: dict[str, int] = {}
    for path in _paths(register, user):
        found = [
            (str(getattr(word, "plain", word)).upper(), str(name))
            for word, name in rows.filter(**{f"{path}__in": _spellings(left)}).values_list(path, register.key[1])
        ]
        times = Counter(word for word, _ in found)
        names += [name for word, name in found if times[word] == 1]
        several |= {word: number for word, number in times.items() if number > 1}
        left = [word for word in left if word not in times]
    return Pasted(names, left, several)


def _spellings(words: list[str]) -> list[str]:
    return [*words, *(word.lower() for word in words)]


def _paths(register: type[Register], user: Any) -> Iterator[str]:
    for paths in NAMED_BY:
        path = next((each for each in paths if field_at(register.model, each) is not None), "")
        if path and (sees_names(user) or not path.endswith("name")):
            yield path


def _some(words: Any) -> str:
    shown = list(words)
    return "、".join(shown[:TOLD]) + ("等" if len(shown) > TOLD else "")
