"""The leadership group on any day."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from core.panels import Piece
from core.registers.views import RegisterExport, RegisterListPage


class OnADay:
    """The posts with those who held them on the day that the address names, today unless it does."""

    request: HttpRequest

    @cached_property
    def on(self) -> date:
        try:
            return date.fromisoformat(self.request.GET.get("as_of", ""))
        except ValueError:
            return timezone.localdate()


class PostListPage(OnADay, RegisterListPage):
    """领导小组 on a day."""

    def get_lead(self) -> Piece:
        return Piece("accounts/posts_on.html", self.on)


class PostExport(OnADay, RegisterExport):
    """The same as a workbook."""
