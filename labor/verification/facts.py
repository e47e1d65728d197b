"""Verifications and spot checks as rules for doubtful data read them."""

from datetime import date
from typing import NamedTuple

from core.doubts import Table
from labor.models import SpotCheck, Verification


class VerificationRow(NamedTuple):
    pk: int
    person_id: int
    verified_on: date
    result: str

    @property
    def has_reached(self) -> bool:
        return self.result != Verification.Result.UNREACHABLE


class SpotCheckRow(NamedTuple):
    pk: int
    person_id: int
    checked_on: date
    level: str
    result: str
    problem: str

    @property
    def key(self) -> str:
        return f"{self.checked_on}@{SpotCheck.Level(self.level).label}"


VERIFICATIONS = Table("信息核实", Verification, VerificationRow, known_from="verified_on")
SPOT_CHECKS = Table("数据抽查", SpotCheck, SpotCheckRow, known_from="checked_on")
