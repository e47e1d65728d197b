"""Contracts of public-benefit posts as rules for doubtful data read them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from core.doubts import Doubt, Table
from core.doubts.doubt import values
from labor.models import PublicBenefitPost


class ContractRow(NamedTuple):
    pk: int
    code: str
    village_id: str
    person_id: int
    contract_started_on: date
    contract_ended_on: date

    def is_held(self, on: date) -> bool:
        return self.contract_started_on <= on <= self.contract_ended_on

    def doubt(self, key: str = "", /, **found: Any) -> Doubt:
        return Doubt(self.code, key, self.village_id, values(**found))


CONTRACTS = Table("公益性岗位", PublicBenefitPost, ContractRow, known_from="contract_started_on")


def days_held(spells: Iterable[tuple[date, date]]) -> int:
    """How many days the spells cover together, first and last days included; a day in two of them counts once."""
    total, covered_until = 0, date.min
    for first, last in sorted(spells):
        total += max((last - max(first, covered_until + timedelta(days=1))).days + 1, 0)
        covered_until = max(covered_until, last)
    return total
