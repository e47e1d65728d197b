"""A layout made of what somebody said of the columns of a list, in the words of the files in fixtures/layouts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.columns import SheetColumn
from ledger.rosters.layouts import ID_NUMBER, NAME
from ledger.rosters.made.meanings import IDENTIFYING, Fed, fed_by
from ledger.rosters.made.proposing import ledger_columns
from ledger.rosters.records import columns_of
from ledger.rosters.words import squeezed
from ledger.sheets import SHEETS_BY_NAME

#: So many headings at least must be there for a list to be recognised, as far as it has them.
RECOGNISED_BY = 4
#: What a word of a list is made: refused, nothing, or a word of the ledger.
REFUSED, NOTHING = "", "="


@dataclass
class Drawing:
    """`columns` are those of the sketch; `means` says of their paths what they mean, `details` how they are read."""

    columns: Sequence[Mapping[str, Any]]
    sheets: Sequence[str]
    means: Mapping[str, str]
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_path = {column["path"]: column for column in self.columns if column["path"]}

    def words_of(self, path: str) -> list[str]:
        """What stands in a column of the list."""
        return list(self._by_path[path]["words"])

    def fed(self) -> Iterator[tuple[str, Fed, SheetColumn]]:
        """The ledger columns that columns of the list feed, by the path of the latter."""
        for path, meaning in self.means.items():
            if meaning and path in self._by_path:
                for each in fed_by(meaning, self.sheets):
                    yield path, each, columns_of(SHEETS_BY_NAME[each.sheet])[each.column]

    def names_people(self, sheet: str) -> bool:
        """Whether rows of a sheet belong to people whom the list tells by number or name."""
        return ID_NUMBER in columns_of(SHEETS_BY_NAME[sheet]) and bool({ID_NUMBER, NAME} & {*self.means.values()})

    def unfed(self, sheet: str) -> list[SheetColumn]:
        """What a new row of a sheet needs and no column of the list tells."""
        there = {each.column for _, each, _ in self.fed() if each.sheet == sheet}
        there |= {ID_NUMBER} if self.names_people(sheet) else set()
        return [column for column in SHEETS_BY_NAME[sheet].required() if column.column_name not in there]

    # --- the layout ---

    def told(self, title: str, synonyms: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """What the file of the layout says; `synonyms` are the common ones of headings."""
        headings = {
            meaning: list(dict.fromkeys([path, *synonyms.get(meaning, ())]))
            for path, meaning in self.means.items()
            if meaning in IDENTIFYING and meaning not in self._by_path[path]["common"]
        }
        told = {"title": title, "recognise": self._recognised_by()}
        told |= {"headings": headings} if headings else {}
        return {**told, "feed": [self._feed(sheet) for sheet in self.sheets]}

    def heading(self, path: str) -> str:
        """What the layout calls a column: as all layouts do, else as it is called in the list."""
        if (meaning := self.means.get(path, "")) in IDENTIFYING:
            return meaning
        return next((name for name in self._by_path[path]["common"] if name not in IDENTIFYING), path)

    def _recognised_by(self) -> list[str]:
        needed = [path for path, _, column in self.fed() if column.key or column.required]
        who = [path for path, meaning in self.means.items() if meaning in IDENTIFYING]
        others = [path for path, meaning in self.means.items() if meaning]
        names = list(dict.fromkeys(self.heading(path) for path in (*who, *needed, *others)))
        plain = [name for name in names if "|" not in name]
        return plain[: max(RECOGNISED_BY, len({*who, *needed}))]

    def _feed(self, sheet: str) -> dict[str, Any]:
        feed: dict[str, Any] = {"sheet": sheet}
        if self.details.get(f"update/{sheet}"):
            feed["add"] = False
        if self.details.get(f"closes/{sheet}"):
            feed["closes_previous"] = True
        columns: dict[str, Any] = {ID_NUMBER: [ID_NUMBER]} if self.names_people(sheet) else {}
        for path, each, column in sorted(self.fed(), key=lambda told: bool(told[1].read)):
            if each.sheet == sheet and each.column != ID_NUMBER:
                columns.setdefault(each.column, []).append(self._alternative(path, each, column))
        for column in self.unfed(sheet):
            if more := self._without(sheet, column.column_name):
                columns[column.column_name] = [more]
        return {**feed, "columns": {name: each[0] if len(each) == 1 else each for name, each in columns.items()}}

    def _alternative(self, path: str, fed: Fed, column: SheetColumn) -> str | dict[str, Any]:
        heading = self.heading(path)
        options = {"read": fed.read} | {
            name: self.details.get(f"{name}/{path}") for name in ("month", "unit", "lower") if not fed.read
        }
        if not fed.read and (words := self._words(path, fed)):
            options["map"] = words
        said = {name: value for name, value in options.items() if value}
        return {"from": heading, **said} if said else heading

    def _words(self, path: str, fed: Fed) -> dict[str, str]:
        words = dict(ledger_columns().words.get(f"{fed.sheet}.{fed.column}", {}))
        for word in self.words_of(path):
            meant = self.details.get(f"word/{path}/{word}", REFUSED)
            if meant != REFUSED:
                words[squeezed(word)] = "" if meant == NOTHING else meant
        return words

    def _without(self, sheet: str, column: str) -> dict[str, str]:
        """What stands where the list tells nothing."""
        if serial := self.details.get(f"serial/{sheet}.{column}"):
            return {"serial": serial}
        default = self.details.get(f"default/{sheet}.{column}")
        return {"default": default} if default else {}
