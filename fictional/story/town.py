"""The town while it is being made: its day, its chances, its people, and who of them already has a part."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from fictional.places import TOWN
from fictional.story import places
from fictional.story.book import Book
from fictional.story.days import Days
from fictional.story.people import Home, Resident
from fictional.story.register import Register

#: The size that the numbers of the scenario are made for.
USUAL_SIZE = 2000


class Cast:
    """Gives parts to people who have none yet, so that nobody's facts contradict each other."""

    def __init__(self, random: Random, people: Iterable[Resident]) -> None:
        self._free = list(people)
        random.shuffle(self._free)

    def take(self, number: int, fits: Callable[[Resident], bool]) -> list[Resident]:
        """The first so many that fit; fewer where there are no more."""
        taken: list[Resident] = []
        for person in self._free:
            if len(taken) == number:
                break
            if fits(person):
                taken.append(person)
        self.remove(taken)
        return taken

    def remove(self, people: Iterable[Resident]) -> None:
        gone = set(people)
        self._free = [person for person in self._free if person not in gone]

    def has(self, people: Iterable[Resident]) -> bool:
        """Whether none of them has a part yet."""
        return set(people) <= set(self._free)

    def rest(self) -> list[Resident]:
        return list(self._free)


@dataclass(frozen=True)
class Post:
    """A contract for a 公益性岗位."""

    code: str
    person: Resident
    kind: str
    contract_started_on: date
    contract_ended_on: date
    monthly_allowance: int


@dataclass
class Town:
    days: Days
    random: Random
    size: int
    register: Register
    cast: Cast
    book: Book = field(default_factory=Book)
    posts: list[Post] = field(default_factory=list)
    #: Who works at each village's platform, the present one last.
    clerks: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def found(cls, today: date, size: int) -> "Town":
        """The town with its register, and everybody still without a part."""
        random, days = Random(f"{TOWN}/{today}/{size}"), Days(today)  # noqa: S311 - nothing here is secret
        register = Register(days, random)
        register.draw(size)
        return cls(days, random, size, register, Cast(random, register.people))

    @property
    def homes(self) -> list[Home]:
        return self.register.homes

    @property
    def people(self) -> list[Resident]:
        return self.register.people

    def scaled(self, number: int) -> int:
        """A number of the usual town, in proportion to this one's size; at least 1."""
        return max(1, round(number * self.size / USUAL_SIZE))

    def clerk(self, village: str) -> str:
        """Who signs for what the village's platform does."""
        return self.random.choice(self.clerks.get(village, ["镇社会事务办"]))


def village_name(code: str) -> str:
    return next(village.name for village in (*places.VILLAGES, places.NEIGHBOUR) if village.code == code)


def committee(code: str) -> str:
    """What the village is called as an employer."""
    name = village_name(code)
    return f"{name.removesuffix('居委会')}居民委员会" if not name.endswith("村") else f"{name}村民委员会"
