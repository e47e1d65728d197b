"""The division code list: read from files, brought into the database set-wise."""

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from core.models import Division

BATCH = 500


class LoadedDivisions(NamedTuple):
    total: int
    added: int
    renamed: int


class BrokenList(ValueError):
    """A line of a list that cannot be right; says which."""


def load(folder: Path) -> LoadedDivisions:
    """Bring the lists in `folder` into the database. What is there and not in a list stays."""
    return bring_in(dict(read(folder)))


def bring_in(rows: Mapping[str, str]) -> LoadedDivisions:
    """Bring divisions into the database, name by code; what is above each is among them, or there already."""
    listed = dict(sorted(rows.items(), key=lambda row: (len(row[0]), row[0])))
    stored = dict(Division.objects.everywhere("the code list is public").values_list("code", "name"))
    wanted = [
        _division(code, name, listed.keys() | stored.keys())
        for code, name in listed.items()
        if stored.get(code) != name
    ]
    Division.objects.bulk_create(
        wanted,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "parent", "level"],
    )
    added = sum(division.code not in stored for division in wanted)
    return LoadedDivisions(len(listed), added, len(wanted) - added)


def read(folder: Path) -> Iterator[tuple[str, str]]:
    """Code and name of every line of every list in `folder`."""
    for path in sorted(folder.glob("*.csv")):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from ((row["code"], row["name"]) for row in csv.DictReader(file))
        except (KeyError, UnicodeDecodeError) as error:
            raise BrokenList(f"{path.name} 应为 UTF-8 编码的 CSV，首行为 code,name,parent") from error


def parent_code(code: str) -> str | None:
    """The code one level up; a province has none."""
    above = [level for level in Division.Level.values if level < len(code)]
    return code[: above[-1]] if above else None


def town_code(code: str) -> str:
    """The code of the town that a division is, or lies in; that of a larger one is its own."""
    return code[: Division.Level.TOWN]


def enclosing_code(codes: Collection[str]) -> str:
    """The smallest division that holds all of `codes`; blank where none does."""
    for level in reversed(Division.Level.values):
        first, *others = {code[:level] for code in codes} or {""}
        if not others and len(first) == level:
            return first
    return ""


def _division(code: str, name: str, known: Collection[str]) -> Division:
    parent = parent_code(code)
    if len(code) not in Division.Level.values or not code.isdecimal() or (parent and parent not in known):
        raise BrokenList(f"区划名单有误：{code} {name}")
    return Division(code=code, name=name, parent_id=parent, level=len(code))
