"""Contracts of public-benefit posts as rules for doubtful data read them."""

from datetime import date
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
