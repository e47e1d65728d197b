"""Markdown of the manual as tokens and as HTML. Raw HTML in it is text: a page holds nothing but what Markdown says."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.deflist import deflist_plugin

from manual.pictures import picture_address

#: How a link of the manual names a page of the site: [人员](route:labor:person_list).
ROUTE = "route:"
#: Words that share an explanation: 开始日期 / 结束日期.
BETWEEN_WORDS = " / "
#: The line before an explanation.
TERM = re.compile(r"^(.+\n: )", re.MULTILINE)

parser = (
    MarkdownIt("commonmark", {"html": False})
    .enable("table")
    .use(deflist_plugin)
    .use(anchors_plugin, max_level=3, slug_func=lambda heading: heading.strip())
)


def parse(text: str) -> list[Token]:
    """The tokens of a text, in which explanations may follow each other without a blank line between."""
    return parser.parse(TERM.sub(r"\n\1", text))


def html(tokens: list[Token], folder: str = "") -> str:
    """What a page shows of `tokens`, whose links are relative to a folder of the manual."""
    shown, named = parser.parse(""), named_words(tokens)
    for number, token in enumerate(tokens):  # copies: the tokens themselves stay as they were written
        attrs = {**token.attrs, "id": named[number]} if number in named else token.attrs
        children = [_placed(each, folder) for each in token.children or ()]
        shown.append(token.copy(attrs=attrs, children=children or None))
    return mark_safe(parser.renderer.render(shown, parser.options, {}))  # noqa: S308 -- files of ours, raw HTML is off


def below(tokens: list[Token], heading: str) -> list[Token]:
    """The tokens between the heading of this name and the next one."""
    starts = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        if tokens[start + 1].content == heading:
            return tokens[start + 3 : end]  # after the heading's opening, its words and its end
    return []


def links(tokens: list[Token]) -> Iterator[str]:
    """Where the links lead, as written."""
    for token in tokens:
        for each in token.children or ():
            if each.type == "link_open":
                yield unquote(str(each.attrs["href"]))


def pictures(tokens: list[Token]) -> Iterator[str]:
    """The names of the pictures that they show."""
    for token in tokens:
        yield from (str(each.attrs["src"]) for each in token.children or () if each.type == "image")


def words(tokens: list[Token]) -> dict[str, list[Token]]:
    """What definition lists explain: each word with the tokens of its explanation."""
    found: dict[str, list[Token]] = {}
    named, inside = "", False
    for before, token in pairwise(tokens):
        if before.type == "dt_open":
            named = token.content
        inside = inside and token.type != "dd_close"
        if inside:
            for word in named.split(BETWEEN_WORDS):
                found.setdefault(word.strip(), []).append(token)
        inside = inside or token.type == "dd_open"
    return found


def named_words(tokens: list[Token]) -> dict[int, str]:
    """The first of the words that share an explanation, by the place of its token; a heading's name is taken."""
    taken, found = {str(token.attrs.get("id")) for token in tokens}, {}
    for number, (term, inline) in enumerate(pairwise(tokens)):
        word = inline.content.split(BETWEEN_WORDS)[0].strip()
        if term.type == "dt_open" and word not in taken:
            found[number] = word
            taken.add(word)
    return found


def plain(tokens: list[Token]) -> str:
    """The words of a text alone."""
    return "\n".join(_said(token) for token in tokens if token.children)


def _said(token: Token) -> str:
    return "".join(each.content for each in token.children or () if each.type in ("text", "code_inline"))


def _placed(token: Token, folder: str) -> Token:
    if token.type == "link_open":
        return token.copy(attrs={**token.attrs, "href": address(str(token.attrs["href"]), folder)})
    if token.type == "image":
        found = picture_address(str(token.attrs["src"]))
        return token.copy(attrs={**token.attrs, "src": found, "loading": "lazy"}) if found else Token("text", "", 0)
    return token


def address(link: str, folder: str) -> str:
    """Where a link leads on the site: another file of the manual, a route, or what it says."""
    target, mark, part = link.partition("#")
    if target.startswith(ROUTE):
        return reverse(target.removeprefix(ROUTE))
    if not target.endswith(".md"):
        return link
    steps: list[Any] = [folder] if folder else []
    for step in target.removesuffix(".md").split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return reverse("manual:page", args=["/".join(steps)]) + mark + part
