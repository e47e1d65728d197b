"""Right after a fact was saved: what it offers, where the page that one comes to does not say so itself."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.contributions import contribute
from core.pages.display import page_of
from core.records import Record
from core.registers.afterwards import AFTERWARDS, Afterword
from offers.pieces import PAGES, open_of


@contribute(AFTERWARDS)
def offered_now(record: Record, user: Any, on: date) -> Iterator[Afterword]:
    page = page_of(record, user) if isinstance(record, PAGES) else None
    if page:
        for offer in open_of(record, user, on):
            yield Afterword(f"由此可以顺带{offer.label}，内容已经填好", page)
