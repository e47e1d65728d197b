"""What a layout says: which headings a file has, and which rows of the ledger each of its rows becomes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from ledger.columns import SheetColumn
from ledger.rosters.headings import heading as compared
from ledger.sheets import Sheet

VILLAGE, TOWN, NAME, ID_NUMBER, HOUSEHOLD, HEAD = "村", "乡镇", "姓名", "证件号码", "户编号", "户主姓名"
START, END, CHANNEL = "start", "end", "channel"
FIRST, LAST = "first", "last"
ANY_WORD = "*"
FILE_DATE = "@date"
#: Where a layout comes from; of several that fit, the one with the lowest counts.
SHIPPED, OWN, LENT = range(3)


@dataclass(frozen=True)
class Alternative:
    """Headings that may tell a ledger column, and how they are read. `words` turns official words into the ledger's."""

    sources: tuple[str, ...] = ()
    words: Mapping[str, str] | None = None
    read: str = ""
    month: str = ""
    unit: str = ""
    lower: bool = False
    fill: bool = False


@dataclass(frozen=True, eq=False)
class FedColumn:
    """A ledger column that a feed fills; `column` is None where it only names the row's person."""

    name: str
    column: SheetColumn | None
    alternatives: tuple[Alternative, ...]
    default: str | None = None
    serial: str = ""

    @property
    def sources(self) -> Iterator[str]:
        return (source for alternative in self.alternatives for source in alternative.sources)


@dataclass(frozen=True, eq=False)
class Feed:
    """One row of the file becomes one row of `sheet`, where `when` holds."""

    sheet: type[Sheet]
    columns: Mapping[str, FedColumn]
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    add: bool = True
    closes_previous: bool = False

    @property
    def names_person(self) -> bool:
        return ID_NUMBER in self.columns


@dataclass(frozen=True)
class Complete:
    """The list claims to hold all rows of `sheet` within what its rows say in the column `within`."""

    sheet: type[Sheet]
    within: str


@dataclass(frozen=True, eq=False)
class Layout:
    """The shape of an official list."""

    name: str
    title: str
    recognise: tuple[str, ...]
    feeds: tuple[Feed, ...]
    accepted: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    banner: tuple[str, ...] = ()
    takes_names: bool = False
    complete: Complete | None = None
    origin: int = SHIPPED

    def names_of(self, heading: str) -> tuple[str, ...]:
        """The names under which a heading may stand in a file, its own first."""
        return self.accepted.get(heading) or (compared(heading),)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings that the layout makes something of."""
        used = [source for feed in self.feeds for column in feed.columns.values() for source in column.sources]
        used += [heading for feed in self.feeds for heading in feed.when]
        used += [*self.down, VILLAGE, TOWN]
        if any(feed.names_person for feed in self.feeds):
            used += [ID_NUMBER, NAME, HOUSEHOLD, HEAD]
        return tuple(dict.fromkeys(used))

    @cached_property
    def fed_by(self) -> dict[str, list[str]]:
        """The ledger columns that each heading is a source of, as 表.列."""
        found: dict[str, list[str]] = {heading: [] for heading in self.headings}
        for feed in self.feeds:
            for column in feed.columns.values():
                if column.column:
                    for source in column.sources:
                        found[source].append(f"{feed.sheet.sheet_name}.{column.name}")
        return {heading: list(dict.fromkeys(names)) for heading, names in found.items()}
