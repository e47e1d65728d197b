"""The problem list with how far it is crossed off; payments and applications with whom they are for."""

from core.display import Fact
from core.panels import Piece
from core.registers.views import RecordPage, RegisterListPage
from oversight.policies.tables import subjects_of


class ProblemListPage(RegisterListPage):
    """问题清单: all of the user's problems are counted, however the list is narrowed down."""

    def get_lead(self) -> Piece:
        problems = self.register.rows().visible_to(self.request.user)
        return Piece("oversight/problems.html", problems.progress(self.on))


class PolicyListPage(RegisterListPage):
    """政策落实, with the ways to the catalogue and to those whom policies are for."""

    def get_lead(self) -> Piece:
        return Piece("oversight/policy_links.html", self.on.year)


class SubjectPage(RecordPage):
    """An application or a payment, with whom it is for."""

    def get_facts(self) -> list[Fact]:
        found = subjects_of([self.object], self.request.user).values()
        return [Fact("对象", next(iter(found), None)), *super().get_facts()]
