"""How the cards of 半年核实 are narrowed down."""

from datetime import date
from typing import Any

from core.filters import Choice, RegisterFilter
from core.registers.narrowing import village_choice
from labor.verification.campaign import Campaign

STANDINGS = (("open", "未核实"), ("unreachable", "联系不上"), ("verified", "已核实"))


def by_standing(people: Any, value: str, on: date) -> Any:
    return getattr(Campaign.containing(on), value)(people)


class VerificationFilter(RegisterFilter):
    """Filters of the cards of 半年核实; the employer is typed."""

    choices = (
        village_choice("village"),
        Choice("standing", "核实情况", STANDINGS, by_standing, usual="open", main=True),
    )

    def __init__(self, data: Any, *, user: Any, on: date) -> None:
        super().__init__(data, user=user, on=on)
        self.employer = data.get("employer", "").strip()

    def narrow(self, people: Any) -> Any:
        people = super().narrow(people)
        return people.employed_by(self.employer, self.on) if self.employer else people

    def search(self, people: Any) -> Any:
        return people.named(self.text)

    @property
    def narrowed(self) -> bool:
        return super().narrowed or bool(self.employer)

    @property
    def key(self) -> str:
        """The same for filters that find the same."""
        return repr((self.values, self.text, self.employer, self.on))
