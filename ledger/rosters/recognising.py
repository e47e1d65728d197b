"""Which layout a worksheet has, and where its header stands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from core.files.workbooks import RawSheet
from ledger.rosters.headings import DEEPEST, Header, heading
from ledger.rosters.layouts import TOWN, VILLAGE, Layout
from ledger.rosters.pairs import LabelledValue, pairs_above

STARTS = 15
LISTED = 3
PAIR = "@"
#: The places of pairs that no cell gives: those that were set, and the worksheet's title.
SET, TITLE = (-2, 0), (-1, 0)


@dataclass(frozen=True)
class KnownShape:
    """What somebody said of lists with certain headings: their layout, its headings' columns, and pairs.

    Without columns the headings are found by name. `lender` is the name of the division that said it, where that is
    another one.
    """

    layout: str
    columns: Mapping[str, int] | None
    pairs: Mapping[str, str]
    lender: str = ""


@dataclass
class LayoutTrial:
    """A layout tried at a header: `columns` and `pairs` by the layout's headings."""

    sheet: RawSheet
    layout: Layout
    header: Header
    columns: dict[str, int]
    pairs: dict[str, LabelledValue]
    lacks: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    lender: str = ""

    @property
    def faults(self) -> int:
        return len(self.lacks) + len(self.unwanted)

    @property
    def fits(self) -> bool:
        return not self.faults

    @property
    def used(self) -> set[int]:
        return set(self.columns.values())

    @property
    def numbers(self) -> list[int]:
        """The header's row numbers."""
        return list(range(self.header.start + 1, self.header.end + 1))

    def place_rank(self) -> tuple[int, ...]:
        return (self.faults, -len(self.columns) - len(self.pairs), self.header.depth, self.header.start)

    def layout_rank(self) -> tuple[int, int, int, str]:
        """Of those that fit; what people made changes nothing of what is recognised without."""
        return (self.layout.origin, -len(self.used), -len(self.layout.recognise), self.layout.name)

    def column_reports(self) -> list[dict[str, Any]]:
        """What is said of every heading found, pairs first."""
        fed = self.layout.fed_by
        told = [(PAIR + name, name) for name in sorted(self.pairs, key=lambda name: self.pairs[name].place)]
        order = sorted(self.columns, key=lambda name: self.columns[name])
        told += [(self.header.columns[self.columns[name]].source, name) for name in order]
        return [{"source": source, "heading": name, "feeds": fed[name]} for source, name in told]

    def unknown(self) -> list[str]:
        columns = enumerate(self.header.columns)
        return [column.source for at, column in columns if column.source and at not in self.used]

    def as_candidate(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet.name, "layout": self.layout.name, "row": self.header.start + 1,
            "found": self.found, "lacks": self.lacks, "unwanted": self.unwanted,
        }  # fmt: skip


class Recognition:
    """Tries layouts on one worksheet. `given` are the pairs that were set; `is_village` reads a title as a village."""

    def __init__(self, sheet: RawSheet, given: Mapping[str, str], is_village: Callable[[str], bool]) -> None:
        self.sheet, self._given, self._is_village = sheet, given, is_village
        starts = range(min(STARTS, len(sheet.rows)))
        places = ((start, depth) for start in starts for depth in range(1, DEEPEST + 1))
        self.headers = [Header(sheet.rows, *place) for place in places if sum(place) <= len(sheet.rows)]
        self._above = {start: pairs_above(sheet, start) for start in starts}

    @cached_property
    def _title(self) -> LabelledValue | None:
        return LabelledValue(self.sheet.name, TITLE) if self._is_village(self.sheet.name) else None

    def best(self, layout: Layout) -> LayoutTrial | None:
        """The layout at the place where it fits best; None where the worksheet has no rows."""
        attempts = (self._attempt(layout, header) for header in self.headers)
        return min(attempts, key=LayoutTrial.place_rank, default=None)

    def remembered(self, layouts: Mapping[str, Layout], shapes: Mapping[str, KnownShape]) -> LayoutTrial | None:
        """The worksheet read as somebody said of lists with these headings."""
        for header in self.headers if shapes else ():
            shape = shapes.get(header.fingerprint)
            if shape and shape.layout in layouts:
                return self._attempt(layouts[shape.layout], header, shape)
        return None

    def _attempt(self, layout: Layout, header: Header, shape: KnownShape | None = None) -> LayoutTrial:
        wanted = {part for item in layout.recognise for part in item.split("|")}
        names = dict.fromkeys((*layout.headings, *wanted, *layout.without))
        columns = {name: at for name in names if (at := header.find(layout.names_of(name))) is not None}
        if shape and shape.columns is not None:
            columns = header.places_of(shape.columns)
        pairs = self._pairs(layout, header, columns)
        if shape:
            pairs |= {name: LabelledValue(value, SET) for name, value in shape.pairs.items()}
        columns = {name: at for name, at in columns.items() if name not in pairs}
        there = columns.keys() | pairs.keys()
        attempt = LayoutTrial(
            self.sheet, layout, header,
            {name: columns[name] for name in layout.headings if name in columns},
            {name: pairs[name] for name in layout.headings if name in pairs},
            unwanted=[name for name in layout.without if name in columns and not shape],
            lender=shape.lender if shape else "",
        )  # fmt: skip
        for item in layout.recognise:
            (attempt.found if there & set(item.split("|")) else attempt.lacks).append(item)
        return attempt

    def _pairs(self, layout: Layout, header: Header, columns: Mapping[str, int]) -> dict[str, LabelledValue]:
        """The pairs that count: those that were set, before columns; those above the header, in place of columns."""
        pairs = {name: LabelledValue(value, SET) for name in layout.headings if (value := self._set(name)) is not None}
        above = self._above[header.start]
        for name in dict.fromkeys((VILLAGE, TOWN, *layout.banner)):
            told = next((above[label] for label in layout.names_of(name) if label in above), None)
            if told and name not in columns:
                pairs.setdefault(name, told)
        if self._title and VILLAGE not in columns:
            pairs.setdefault(VILLAGE, self._title)
        return pairs

    def _set(self, name: str) -> str | None:
        return self._given.get(heading(name))


def recognised(
    sheet: Recognition, layouts: Collection[Layout], shapes: Mapping[str, KnownShape]
) -> tuple[LayoutTrial | None, list[LayoutTrial]]:
    """The layout that fits, or None; and those that were tried, each at its best.

    What was said by the division itself goes before, what others lend comes last.
    """
    named = {layout.name: layout for layout in layouts}
    told = sheet.remembered(named, {mark: shape for mark, shape in shapes.items() if not shape.lender})
    if told and (told.fits or shapes[told.header.fingerprint].columns is not None):
        return (told if told.fits else None), [told]
    tried = [attempt for layout in layouts if (attempt := sheet.best(layout))]
    fitting = [attempt for attempt in tried if attempt.fits]
    if not fitting and (lent := sheet.remembered(named, shapes)) and lent.fits:
        return lent, tried
    return min(fitting, key=LayoutTrial.layout_rank, default=None), tried


def nearest(tried: Iterable[LayoutTrial]) -> list[LayoutTrial]:
    """What comes nearest, where nothing fits. `tried` are in the order of the worksheets."""
    return sorted(tried, key=lambda attempt: (attempt.faults, -len(attempt.found), attempt.layout.name))[:LISTED]
