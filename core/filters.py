"""How lists are narrowed down: choices said once, read from the address of the page."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django.utils.functional import cached_property
from django.utils.http import urlencode

from core.pages.counted import Opened
from core.pages.returning import LEFT, PLACE, SEARCH
from core.spans import ShownSpan, Span
from core.wording import ShownWording, Wording

Options = Iterable[tuple[str, str]]
ALL = ("", "全部")
#: The filter by village, which goes without saying where there is one.
VILLAGE = "village"


def either(rows: Any, chosen: Any, *, wanted: bool) -> Any:
    """Of `rows` those that were chosen from them, or else the others."""
    return chosen if wanted else rows.exclude(pk__in=chosen.values("pk"))


@dataclass(frozen=True)
class Choice:
    """A filter: `options` are values with labels, or find them for a user and the day; `label` may go by the day too.
    `narrow` takes rows, a value and the day.

    The `usual` value is the one of an address that does not name the filter. What is not `main` unfolds. What asks
    `of_today` does so in a list of any day: ages on chosen days would tell when somebody was born.
    """

    name: str
    label: str | Callable[[date], str]
    options: Options | Callable[[Any, date], Options]
    narrow: Callable[[Any, str, date], Any]
    usual: str = ""
    main: bool = False
    of_today: bool = False
    #: How it narrows rows of a past day, where an index serves today's only.
    narrow_past: Callable[[Any, str, date], Any] | None = None

    def label_on(self, day: date) -> str:
        return self.label(day) if callable(self.label) else self.label

    def options_for(self, user: Any, on: date) -> list[tuple[str, str]]:
        found = self.options(user, on) if callable(self.options) else self.options
        return [*found] if self.usual else [ALL, *found]


class ShownChoice(NamedTuple):
    """A filter on a page: (value, label, whether it is chosen) for each option; nothing is, where it is `wrong`."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    wrong: bool


class Chip(NamedTuple):
    """A filter that is set, in words, and the address that takes it off."""

    words: str
    address: str


class RegisterFilter:
    """The filters of a list as the address sets them; a value that is no option finds nothing.

    Of a number that was `opened`, all rows are listed: then no filter is set that the address does not name.
    """

    choices: ClassVar[tuple[Choice, ...]] = ()
    spans: ClassVar[tuple[Span, ...]] = ()
    words: ClassVar[tuple[Wording, ...]] = ()

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        user: Any,
        on: date,
        today: date | None = None,
        opened: Opened | None = None,
    ) -> None:
        self.user, self.on, self.today, self.opened = user, on, today or on, opened
        self.data, self.text = data, data.get(SEARCH, "").strip()
        self.shown_spans = [span.shown(data) for span in self.spans]
        self.shown_words = [each.shown(data) for each in self.words]
        self.values = {choice.name: data.get(choice.name) or self._usual(choice) for choice in self.choices}

    @property
    def offered(self) -> list[Choice]:
        """The choices that this user has; where all rows are of one village, none is chosen."""
        one = self.user.has_one_village
        return [choice for choice in self.choices if not (one and choice.name == VILLAGE)]

    def search(self, rows: Any) -> Any:
        """The rows that what was typed stands for."""
        return rows

    def narrow(self, rows: Any) -> Any:
        if self.opened:
            rows = self.opened.among(rows)
        for choice, shown in zip(self.offered, self.shown, strict=True):
            if shown.wrong:
                return rows.none()
            if value := self.values[choice.name]:
                day = self.today if choice.of_today else self.on
                narrow = (choice.narrow_past if day < self.today else None) or choice.narrow
                rows = narrow(rows, value, day)
        for typed in self._typed:
            if typed.wrong:
                return rows.none()
            if typed.is_set:
                rows = typed.narrow(rows, self.on)
        return self.search(rows) if self.text else rows

    @cached_property
    def shown(self) -> list[ShownChoice]:
        return [self._shown(choice) for choice in self.offered]

    @property
    def main(self) -> list[ShownChoice]:
        return [shown for choice, shown in zip(self.offered, self.shown, strict=True) if choice.main]

    @property
    def more(self) -> list[ShownChoice]:
        return [shown for choice, shown in zip(self.offered, self.shown, strict=True) if not choice.main]

    @property
    def narrowed(self) -> bool:
        """Some filter is set to something else than it usually is."""
        return bool(self.text or self.chips)

    @property
    def narrowed_more(self) -> bool:
        """Some filter that unfolds is set."""
        unfolding = any(self._is_set(choice) for choice in self.offered if not choice.main)
        return unfolding or any(each.is_set for each in self._typed)

    @property
    def _typed(self) -> "list[ShownSpan | ShownWording]":
        """The filters that are typed in."""
        return [*self.shown_words, *self.shown_spans]

    @cached_property
    def chips(self) -> list[Chip]:
        """What is set, each with the address without it; what was typed into the search box is none of them."""
        set_to: list[tuple[str, tuple[str, ...]]] = [
            (f"{shown.label}：{next((label for _, label, chosen in shown.options if chosen), '—')}", (choice.name,))
            for choice, shown in zip(self.offered, self.shown, strict=True)
            if self._is_set(choice)
        ]
        set_to += [(each.words, each.keys) for each in self._typed if each.is_set]
        return [Chip(words, self._without(names)) for words, names in set_to]

    def _without(self, names: Collection[str]) -> str:
        gone = {*names, "page", PLACE, LEFT}
        left = {name: value for name, value in self.data.items() if value and name not in gone}
        return f"?{urlencode(left)}"

    @property
    def to_share(self) -> str:
        """The address of the list as it is narrowed down, without what was typed: that may be somebody's name."""
        return self._without([SEARCH])

    @property
    def is_wrong(self) -> bool:
        """Something is set that means nothing, and finds nothing."""
        return any(shown.wrong for shown in self.shown) or any(span.wrong for span in self.shown_spans)

    @property
    def to_keep(self) -> str:
        """What is set of its own filters, and the order of the rows, as the end of an address; empty where none is."""
        names = {*(choice.name for choice in self.offered), *(key for each in self._typed for key in each.keys)}
        kept = {name: value for name, value in self.data.items() if value and name in names} if self.chips else {}
        return urlencode({**kept, **({"sort": self.data["sort"]} if kept and self.data.get("sort") else {})})

    def _is_set(self, choice: Choice) -> bool:
        return self.values[choice.name] != self._usual(choice)

    def _usual(self, choice: Choice) -> str:
        return "" if self.opened else choice.usual

    def _shown(self, choice: Choice) -> ShownChoice:
        value = self.values[choice.name]
        day = self.today if choice.of_today else self.on
        found = choice.options_for(self.user, day)
        if self.opened and choice.usual:
            found = [ALL, *(each for each in found if each[1] != ALL[1])]
        options = [(key, label, key == value) for key, label in found]
        return ShownChoice(choice.name, choice.label_on(day), options, not any(chosen for _, _, chosen in options))
