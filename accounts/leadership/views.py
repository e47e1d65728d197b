"""The leadership group on any day."""

from datetime import date
from typing import Any

from django.utils.functional import cached_property

from core.pages.panels import Piece
from core.registers.exporting import RegisterExport
from core.registers.views import RegisterListPage


class OnADay:
    """The posts with those who held them on the day that the address names, today unless it does."""

    asked: Any

    @cached_property
    def on(self) -> date:
        return self.asked.day


class PostListPage(OnADay, RegisterListPage):
    """领导小组 on a day."""

    def get_lead(self) -> Piece:
        return Piece("accounts/posts_on.html", self.asked)


class PostExport(OnADay, RegisterExport):
    """The same as a workbook."""
