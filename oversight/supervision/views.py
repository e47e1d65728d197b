"""The problem list with how far it is crossed off."""

from core.pages.panels import Piece
from core.registers.views import RegisterListPage


class ProblemListPage(RegisterListPage):
    """问题清单: all of the user's problems are counted, however the list is narrowed down."""

    def get_lead(self) -> Piece:
        problems = self.register.rows().visible_to(self.request.user)
        return Piece("oversight/problems.html", problems.progress(self.on))
