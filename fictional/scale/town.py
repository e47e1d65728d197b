"""A plausible county, described: its towns, and how common things are."""

from dataclasses import dataclass
from random import Random

from fictional.places import COUNTY, TOWN, below, names

HOME = TOWN
HOME_PEOPLE = 2000


@dataclass(frozen=True)
class Shares:
    """How common things are; each a probability a person unless its comment says otherwise."""

    household_size: tuple[int, ...] = (1, 2, 2, 2, 3, 3, 3, 4)  # people of labor age
    out_of_poverty: float = 0.7  # of households
    monitored: float = 0.08  # of households
    relocated: float = 0.1  # of households
    helped: float = 0.25  # of households
    outside_register: float = 0.01
    left: float = 0.02
    at_school: float = 0.04
    employed: float = 0.78
    earlier_job: float = 0.3
    verified: float = 0.995  # a half-year
    spot_checked: float = 0.25
    job_seeking: float = 0.3
    willing: float = 0.8  # of cases
    in_time: float = 0.97  # of cases
    served: float = 0.85  # of willing cases, in full
    enrolled: float = 0.1
    paid: float = 0.15
    public_benefit: float = 0.03


@dataclass(frozen=True)
class Town:
    """A town with its villages (code, name) and the number of its people."""

    code: str
    name: str
    villages: tuple[tuple[str, str], ...]
    people: int

    def shares(self) -> list[int]:
        """Its people spread over its villages, which differ by one at most."""
        each, rest = divmod(self.people, len(self.villages))
        return [each + (number < rest) for number in range(len(self.villages))]


@dataclass(frozen=True)
class County:
    """Some towns of the county in the year that is scored; the same arguments give the same people and facts."""

    towns: tuple[Town, ...]
    year: int = 2023
    seed: int = 1
    shares: Shares = Shares()

    @property
    def people(self) -> int:
        return sum(town.people for town in self.towns)

    def random(self, division: str) -> Random:
        """The chances of one division: what happens next door never changes them."""
        return Random(f"{self.seed}/{division}")  # noqa: S311 - nothing here is secret


def county(people: int, *, towns: int = 12) -> County:
    """So many people in the county's towns: at most 2,000 in the home town, which comes first, the rest evenly."""
    codes = [HOME, *(code for code in below(COUNTY) if code != HOME)][:towns]
    at_home = min(HOME_PEOPLE, people // towns) if towns > 1 else people
    each, rest = divmod(people - at_home, max(1, towns - 1))
    sizes = [at_home, *(each + (number < rest) for number in range(towns - 1))]
    return County(tuple(_town(code, size) for code, size in zip(codes, sizes, strict=True)))


def _town(code: str, people: int) -> Town:
    return Town(code, names()[code], tuple((village, names()[village]) for village in below(code)), people)
