"""The figures of the base year as a register."""

from core.registers import OfTown
from oversight.models import (
    Baseline,
)


class BaselineRegister(OfTown):
    model = Baseline
    columns = ("indicator", "year", "value")
    filters = ("indicator",)
    fields = ("town", "year", "indicator", "value")
    counted_in = ("employment_total", "workshop_jobs")
