"""Rounds of spot checks as a register."""

from typing import Any

from core.registers import OfTown
from labor.models import SpotCheckRound
from labor.sampling.forms import RoundForm


class RoundRegister(OfTown):
    """Drawn once; what is wrong is voided and drawn again, with another seed."""

    model = SpotCheckRound
    add_label = "抽一轮"
    columns = ("drawn_on", "population", "share", "least", "most", "priority", "note")
    filters = ("population",)
    search = ("note", "seed")
    form = RoundForm
    fields = ("town", "population", "share", "least", "most", "priority", "seed", "note")
    facts = ("drawn_on", *fields[1:], ("可抽的人数", "people"))
    takes_documents = True
    counted_in = ("data_truth",)
    nothing_yet = "还没有抽过。按“抽一轮”，按比例从各村随机抽人，分给没有登记过他们信息的人去抽查。"

    @classmethod
    def rows(cls) -> Any:
        """Without what the draws rest on, which is long."""
        return super().rows().defer("frame")
