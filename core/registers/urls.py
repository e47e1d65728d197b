"""The addresses of a register, which follow from its declaration."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import URLPattern, path

from core.registers import documents, exporting, intakes, layouts, many, saved_filters, views, voiding, writing
from core.registers.declaration import Register

#: The pages of what is done to many records at once.
MANY: tuple[tuple[str, Any, str], ...] = (
    ("ticks/", many.TickRows, "ticks"),
    ("many/<slug:action>/", many.RunActionOnMany, "many"),
)


def register_urls(register: type[Register], prefix: str, **own: Any) -> list[URLPattern]:
    """All addresses of `register`, below `prefix`, such as "inspections/".

    `own` are views of its own that stand in for the list, its workbook, the record's page and the page that adds one:
    list=…, export=…, record=…, add=….
    """
    record, parent = (f"<{converter}:{name}>" for converter, name in (register.key, register.parent_key))
    pages: Iterable[tuple[str, Any, str]] = (
        ("", own.get("list", views.RegisterListPage), "list"),
        ("export/", own.get("export", exporting.RegisterExport), "export"),
        ("columns/", layouts.ArrangeList, "arrange"),
        ("saved/", saved_filters.SaveFilter, "saved"),
        (f"of/{parent}/add/" if register.parent else "add/", own.get("add", writing.AddRecord), "add"),
        *(MANY if register.actions_for_many() else ()),
        (f"{record}/", own.get("record", views.RecordPage), ""),
        (f"{record}/change/", writing.ChangeRecord, "change"),
        (f"{record}/do/<slug:action>/", writing.RunAction, "action"),
        (f"{record}/void/", voiding.VoidRecord, "void"),
        (f"{record}/revive/", voiding.ReviveRecord, "revive"),
    )
    if register.takes_documents:
        pages = (*pages, *documents.pages(record))
    known = {"register": register, "model": register.model}
    shown = [_page(register, prefix + address, view.as_view(**known), page) for address, view, page in pages]
    return [*_intake_urls(register, prefix), *shown]


def _page(register: type[Register], address: str, view: Any, page: str) -> URLPattern:
    return path(address, view, name=register.route(page).partition(":")[2])


def _intake_urls(register: type[Register], prefix: str) -> Iterator[URLPattern]:
    """The pages on which many are chosen, and given a record each."""
    for intake in register.intakes:
        below = f"{prefix}{intake.name}/{'<int:into>/' if intake.into else ''}"
        known = {"taking": register, "intake": intake}
        own = {"register": register, "model": register.model, "intake": intake}
        yield _page(register, below, intakes.ChoosePage.as_view(**known), intake.name)
        yield _page(register, f"{below}ticks/", intakes.TickChosen.as_view(**known), f"{intake.name}_ticks")
        yield _page(register, f"{below}enter/", intakes.TakeIn.as_view(**own), f"{intake.name}_enter")
