"""People and households as rules for doubtful data read them, and the contract's words about them on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from core.doubts import Doubt, Snapshot, Table
from core.doubts.doubt import values
from core.periods import full_years
from labor.models import Household, HouseholdChange, Person, PersonChange

Capacity = Person.Capacity
#: Who is able to work at all.
ABLE = (Capacity.ORDINARY, Capacity.SKILLED, Capacity.WEAK)
UNABLE = (Capacity.LOST, Capacity.NONE)


class HouseholdRow(NamedTuple):
    pk: int
    code: str
    head_name: str
    village_id: str
    kind: str
    monitoring: str
    identified_on: date | None
    risk_removed_on: date | None
    unstable_since: date | None
    site_id: int | None

    @property
    def is_out_of_poverty(self) -> bool:
        return self.kind == Household.Kind.OUT_OF_POVERTY

    def is_monitored(self, on: date) -> bool:
        found = self.monitoring != "" and self.identified_on is not None and self.identified_on <= on
        return found and not self.is_free_of_risk(on)

    def is_free_of_risk(self, on: date) -> bool:
        return self.risk_removed_on is not None and self.risk_removed_on <= on

    def doubt(self, key: str = "", /, **found: Any) -> Doubt:
        return Doubt(self.code, key, self.village_id, values(**found))


class PersonRow(NamedTuple):
    pk: int
    id_number: Any
    name: str
    birth_date: date
    village_id: str
    household_id: int | None
    relation_to_head: str
    education: str
    schooling: str
    health: str
    capacity: str
    phone: Any
    joined_on: date
    left_on: date | None

    def is_on_register(self, on: date) -> bool:
        return self.joined_on <= on and (self.left_on is None or self.left_on > on)

    def is_able(self, on: date) -> bool:
        fit = self.capacity in ABLE and not self.schooling and 16 <= self.age(on) <= 59
        return fit and self.is_on_register(on)

    def age(self, on: date) -> int:
        return full_years(self.birth_date, on)

    def doubt(self, key: str = "", /, **found: Any) -> Doubt:
        return Doubt(self.id_number.plain, key, self.village_id, values(**found))


HOUSEHOLDS = Table("农户", Household, HouseholdRow, changes=HouseholdChange)
PEOPLE = Table("劳动力", Person, PersonRow, blank_ahead=("left_on",), changes=PersonChange)


def household_of(facts: Snapshot, person: PersonRow) -> HouseholdRow | None:
    return facts.by_key(HOUSEHOLDS).get(person.household_id)


def registered(facts: Snapshot) -> list[PersonRow]:
    """Who is on the register on the day."""
    people = facts.rows(PEOPLE)
    return facts.once("registered", lambda: [person for person in people if person.is_on_register(facts.on)])


def members(facts: Snapshot) -> Mapping[int, list[PersonRow]]:
    """The people on the register by household, of whatever age."""
    return facts.once("members", lambda: _members(facts))


def _members(facts: Snapshot) -> Mapping[int, list[PersonRow]]:
    found: dict[int, list[PersonRow]] = {}
    for person in registered(facts):
        if person.household_id is not None:
            found.setdefault(person.household_id, []).append(person)
    return found


def is_registered_out_of_poverty(facts: Snapshot, person: PersonRow) -> bool:
    """On the register in a 脱贫户, of whatever age."""
    household = household_of(facts, person)
    return household is not None and household.is_out_of_poverty and person.is_on_register(facts.on)


def why_unfit(person: PersonRow, age: int) -> str:
    """The first thing that speaks against work or training of somebody of this age; blank where nothing does."""
    if person.capacity in UNABLE:
        return "劳动能力"
    if person.schooling:
        return "在校生状况"
    return "" if 16 <= age <= 59 else "年龄"
