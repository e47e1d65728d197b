"""Lists whose rows are ticked: the box before each, what keeps them, and who is meant by what a sheet says."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property

from core import audit
from core.models import AuditEvent, Selection
from core.pages.display import field_at, format_value
from core.personal_data.masking import PERSONAL_NUMBER, scrub
from core.personal_data.names import sees_names
from core.tables import Cell, Column, RegisterTable, itself
from core.views import came_from

#: What stands between words that are pasted: cells, lines, and what people type in between.
BETWEEN = re.compile(r"[\s,，、;；]+")
#: What names a record for people, from the surest: the first that it has of each line.
NAMED_BY = (("code",), ("person__id_number", "id_number"), ("person__name", "name"))
CHANGED = "勾选的已经变了（在别的窗口里），下面是现在的，请核对后再办。"
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


class BulkAction(NamedTuple):
    """A button that does something to all that are ticked."""

    name: str
    label: str


class TicksMixin:
    """A list whose rows are ticked, on one page after the other."""

    request: Any
    #: What names a row in addresses.
    row_key = "pk"

    @property
    def ticked_in(self) -> str:
        """What the list is called where ticks are kept."""
        raise NotImplementedError

    @property
    def ticks_address(self) -> str:
        """Where ticks are sent."""
        raise NotImplementedError

    @property
    def bulk_actions(self) -> Sequence[Any]:
        """What can be done to all that are ticked, each with its name and label."""
        raise NotImplementedError

    @property
    def has_ticks(self) -> bool:
        return bool(self.bulk_actions)

    @cached_property
    def selection(self) -> Selection:
        return Selection.objects.of(self.request.user, self.ticked_in)

    def with_ticks(self, table: type[RegisterTable]) -> type[RegisterTable]:
        return ticking(table, self.row_key, self.selection.names) if self.has_ticks else table

    def get_ticks(self) -> dict[str, Any]:
        """What a page says of what is ticked."""
        if not self.has_ticks:
            return {}
        return {"selection": self.selection, "bulk_actions": self.bulk_actions, "ticks_address": self.ticks_address}


class KeepTicksMixin(TicksMixin):
    """Keeps what somebody has ticked, and leads on: to another page of the list, or to what is done to it."""

    http_method_names: Any = ["post"]

    @cached_property
    def selection(self) -> Selection:
        return Selection.objects.locked(self.request.user, self.ticked_in)

    @transaction.atomic
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        what = request.POST.get("what", "")
        try:
            self.selection.keep(self.sent("row"), without=self.sent("shown"))
            self._more(what)
        except ValidationError as refusal:
            messages.error(request, "；".join(refusal.messages))
        else:
            if request.htmx:
                return HttpResponse(status=204)
        if any(each.name == what for each in self.bulk_actions):
            return HttpResponseRedirect(self.bulk_address(what))
        return HttpResponseRedirect(came_from(request, self.list_address))

    def bulk_address(self, name: str) -> str:
        """The page on which something is done to all that are ticked."""
        raise NotImplementedError

    @property
    def list_address(self) -> str:
        raise NotImplementedError

    def found(self) -> Any:
        """The rows of the list as its address narrows them down."""
        return self.chosen.narrow(self.get_queryset())  # type: ignore[attr-defined]

    def sent(self, name: str) -> list[str]:
        """The names of rows that the form sent; what can be none is left out."""
        options = self.found().model._meta
        field = options.pk if self.row_key == "pk" else options.get_field(self.row_key)
        return [text for text in self.request.POST.getlist(name) if _may_be(field, text)]

    def _more(self, what: str) -> None:
        if what == "page":
            self.selection.keep(self.sent("shown"))
        elif what == "all":
            names = self.found().order_by("pk").values_list(self.row_key, flat=True)
            self.selection.keep(map(str, names[: Selection.MOST + 1]))
        elif what == "none":
            self.selection.clear()
        elif what == "paste":
            self._keep_pasted(self.request.POST.get("pasted", ""))

    def _keep_pasted(self, text: str) -> None:
        meant = pasted(self.found(), self.row_key, text, self.request.user)
        if numbers := len(PERSONAL_NUMBER.findall(text)):
            details = {"part": "pasted", "list": self.ticked_in, "numbers": numbers, "found": len(meant.names)}
            audit.record(AuditEvent.Action.LOOK_UP, details=details)
        self.selection.keep(meant.names)
        messages.info(self.request, f"按粘贴的内容勾选了{len(meant.names)}条。")
        for told in meant.told:
            messages.warning(self.request, told)


class OfTickedMixin:
    """A form about the rows that were ticked in a list; it leads back there where nothing is ticked any more."""

    request: Any
    #: What the list is called where ticks are kept, and where it is.
    ticked_in: Any
    list_address: Any
    #: What was ticked and is still to be done, and what is said where that is nothing.
    ticked_rows: Any
    nothing_said: Any

    @cached_property
    def selection(self) -> Selection:
        return Selection.objects.of(self.request.user, self.ticked_in)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get(request, *args, **kwargs) if self.ticked_rows else self.nothing_ticked()  # type: ignore[misc]

    def nothing_ticked(self) -> HttpResponse:
        messages.warning(self.request, self.nothing_said)
        return HttpResponseRedirect(self.list_address)


def still_ticked(request: Any, records: Sequence[Any]) -> bool:
    """Whether these are the records that the form was shown with; where they are not, that is said."""
    shown = digest_of(records)
    same = bool(request.POST.get("ticked", shown) == shown)
    if not same:
        messages.warning(request, CHANGED)
    return same


def digest_of(records: Sequence[Any]) -> str:
    """Tells the records that somebody was shown from others."""
    return sha256(" ".join(str(record.pk) for record in records).encode()).hexdigest()[:16]


def _may_be(field: Any, text: str) -> bool:
    try:
        field.clean(text, None)
    except ValidationError:
        return False
    return True


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


def pasted(rows: Any, key: str, text: str, user: Any) -> Pasted:
    """The rows, out of `rows`, that the words of a text name by number, code or name; each by its `key`."""
    left = list(dict.fromkeys(word.upper() for word in BETWEEN.split(text) if word))
    names: list[str] = []
    several: dict[str, int] = {}
    for path in naming_paths(rows.model):
        if path.endswith("name") and not sees_names(user):
            continue
        found = [
            (str(getattr(word, "plain", word)).upper(), str(name))
            for word, name in rows.filter(**{f"{path}__in": _spellings(left)}).values_list(path, key)
        ]
        times = Counter(word for word, _ in found)
        names += [name for word, name in found if times[word] == 1]
        several |= {word: number for word, number in times.items() if number > 1}
        left = [word for word in left if word not in times]
    return Pasted(names, left, several)


def _spellings(words: list[str]) -> list[str]:
    return [*words, *(word.lower() for word in words)]


def naming_paths(model: Any) -> Iterator[str]:
    """The look-ups of what names a row of the model for people, from the surest."""
    found = (next((each for each in paths if field_at(model, each) is not None), "") for paths in NAMED_BY)
    return (path for path in found if path)


def _some(words: Any) -> str:
    shown = list(words)
    return "、".join(shown[:TOLD]) + ("等" if len(shown) > TOLD else "")
