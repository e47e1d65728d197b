"""A role's booklet as a PDF: a title, the contents with their pages, a chapter a task. See ADR 0050."""

from collections.abc import Iterator
from datetime import date
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer
from reportlab.platypus.tableofcontents import TableOfContents

from manual import paper
from manual.contents import OTHER_WORDS, Chapter, HelpPage, words_of

MARGIN = 21 * mm
TITLE = ParagraphStyle("title", paper.CHAPTER, fontSize=30, leading=44)
#: How deep a heading stands in the contents.
LEVELS = {paper.CHAPTER.name: 0, paper.PAGE.name: 1}


class Booklet(BaseDocTemplate):
    """Sheets of A4, numbered at their foot; headings go into the contents and into the reader's side bar."""

    def __init__(self, target: BytesIO, title: str, site: str) -> None:
        super().__init__(target, pagesize=A4, title=title, author=site, lang="zh-CN", allowSplitting=1)
        self.foot = f"{site}　{title}"
        frame = Frame(MARGIN, MARGIN, A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("sheet", [frame], onPage=self.number))

    def number(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(paper.FONT, 9)
        canvas.setFillColor(paper.INK)
        canvas.drawString(MARGIN, 12 * mm, self.foot)
        canvas.drawRightString(A4[0] - MARGIN, 12 * mm, str(document.page))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 -- reportlab's name
        """Called by reportlab after each: a heading is noted with its page."""
        level = LEVELS.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is None:
            return
        text, key = flowable.getPlainText(), flowable.key
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, level, closed=level == 0)
        self.notify("TOCEntry", (level, text, self.page, key))


def pdf(chapters: list[Chapter], title: str, site: str, made_on: date) -> bytes:
    """The booklet, made in two rounds: the contents know their pages only in the second."""
    target = BytesIO()
    Booklet(target, title, site).multiBuild(list(_story(chapters, title, site, made_on)))
    return target.getvalue()


def _story(chapters: list[Chapter], title: str, site: str, made_on: date) -> Iterator[Flowable]:
    yield Spacer(1, 60 * mm)
    yield Paragraph(escape(title), TITLE)
    yield Paragraph(f"{escape(site)}　{made_on:%Y}年{made_on.month}月{made_on.day}日", paper.TEXT)
    yield PageBreak()
    yield _contents()
    held = {page.slug for chapter in chapters for page in chapter.pages}
    for chapter in chapters:
        yield from _chapter(chapter.title)
        for page in chapter.pages:
            yield from _page(page, held)
    yield from _chapter(OTHER_WORDS)
    yield from paper.explained(words_of(chapters), lambda link: "")


def _chapter(title: str) -> Iterator[Flowable]:
    yield PageBreak()
    yield _heading(title, paper.CHAPTER, f"chapter.{title}")


def _contents() -> Flowable:
    contents = TableOfContents()
    contents.levelStyles = [
        ParagraphStyle("of chapter", paper.TEXT, leading=14, spaceBefore=6, textColor=paper.ACCENT),
        ParagraphStyle("of page", paper.TEXT, leading=14, leftIndent=14, spaceAfter=0),
    ]
    contents.dotsMinLevel = 1
    return contents


def _page(page: HelpPage, held: set[str]) -> Iterator[Flowable]:
    def where(link: str) -> str:
        to = paper.within(page.folder, link)
        return to if to in held else ""

    yield _heading(page.title, paper.PAGE, page.slug)
    yield from paper.flowables(page.tokens, where)


def _heading(text: str, style: ParagraphStyle, key: str) -> Flowable:
    heading = Paragraph(escape(text), style)
    heading.key = key
    return heading
