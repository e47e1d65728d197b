"""The manual, as the one search box finds it."""

from collections.abc import Iterable
from typing import Any

from core.contributions import contribute
from core.pages.finding import FINDERS, Hit, spelled
from manual.contents import SECTIONS, HelpPage, help_pages


@contribute(FINDERS, "帮助", place=7, of_site=True)
def manual(text: str, user: Any) -> Iterable[Hit]:
    """Pages by their title, then by a word that they explain, then by their text."""
    asked = text.lower()
    ranked = [(rank, page) for page in help_pages().values() if (rank := _rank(page, asked)) is not None]
    for _, page in sorted(ranked, key=lambda each: each[0]):
        yield Hit(page.title, SECTIONS[page.folder], page.get_absolute_url())


def _rank(page: HelpPage, asked: str) -> int | None:
    if asked in page.title.lower() or (asked.isalpha() and asked.isascii() and asked in spelled(page.title)):
        return 0
    if any(asked in word.lower() for word in page.own_words):
        return 1
    words = asked.split()
    return 2 if words and all(word in page.text.lower() for word in words) else None
