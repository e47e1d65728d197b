"""Households, people and their jobs, as the parts of the demo town see them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from core.assessment import labor_force_on
from core.periods import full_years
from labor.models import Employment, Household, Person

Capacity = Person.Capacity
Channel = Employment.Channel
Kind = Household.Kind
Monitoring = Household.Monitoring


@dataclass
class Job:
    employer: str
    channel: str
    workplace: str
    post: str
    monthly_wage: int
    started_on: date
    ended_on: date | None = None
    workshop: str | None = None
    export: str | None = None

    def covers(self, day: date) -> bool:
        return self.started_on <= day and (self.ended_on is None or self.ended_on >= day)


@dataclass
class Case:
    """Somebody registered as without work."""

    registered_on: date
    willing: bool
    reason: str
    ended_on: date | None = None
    end_reason: str = ""
    #: How much of 3·1·1 the person got: "full", "most", "some", "none".
    served: str = "none"
    #: When the person got the rest of 3·1·1, after the case.
    completed: date | None = None


@dataclass(eq=False)
class Resident:
    """Somebody on the register; a workshop worker from elsewhere has no household."""

    id_number: str
    name: str
    sex: str
    born: date
    village: str
    joined_on: date
    relation_to_head: str = ""
    education: str = ""
    schooling: str = ""
    health: str = ""
    capacity: str = Capacity.ORDINARY
    phone: str = ""
    left_on: date | None = None
    leaving_reason: str = ""
    household: "Home | None" = None
    jobs: list[Job] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def age(self, on: date) -> int:
        return full_years(self.born, on)

    def on_register(self, on: date) -> bool:
        return self.joined_on <= on and (self.left_on is None or self.left_on > on)

    def able(self, on: date) -> bool:
        force = labor_force_on(on)
        fit = self.capacity in force.capacities and not self.schooling
        return fit and force.has_age(self.age(on)) and self.on_register(on)

    def employed(self, on: date) -> bool:
        return any(job.covers(on) for job in self.jobs)

    @property
    def out_of_poverty(self) -> bool:
        return self.household is not None and self.household.kind == Kind.OUT_OF_POVERTY

    def to_verify(self, on: date) -> bool:
        """One of those whose data the plan wants verified every half-year."""
        return self.able(on) and (self.out_of_poverty or (self.household is not None and self.household.at_risk(on)))

    def job_on(self, on: date) -> Job | None:
        return next((job for job in self.jobs if job.covers(on)), None)


@dataclass(eq=False)
class Home:
    """A household with those of its members who are on the register."""

    code: str
    village: str
    kind: str
    members: list[Resident] = field(default_factory=list)
    monitoring: str = ""
    identified_on: date | None = None
    risk_removed_on: date | None = None
    unstable_since: date | None = None
    #: Whether anything was done since it was found unstable.
    helped: bool = True
    site: str | None = None

    @property
    def head(self) -> Resident:
        return self.members[0]

    @property
    def head_name(self) -> str:
        return self.head.name

    def monitored(self, on: date) -> bool:
        begun = self.identified_on is not None and self.identified_on <= on
        return begun and (self.risk_removed_on is None or self.risk_removed_on > on)

    def at_risk(self, on: date) -> bool:
        return self.monitoring == Monitoring.AT_RISK and self.monitored(on)

    def able_members(self, on: date) -> list[Resident]:
        return [member for member in self.members if member.able(on)]


def random_day(random: Any, first: date, last: date) -> date:
    """A day from `first` to `last`, both included; `first` where there is none between."""
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))
