"""Platforms, their staff, and what they did for people, as rules for doubtful data read them."""

from datetime import date
from typing import Any, NamedTuple

from core.doubts import Table
from core.models import Division
from platforms.models import HouseholdHelp, Platform, Service, StaffMember


class PlatformRow(NamedTuple):
    pk: int
    village_id: str
    built_on: date
    account_assigned_on: date | None


class StaffRow(NamedTuple):
    pk: int
    village_id: str
    name: str
    started_on: date
    ended_on: date | None
    phone: Any

    @property
    def key(self) -> str:
        return f"{self.name}@{self.started_on}"

    @property
    def town(self) -> str:
        return self.village_id[: Division.Level.TOWN]

    def serves(self, on: date) -> bool:
        return self.started_on <= on and (self.ended_on is None or self.ended_on >= on)


class ServiceRow(NamedTuple):
    pk: int
    person_id: int
    served_on: date
    kind: str
    employer: str
    post: str

    @property
    def key(self) -> str:
        return f"{self.served_on}@{Service.Kind(self.kind).label}@{self.employer}@{self.post}"


class HelpRow(NamedTuple):
    pk: int
    household_id: int
    helped_on: date
    measure: str
    content: str

    @property
    def key(self) -> str:
        return f"{self.helped_on}@{HouseholdHelp.Measure(self.measure).label}"


PLATFORMS = Table("村级平台", Platform, PlatformRow)
STAFF = Table("平台人员", StaffMember, StaffRow, known_from="started_on", blank_ahead=("ended_on",))
SERVICES = Table("就业服务", Service, ServiceRow, known_from="served_on")
HELPS = Table("户帮扶措施", HouseholdHelp, HelpRow, known_from="helped_on")
