"""帮助: the contents, a page of it, a booklet for printing, its pictures."""

import hashlib
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.auditors import open_to_auditors
from accounts.models import User
from core.pages.brand import Brand
from manual import booklets
from manual.contents import chapters, help_pages, words_of
from manual.markdown import html
from manual.pictures import edition, made, picture_file

A_DAY = 24 * 60 * 60


@open_to_auditors
class ContentsView(TemplateView):
    """Every page of the manual, by task."""

    template_name = "manual/contents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chapters=chapters(), roles=User.Role.choices, **kwargs)


@open_to_auditors
class HelpPageView(TemplateView):
    """A page of the manual, with the words that stand on the pages that it helps with."""

    template_name = "manual/page.html"

    def get_context_data(self, slug: str, **kwargs: Any) -> dict[str, Any]:
        if not (page := help_pages().get(slug)):
            raise Http404
        return super().get_context_data(help_page=page, **kwargs)


@open_to_auditors
class BookletView(TemplateView):
    """What concerns a role, on one page."""

    template_name = "manual/booklet.html"

    def get_context_data(self, role: str, **kwargs: Any) -> dict[str, Any]:
        title, held = booklet_title(role), chapters(role)
        words = {word: html(tokens) for word, tokens in words_of(held).items()}
        return super().get_context_data(title=title, chapters=held, words=words, role=role, **kwargs)


@open_to_auditors
class BookletFileView(View):
    """The same as a PDF, for the printer; made once a day for all."""

    def get(self, request: HttpRequest, role: str) -> FileResponse:
        title, site, today = booklet_title(role), Brand(request.user).title, timezone.localdate()
        key = hashlib.sha256(f"{edition()} {made()} {role} {site} {today}".encode()).hexdigest()
        written = cache.get_or_set(f"booklet:{key}", lambda: booklets.pdf(chapters(role), title, site, today), A_DAY)
        return FileResponse(
            BytesIO(written), as_attachment=True, filename=f"{title}.pdf", content_type="application/pdf"
        )


def booklet_title(role: str) -> str:
    if role not in User.Role.values:
        raise Http404
    return f"{User.Role(role).label}手册"


@open_to_auditors
class PictureView(View):
    """A picture that `make manual` has made."""

    def get(self, request: HttpRequest, name: str) -> FileResponse:
        path = picture_file(name)
        if not path or path.name != name:
            raise Http404
        return FileResponse(path.open("rb"), content_type="image/png")
