"""The manual: Markdown files under docs/manual, each for some pages of the site and some roles.

+++
title = "人员"
registers = ["labor:person"]        # all pages of that register,
pages = ["labor:merge"]             # and these, which otherwise belong to none or to another
roles = ["clerk", "staff"]          # whose booklet it stands in
order = 10                          # its place in its folder
words = ["姓名"]                     # from words.md; those that a register declares come by themselves
+++
Text. A definition list explains words:

无变化
: 与上次一样，记一次核实。
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import get_resolver, reverse
from markdown_it.token import Token

from accounts.models import User
from core.personal_data import pinyin
from core.registers import Register, declared
from manual import markdown
from manual.declared import declared_words, pages_of

FOLDER = Path(settings.BASE_DIR) / "docs" / "manual"
#: Folders by task, in the order of the side bar.
SECTIONS = {
    "start": "开始使用",
    "score": "待办与考核",
    "people": "劳动力",
    "work": "就业",
    "export": "劳务输出",
    "recruitment": "招聘",
    "workshops": "车间与安置点",
    "platforms": "服务平台",
    "training": "培训与创业",
    "oversight": "政策督办",
    "ledger": "台账",
    "system": "系统",
}
FENCE = "+++\n"
LAST = 50
#: What the words are called that many pages share.
OTHER_WORDS = "页面上的其他字"


@dataclass(frozen=True)
class HelpPage:
    """A file of the manual."""

    slug: str
    title: str
    roles: tuple[str, ...]
    registers: tuple[type[Register], ...]
    pages: tuple[str, ...]
    order: int
    shared: tuple[str, ...]
    tokens: list[Token]

    @property
    def folder(self) -> str:
        return self.slug.rpartition("/")[0]

    @property
    def html(self) -> str:
        return markdown.html(self.tokens, self.folder)

    def part(self, heading: str) -> str:
        """What stands below one of its headings, as HTML; blank where it has none that is called so."""
        return markdown.html(markdown.below(self.tokens, heading), self.folder)

    @property
    def own_words(self) -> Mapping[str, list[Token]]:
        return markdown.words(self.tokens)

    @property
    def other_words(self) -> Mapping[str, list[Token]]:
        """What words.md explains of the words on its pages, and the text does not."""
        wanted = [*self.shared, *(word for register in self.registers for word in declared_words(register))]
        known, own = shared_words(), self.own_words
        return {word: known[word] for word in wanted if word in known and word not in own}

    @property
    def shared_words(self) -> dict[str, str]:
        """The same, each explanation as HTML."""
        return {word: markdown.html(tokens) for word, tokens in self.other_words.items()}

    @property
    def text(self) -> str:
        return markdown.plain(self.tokens)

    def get_absolute_url(self) -> str:
        return reverse("manual:page", args=[self.slug])


@dataclass(frozen=True)
class Chapter:
    """The pages of a folder."""

    title: str
    pages: tuple[HelpPage, ...]


@cache
def help_pages() -> dict[str, HelpPage]:
    """Every page of the manual by its slug, in the order of the contents."""
    folders = list(SECTIONS)
    pages = [read(path) for folder in folders for path in (FOLDER / folder).glob("*.md")]
    pages.sort(key=lambda page: (folders.index(page.folder), page.order, page.slug))
    return {page.slug: page for page in pages}


def read(path: Path) -> HelpPage:
    _, front, text = path.read_text(encoding="utf-8").split(FENCE, 2)
    said: dict[str, Any] = tomllib.loads(front)
    unknown = said.keys() - {"title", "registers", "pages", "roles", "order", "words"}
    if unknown:
        raise ValueError(f"{path.name}: {unknown}")
    get_resolver().url_patterns  # noqa: B018 -- registers are declared as their addresses are read
    known = {register.route(): register for register in declared}
    return HelpPage(
        slug=path.relative_to(FOLDER).with_suffix("").as_posix(),
        title=said["title"],
        roles=tuple(User.Role(role).value for role in said["roles"]),
        registers=tuple(known[name] for name in said.get("registers", ())),
        pages=tuple(said.get("pages", ())),
        order=said.get("order", LAST),
        shared=tuple(said.get("words", ())),
        tokens=markdown.parse(text),
    )


@cache
def shared_words() -> dict[str, list[Token]]:
    return markdown.words(markdown.parse((FOLDER / "words.md").read_text(encoding="utf-8")))


@cache
def help_by_route() -> dict[str, HelpPage]:
    """The help of every page of the site; one that a file names itself is that file's."""
    pages = help_pages().values()
    found = {route: page for page in pages for register in page.registers for route in pages_of(register)}
    return found | {route: page for page in pages for route in page.pages}


def help_address(route: str) -> str:
    """Where the help of a page of the site is; the contents where it has none."""
    page = help_by_route().get(route)
    return page.get_absolute_url() if page else reverse("manual:contents")


def chapters(role: str = "") -> list[Chapter]:
    """The contents, or those of a role's booklet."""
    found = [
        Chapter(title, tuple(p for p in help_pages().values() if p.folder == folder and (not role or role in p.roles)))
        for folder, title in SECTIONS.items()
    ]
    return [chapter for chapter in found if chapter.pages]


def words_of(chapters: list[Chapter]) -> dict[str, list[Token]]:
    """What the pages of a booklet share, each word once, as it is spelled."""
    found = {
        word: tokens for chapter in chapters for page in chapter.pages for word, tokens in page.other_words.items()
    }
    return dict(sorted(found.items(), key=lambda each: pinyin.sort_key(each[0])))
