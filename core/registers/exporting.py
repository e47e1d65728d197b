"""The list of a register as something to take along: its columns, and what its pages and forms say besides."""

from django.urls import reverse

from core.exports.taking import Offered
from core.exports.views import ExportMixin
from core.registers.layouts import with_besides
from core.registers.views import RegisterListPage
from core.tables import PAGE_SIZE, RegisterTable


class RegisterExport(ExportMixin, RegisterListPage):
    """The list as it is narrowed down, with columns of one's choice."""

    has_ticks = False
    page_size = PAGE_SIZE

    @property
    def arranged_table(self) -> type[RegisterTable]:
        """As the register declares it: what somebody wants on the screen is another matter."""
        return self.register.list_table(self.request.user)

    @property
    def export_title(self) -> str:
        return self.register.title()

    @property
    def back(self) -> str:
        return reverse(self.register.route("list"))

    def get_said(self) -> list[str]:
        return [*super().get_said(), *([self.opened.title] if self.opened else [])]

    def get_offered(self) -> list[Offered]:
        return with_besides(super().get_offered(), self.register, self.on)
