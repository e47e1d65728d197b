"""帮助: the contents, a page of it, a booklet for printing, its pictures."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.views.generic import TemplateView, View

from accounts.models import User
from manual.contents import chapters, help_pages
from manual.pictures import picture_folder


class ContentsView(TemplateView):
    """Every page of the manual, by task."""

    template_name = "manual/contents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chapters=chapters(), roles=User.Role.choices, **kwargs)


class HelpPageView(TemplateView):
    """A page of the manual, with the words that stand on the pages that it helps with."""

    template_name = "manual/page.html"

    def get_context_data(self, slug: str, **kwargs: Any) -> dict[str, Any]:
        if not (page := help_pages().get(slug)):
            raise Http404
        return super().get_context_data(help_page=page, **kwargs)


class BookletView(TemplateView):
    """What concerns a role, on one page, for the printer."""

    template_name = "manual/booklet.html"

    def get_context_data(self, role: str, **kwargs: Any) -> dict[str, Any]:
        if role not in User.Role.values:
            raise Http404
        return super().get_context_data(chapters=chapters(role), role=User.Role(role), **kwargs)


class PictureView(View):
    """A picture that `make manual` has made."""

    def get(self, request: HttpRequest, name: str) -> FileResponse:
        path = picture_folder() / name
        if path.parent != picture_folder() or path.suffix != ".png" or not path.is_file():
            raise Http404
        return FileResponse(path.open("rb"), content_type="image/png")
