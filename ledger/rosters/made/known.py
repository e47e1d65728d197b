"""Which layouts lists are read by: those that are shipped, and those that people made."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from core.models import Division
from ledger.models import RosterLayout
from ledger.rosters.layout_files import WrongLayout, common, folder, layout_of, load_layouts
from ledger.rosters.layout_texts import texts_in, told_by
from ledger.rosters.layouts import LENT, OWN, SHIPPED, Layout

#: So many an office keeps: each is tried on every worksheet that no shipped one fits.
MOST = 40
#: So many words has a layout, and so many sheets it feeds: ten times what is shipped.
MOST_WORDS, MOST_FEEDS = 3000, 12
TOO_LARGE = f"版式太大：最多 {MOST_WORDS} 个词、{MOST_FEEDS} 个 feed"


def understood(text: str, name: str = "") -> tuple[dict[str, Any], Layout]:
    """What the text of a layout says, and the layout that it is; raises WrongLayout."""
    told = told_by(text)
    if sum(1 for _ in texts_in(told)) > MOST_WORDS:
        raise WrongLayout(TOO_LARGE)
    layout = layout_of(name or str(told.get("title", ""))[:60], told, common(folder()))
    if len(layout.feeds) > MOST_FEEDS:
        raise WrongLayout(TOO_LARGE)
    return told, layout


def fault_of(text: str) -> str:
    """Why a layout that was kept can't be used any more; blank where it can."""
    try:
        understood(text)
    except WrongLayout as fault:
        return str(fault)
    return ""


def made_layouts(division_code: str | None) -> list[Layout]:
    """Those that a division made or is lent, its own last; all there are for None, and what is lent for a blank code.

    One that no longer says what there is counts for nothing: its page says why.
    """
    kept = RosterLayout.objects.everywhere("what one town shares, all read by")
    rows = list(kept.order_by("pk") if division_code is None else kept.known_to(division_code))
    lenders = {row.division_code for row in rows} - {division_code}
    names = dict(
        Division.objects.everywhere("the code list is public").filter(code__in=lenders).values_list("code", "name")
    )
    return list(_usable(rows, division_code, names))


def _usable(rows: list[RosterLayout], own: str | None, names: dict[str, str]) -> Iterator[Layout]:
    shipped = load_layouts(folder())
    for row in rows:
        is_lent = own is not None and row.division_code != own
        if is_lent and row.name in shipped:  # only one's own office puts another in its place
            continue
        with suppress(WrongLayout):
            _, layout = understood(row.text, row.name)
            origin = LENT if is_lent else SHIPPED if row.name in shipped else OWN
            lender = f"（{names.get(row.division_code, row.division_code)}）" if is_lent else ""
            yield replace(layout, title=row.title + lender, origin=origin)


def layouts_of(division_code: str) -> dict[str, Layout]:
    """All layouts by name."""
    return {**load_layouts(folder()), **{layout.name: layout for layout in made_layouts(division_code)}}


def layout_titles(division_code: str) -> dict[str, str]:
    """The layouts that there are, by name, with what people call them."""
    return {name: layout.title for name, layout in layouts_of(division_code).items()}
