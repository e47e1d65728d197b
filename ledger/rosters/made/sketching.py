"""What a list has, for whoever makes a layout of it: its header, its columns with samples, and what they may mean."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from core.personal_data import identity
from core.personal_data.masking import mask_id_number
from ledger.parsed_sheet import is_reason
from ledger.refusals import SHEET_NAME, masked_text
from ledger.rosters.headings import Header, heading
from ledger.rosters.layouts import ID_NUMBER, Layout
from ledger.rosters.made.meanings import IDENTIFYING, paired
from ledger.rosters.recognising import Recognition
from ledger.rosters.words import shown, text_of

#: So many rows are looked at, and so many different words of a column kept: a coded column has no more.
LOOKED_AT, WORDS = 500, 20
LOOKED_AT_CLOSELY = 10
LONGEST_WORD, LONGEST_PATH, SHEETS_TOLD = 20, 100, 60


@dataclass(frozen=True)
class SketchOptions:
    """Where the header stands if somebody said so, and the layouts and common headings by which columns are guessed."""

    layouts: Sequence[Layout]
    headings: Mapping[str, Sequence[str]]
    at: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def accepted(self) -> dict[str, tuple[str, ...]]:
        """The common headings, each with the names that it accepts."""
        return {name: tuple(dict.fromkeys(map(heading, (name, *others)))) for name, others in self.headings.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that any layout knows."""
        own = (name for layout in self.layouts for names in layout.accepted.values() for name in names)
        return frozenset([*own, *(name for names in self.accepted.values() for name in names)])


class Sketcher:
    """Looks at one worksheet after the other; `sketch` is of the one whose header is known best."""

    def __init__(self, options: SketchOptions) -> None:
        self._options = options
        self._best: tuple[tuple[int, ...], Recognition, Header] | None = None
        self._sheets: list[str] = []

    def look_at(self, reading: Recognition) -> None:
        self._sheets.append(reading.sheet.name[:SHEET_NAME])
        asked = self._options.at
        if asked and asked["sheet"] != self._sheets[-1]:
            return
        for header in reading.headers:
            if asked and (header.start + 1, header.depth) != (asked["row"], asked["depth"]):
                continue
            rank = self._rank(header)
            if self._best is None or rank < self._best[0]:
                self._best = rank, reading, header

    def _rank(self, header: Header) -> tuple[int, ...]:
        """The header with most headings that are known; with none, the fullest row of words."""
        known = sum(not self._options.names.isdisjoint([*one.suffixes, *one.loose_suffixes]) for one in header.columns)
        words = sum(bool(one.source) and not one.source.replace(".", "").isdecimal() for one in header.columns)
        return -known, header.depth, -words, header.start

    def sketch(self) -> dict[str, Any]:
        """What is kept of it; nothing of a file without any row."""
        if self._best is None:
            return {}
        _, reading, header = self._best
        return {
            "sheet": reading.sheet.name[:SHEET_NAME],
            "sheets": [masked_text(name) for name in self._sheets[:SHEETS_TOLD]],
            "row": header.start + 1,
            "depth": header.depth,
            "fingerprint": header.fingerprint,
            "columns": list(self._columns(reading, header)),
        }

    def _columns(self, reading: Recognition, header: Header) -> Iterator[dict[str, Any]]:
        common, fed = _found(header, self._options.accepted), _fed(header, self._options.layouts)
        rows = reading.sheet.rows[header.end : header.end + LOOKED_AT]
        for at, column in enumerate(header.columns):
            path = column.suffixes[0] if column.suffixes else ""
            if path and not is_reason(column.source):
                words = _words(rows, at)
                told = {"samples": [word[:30] for word in words[:3]], "words": _coded(words)}
                if ID_NUMBER in common.get(at, ()):
                    told = {"samples": [mask_id_number(word)[:30] for word in words[:3]], "words": []}
                means = [ID_NUMBER] if _are_numbers(rows, at) else []
                readable = len(path) <= LONGEST_PATH and masked_text(path) == path and header.find((path,)) == at
                yield {
                    "path": path if readable else "",
                    "source": masked_text(column.source),
                    "common": common.get(at, []),
                    "means": [*means, *fed.get(at, [])],
                    **told,
                }


def _words(rows: Sequence[Sequence[Any]], at: int) -> list[str]:
    """The different values of a column, the most frequent first; long numbers masked."""
    counted = Counter(text for row in rows if at < len(row) and (text := shown(row[at])))
    return list(dict.fromkeys(masked_text(word) for word, _ in counted.most_common(2 * WORDS)))


def _are_numbers(rows: Sequence[Sequence[Any]], at: int) -> bool:
    """Whether half of the first filled cells are identity numbers, whatever the column is called."""
    texts = [text for row in rows[:LOOKED_AT_CLOSELY] if at < len(row) and (text := text_of(row[at]))]
    return bool(texts) and 2 * sum(map(_is_number, texts)) >= len(texts)


def _is_number(text: str) -> bool:
    with suppress(identity.InvalidIdentityNumber):
        return bool(identity.normalise(text))
    return False


def _coded(words: Sequence[str]) -> list[str]:
    return [word for word in words if len(word) <= LONGEST_WORD] if len(words) <= WORDS else words[: WORDS // 4]


def _found(header: Header, accepted: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for name, names in accepted.items():
        if (at := header.find(names)) is not None:
            found[at].append(name)
    return found


def _fed(header: Header, layouts: Sequence[Layout]) -> dict[int, list[str]]:
    """What layouts would make of each column, what most of them would first."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for layout in layouts:
        for name in layout.headings:
            if (at := header.find(layout.names_of(name))) is not None:
                counted[at].update(set(_meanings(layout, name)))
    return {at: [meaning for meaning, _ in means.most_common(12)] for at, means in counted.items()}


def _meanings(layout: Layout, name: str) -> Iterator[str]:
    if name in IDENTIFYING:
        yield name
        return
    for feed in layout.feeds:
        sheet = feed.sheet.sheet_name
        for column in feed.columns.values():
            for each in column.alternatives:
                if name in each.sources and column.column and column.name not in IDENTIFYING.values():
                    yield paired(sheet, each.read, column.name)
