"""The leadership group on any day."""

from datetime import date

from django.utils import timezone
from django.utils.functional import cached_property

from core.panels import Piece
from core.registers.views import RegisterListPage


class PostListPage(RegisterListPage):
    """领导小组: the posts with those who held them on the day that the address names, today unless it does."""

    @cached_property
    def on(self) -> date:
        try:
            return date.fromisoformat(self.request.GET.get("as_of", ""))
        except ValueError:
            return timezone.localdate()

    def get_lead(self) -> Piece:
        return Piece("accounts/posts_on.html", self.on)
