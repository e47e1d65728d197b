"""What a page shows that its help has to explain: heads of columns, captions of numbers, fields, buttons, headings."""

import re
from html.parser import HTMLParser

#: Elements whose words have to stand in the help; a link is one where it looks like a button.
TOLD = {"th", "button", "label", "legend", "dt", "summary", "h2"}
#: Beside a word: a count, a remark. `known` is what a record says, not the page: a name, an answer, a number's source.
ASIDE = {"number", "muted", "visually-hidden", "bell", "sort-mark", "person-name", "known"}
ANSWERS = {"radios", "choices", "methods"}
EMPTY = {"input", "img", "br", "meta", "link", "hr", "use", "path", "circle", "line", "rect", "polyline", "polygon"}


def plain(word: str) -> str:
    """A word without what is different each time: numbers, blanks, remarks in brackets."""
    return re.sub(r"[0-9]+", "0", re.sub(r"（.*?[0-9].*?）", "", "".join(word.split())))


def explains(word: str, explained: set[str]) -> bool:
    """Whether a word stands among those explained, some of which leave something open: 登记…."""
    patterns = ("".join(".+" if each == "…" else re.escape(each) for each in plain(known)) for known in explained)
    return any(re.fullmatch(pattern, word) for pattern in patterns)


class Shown(HTMLParser):
    """Collects the words of `TOLD` inside the actions and the content of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, set[str], list[str] | None]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in EMPTY:
            return
        given = dict(attrs)
        classes = {*(given.get("class") or "").split(), *([given["id"]] if given.get("id") == "content" else [])}
        told = tag in TOLD or (tag == "a" and "btn" in classes)
        told &= (tag, given.get("scope")) != ("th", "row") and not (tag == "label" and self.under(ANSWERS))
        if tag in ("a", "small") and not told and self.open and any(each == "h2" for each, _, _ in self.open):
            classes.add("person-name")  # the name of a record stands above its card
        self.open.append((tag, classes, [] if told and self.under({"content", "page-actions"}) else None))

    def under(self, classes):
        return any(classes & there for _, there, _ in self.open)

    def handle_endtag(self, tag):
        while self.open:
            closed, classes, word = self.open.pop()
            if word and not classes & ASIDE:
                self.words.append(plain("".join(word)))
            if closed == tag:
                break

    def handle_data(self, data):
        """Belongs to the nearest of the open elements that are told, unless it stands beside it."""
        for _, classes, word in reversed(self.open):
            if classes & ASIDE:
                return
            if word is not None:
                word.append(data)
                return


def shown(html: str) -> set[str]:
    page = Shown()
    page.feed(html)
    return {word for word in page.words if word}
