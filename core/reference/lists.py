"""What a list would do to what is stored: found first, shown, and done only if it is still the same."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

#: What stands behind a key, as a file says it: texts, so that they can be kept and compared.
Entries = dict[str, list[str]]


class ListKind(Protocol):
    """A list that an installation keeps: how a file of it is understood, and how it is stored."""

    #: The columns of its files, and what else they may be called.
    columns: Mapping[str, Collection[str]]

    def understood(self, rows: Any) -> Entries:
        """The entries of a file; BrokenFile names each row that cannot be right."""

    def stored(self, listed: Entries) -> Entries:
        """What is stored of the part of the list that such a file is about."""

    def in_use(self, keys: Collection[str]) -> dict[str, str]:
        """Those of the entries that records need, and which records."""

    def put(self, entries: Entries) -> None:
        """Store these, new or changed."""

    def drop(self, keys: Collection[str]) -> None:
        """Take these out."""


class Difference(NamedTuple):
    """What a list adds, changes and makes vanish, as it was and as it will be."""

    added: Entries
    changed: dict[str, list[list[str]]]
    vanishing: Entries

    @property
    def is_nothing(self) -> bool:
        return not any(self)

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(part) for name, part in self._asdict().items()}

    @property
    def written(self) -> Entries:
        return self.added | {key: new for key, (_, new) in self.changed.items()}

    @property
    def reversed(self) -> "Difference":
        """What takes it back."""
        changed = {key: [new, old] for key, (old, new) in self.changed.items()}
        return Difference(self.vanishing, changed, self.added)


def difference(kind: ListKind, listed: Entries) -> Difference:
    """What bringing in `listed` would do now."""
    stored = kind.stored(listed)
    return Difference(
        {key: entry for key, entry in listed.items() if key not in stored},
        {key: [stored[key], entry] for key, entry in listed.items() if key in stored and stored[key] != entry},
        {key: entry for key, entry in stored.items() if key not in listed},
    )


def apply(kind: ListKind, found: Difference) -> None:
    kind.put(found.written)
    kind.drop(found.vanishing.keys())
