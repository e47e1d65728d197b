"""Markdown of the manual set on paper: its tokens as what reportlab flows over the pages."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from posixpath import normpath
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib import textsplit
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Image, ListFlowable, ListItem, Paragraph, paragraph

from manual.pictures import picture_file

#: A font of Adobe's Chinese collection, named and not carried: every reader of PDF sets it, in its own Song.
FONT = "STSong-Light"
INK, ACCENT = HexColor("#1f2933"), HexColor("#1d4f7c")
WIDTH = 168 * mm
#: What reportlab, which knows what begins no line in Japanese, does not know of Chinese.
BEGINS_NO_LINE = "，：；！？”》…"

for breaking in (textsplit, paragraph):
    breaking.ALL_CANNOT_START += BEGINS_NO_LINE
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=FONT, italic=FONT, boldItalic=FONT)

TEXT = ParagraphStyle(
    "text", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK", textColor=INK, spaceAfter=5, bulletFontName=FONT
)
EXPLANATION = ParagraphStyle("explanation", TEXT, leftIndent=21, firstLineIndent=-21, spaceAfter=3)
HEADING = ParagraphStyle("heading", TEXT, textColor=ACCENT, keepWithNext=1)
CHAPTER = ParagraphStyle("chapter", HEADING, fontSize=20, leading=28, spaceAfter=10)
PAGE = ParagraphStyle("page", HEADING, fontSize=15, leading=22, spaceBefore=14, spaceAfter=6)
PART = ParagraphStyle("part", HEADING, fontSize=12, leading=18, spaceBefore=8, spaceAfter=3)

#: Where a link of the manual leads within the booklet; blank where the booklet does not hold it.
Where = Callable[[str], str]


def flowables(tokens: list[Token], where: Where) -> Iterator[Flowable]:
    yield from _blocks(SyntaxTreeNode(tokens), where)


def _blocks(node: SyntaxTreeNode, where: Where) -> Iterator[Flowable]:
    for child in node.children:
        yield from BLOCKS[child.type](child, where)


def explained(words: Mapping[str, list[Token]], where: Where) -> Iterator[Flowable]:
    """Words with what they mean."""
    for word, tokens in words.items():
        yield _explanation(escape(word), _words(SyntaxTreeNode(tokens).children[0], where))


def _paragraph(node: SyntaxTreeNode, where: Where, style: ParagraphStyle = TEXT) -> Iterator[Flowable]:
    inline = node.children[0]
    pictures = [each for each in inline.children if each.type == "image"]
    yield from (shown for each in pictures if (shown := _picture(each)))
    if len(pictures) < len(inline.children):
        yield Paragraph(_words(inline, where), style)


def _heading(node: SyntaxTreeNode, where: Where) -> Iterator[Flowable]:
    yield Paragraph(_words(node.children[0], where), PART)


def _list(node: SyntaxTreeNode, where: Where) -> Iterator[Flowable]:
    numbered = node.type == "ordered_list"
    items = [ListItem(list(_blocks(each, where)), bulletColor=ACCENT) for each in node.children]
    look = {"bulletType": "1"} if numbered else {"bulletType": "bullet", "start": "•"}
    yield ListFlowable(items, **look, bulletFontName=FONT, bulletFontSize=10, leftIndent=18)


def _explanations(node: SyntaxTreeNode, where: Where) -> Iterator[Flowable]:
    """A definition list: each word, and in the same paragraph what it means."""
    word = ""
    for child in node.children:
        if child.type == "dt":
            word = _words(child.children[0], where)
        else:
            yield _explanation(word, _words(child.children[0].children[0], where))


def _explanation(word: str, meaning: str) -> Flowable:
    return Paragraph(f"{_coloured(word)}：{meaning}", EXPLANATION)


def _picture(node: SyntaxTreeNode) -> Flowable | None:
    """A picture no wider than the text; none where it was not made."""
    path = picture_file(str(node.attrs["src"]))
    return Image(path, width=WIDTH, height=WIDTH, kind="proportional", hAlign="LEFT") if path else None


def _words(node: SyntaxTreeNode, where: Where) -> str:
    """Inline tokens as the marks of reportlab's paragraphs."""
    return "".join(_word(each, where) for each in node.children)


def _word(node: SyntaxTreeNode, where: Where) -> str:
    if node.type in ("text", "code_inline"):
        return escape(node.content)
    inside = _words(node, where)
    if node.type == "strong":
        return _coloured(inside)
    if node.type == "link" and (target := where(unquote(str(node.attrs["href"])))):
        return f'<a href="#{escape(target)}" color="{ACCENT.hexval()}">{inside}</a>'
    return "<br/>" if node.type == "hardbreak" else inside


def _coloured(inside: str) -> str:
    """The font has no bold face: what stands out does so by its colour."""
    return f'<font color="{ACCENT.hexval()}">{inside}</font>'


def within(folder: str, link: str) -> str:
    """The page of the manual that a link in `folder` names; blank for a page of the site."""
    target = link.partition("#")[0]
    return normpath(f"{folder}/{target.removesuffix('.md')}") if target.endswith(".md") else ""


BLOCKS: Mapping[str, Callable[[SyntaxTreeNode, Where], Iterator[Flowable]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list,
    "ordered_list": _list,
    "dl": _explanations,
}
