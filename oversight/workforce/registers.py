"""The figures of the base year as a register."""

from typing import Any

from core.forms import TownForm
from core.registers import OfTown
from oversight.models import (
    Baseline,
)


class BaselineForm(TownForm):
    """A figure of last year, unless another year is said."""

    def usual(self) -> dict[str, Any]:
        return {**super().usual(), "year": self.on.year - 1}


class BaselineRegister(OfTown):
    model = Baseline
    form = BaselineForm
    columns = ("indicator", "year", "value")
    filters = ("indicator",)
    fields = ("town", "year", "indicator", "value")
    counted_in = ("employment_total", "workshop_jobs")
