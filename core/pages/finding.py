"""全局查找: what somebody typed into the one box, looked for by everything that can be found.

An app says how its own are found, and nothing but what the user may see:

    @contribute(FINDERS, "帮扶车间", place=3)
    def workshops(text: str, user: Any) -> Iterable[Hit]: ...
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from types import FunctionType
from typing import Any, NamedTuple

from core.contributions import Slot
from core.pages.search import containing
from core.personal_data import pinyin

MOST = 8  #: So many of a kind are shown.


class Hit(NamedTuple):
    """Something that was found: what it is called, what tells it from others, where it is."""

    label: str
    note: str
    address: str


Find = Callable[[str, Any], Iterable[Hit]]


class FinderOf(NamedTuple):
    """How one kind of things is found; kinds stand in the order of their `place`, those of the site itself last."""

    find: Find
    title: str
    place: int
    of_site: bool = False


FINDERS = Slot(FunctionType, FinderOf)


class Group(NamedTuple):
    """What was found of one kind; of many, the first."""

    title: str
    hits: list[Hit]
    more: bool
    of_site: bool


def groups(text: str, user: Any) -> Iterator[Group]:
    for finder in sorted(FINDERS, key=lambda each: each.place):
        hits = list(islice(finder.find(text, user), MOST + 1))
        if hits:
            yield Group(finder.title, hits[:MOST], len(hits) > MOST, finder.of_site)


@lru_cache(maxsize=20_000)
def spelled(words: str) -> str:
    """How words are typed in letters: by their first ones, or whole; 车间 is found by 'cj' and by 'chejian'."""
    return f"{pinyin.initials(words)} {pinyin.sort_key(words).replace(' ', '')}"


def called(rows: Any, fields: Iterable[str], text: str) -> Iterator[Any]:
    """Rows with `text` in one of the fields; then those whose first field is spelled so: few enough to be read."""
    found = list(containing(rows, fields, text)[: MOST + 1])
    yield from found
    name, known, letters = next(iter(fields)), {row.pk for row in found}, "".join(text.lower().split())
    if letters.isascii() and letters.isalpha():
        keys = [pk for pk, words in rows.values_list("pk", name) if letters in spelled(words) and pk not in known]
        yield from rows.filter(pk__in=keys[: MOST + 1])
