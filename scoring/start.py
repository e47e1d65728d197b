"""启用前: what had ended before a town began with the program, told apart from what the town answers for."""

from dataclasses import dataclass
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
