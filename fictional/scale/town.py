"""A plausible county, described: its towns, how common things are, and who carries which identity number.

Nobody here exists: identity numbers begin with 430599, a code that was never given out, and phones with 154.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from core.divisions import parent_code, read
from core.personal_data.identity import CHECK_DIGITS, WEIGHTS

DIVISIONS = Path(__file__).resolve().parent.parent.parent / "fixtures" / "divisions"
COUNTY = "430529"
HOME = "430529104"
HOME_PEOPLE = 2000
AREA = "430599"


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
    codes = [HOME, *(code for code in _below(COUNTY) if code != HOME)][:towns]
    at_home = min(HOME_PEOPLE, people // towns) if towns > 1 else people
    each, rest = divmod(people - at_home, max(1, towns - 1))
    sizes = [at_home, *(each + (number < rest) for number in range(towns - 1))]
    return County(tuple(_town(code, size) for code, size in zip(codes, sizes, strict=True)))


def _town(code: str, people: int) -> Town:
    names = _names()
    return Town(code, names[code], tuple((village, names[village]) for village in _below(code)), people)


def _below(division: str) -> list[str]:
    return sorted(code for code in _names() if parent_code(code) == division)


@cache
def _names() -> dict[str, str]:
    return dict(read(DIVISIONS))


# --- identity numbers ---

FIRST_BORN = date(1962, 1, 1)
BIRTHDAYS = 17_011  # a prime number of days from then on, so that the step below visits every number once
SERIALS = 1000
STEP = 6_700_417


class Identities:
    """The n-th identity number and its birth date: distinct for the first 17 million people."""

    def __init__(self) -> None:
        days = [FIRST_BORN + timedelta(days=number) for number in range(BIRTHDAYS)]
        self.days = [(day, f"{AREA}{day:%Y%m%d}", _weigh(f"{AREA}{day:%Y%m%d}", 0)) for day in days]
        self.serials = [(f"{number:03}", _weigh(f"{number:03}", 14)) for number in range(SERIALS)]

    def number(self, person: int) -> tuple[str, date]:
        serial, day = divmod(person * STEP % (BIRTHDAYS * SERIALS), BIRTHDAYS)
        born, head, head_weight = self.days[day]
        tail, tail_weight = self.serials[serial]
        return f"{head}{tail}{CHECK_DIGITS[(head_weight + tail_weight) % 11]}", born


def _weigh(digits: str, position: int) -> int:
    return sum(WEIGHTS[position + offset] * int(digit) for offset, digit in enumerate(digits))
