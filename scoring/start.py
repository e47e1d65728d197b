"""启用前: what had ended before a town began with the program, told apart from what the town answers for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from scoring.beginning.models import TownStart


@dataclass(frozen=True)
class Start:
    """Conditions on the rows of a tally: the town begins during the year; the row had not ended before it began."""

    begun: Q
    since: Q


def start_of(path: str, year: Any, ended: Any) -> Start:
    """For rows of the division at `path`, each ended on the day or the expression `ended`."""
    starts = TownStart.objects.all()
    return Start(starts.town_at(path, year), starts.begun_by(path, year, ended))


@dataclass(frozen=True)
class BeforeStart:
    """What of a sub-item had ended before the town's start day: how many rows, and what they cost.

    `deducted` and `document` are official; without them nobody knows yet, and what the rows would cost is `pending`.
    """

    count: int
    pending: Decimal = Decimal(0)
    deducted: Decimal | None = None
    document: str = ""
    cases: tuple[str, ...] | None = None

    @property
    def words(self) -> str:
        """What a page says of it in a line."""
        if self.deducted is not None:
            return f"含启用前官方扣分{_short(self.deducted)}"
        return f"启用前{self.count}" + (f"，{_short(self.pending)}分待定" if self.pending else "")

    def as_json(self) -> dict[str, Any]:
        known = {} if self.cases is None else {"cases": list(self.cases)}
        deducted = None if self.deducted is None else _short(self.deducted)
        return {"count": self.count, "pending": _short(self.pending), "deducted": deducted, **known}


def _short(points: Decimal) -> str:
    return f"{points.normalize():f}"
