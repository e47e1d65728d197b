"""Points lost by level: how many more win the next of them back, as the rule itself counts them, and who it could be.

One person in work more is no point; nine may be two. So no record of an inbox tells it, and a sentence does.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from core.history import tables
from core.memo import remembered
from core.models import Division
from core.pages.counted import Counted, count_as
from core.records.places import belonging
from core.wall import everywhere
from scoring.catalogue import rubric_for
from scoring.measures import ROWS, measures
from scoring.result import decimal_text
from scoring.rules import AllOrNothing, Lever, Rule
from scoring.score import score_of
from scoring.tallies import Facts
from scoring.years import SubItem
from workshops.models import Workshop

#: Who or what it could be, by the name of the lever, where the rule counts them nowhere.
COULD_BE = {
    "employ_more": measures["employed"].lacking,
    "hire_more": measures["employed"].lacking,
    "operate_more": count_as(
        Counted(
            "workshops-idle",
            "workshops:workshop_list",
            lambda on: Workshop.objects.certified(on).exclude(pk__in=Workshop.objects.operating(on).values("pk")),
            lambda on: "已认定、现在不在运营的车间",
            lambda on: "家",
            ROWS,
        )
    ),
}


@dataclass(frozen=True)
class Gain:
    """What more of a lever wins: `number` of it the first `points`, `fully` all `most_points` that it can win.

    Both are 0 where the most there is of it wins nothing.
    """

    lever: Lever
    number: int
    points: Decimal
    fully: int
    most_points: Decimal

    @property
    def text(self) -> str:
        """再有9人就业可拿回2分，再有25人就业可拿回8分."""
        if not self.points:
            return f"{self.lever.words.format(self.lever.most)}，也拿不回分"
        first = self._won(self.number, self.points)
        return f"{first}，{self._won(self.fully, self.most_points)}" if self.fully > self.number else first

    def _won(self, number: int, points: Decimal) -> str:
        return f"{self.lever.words.format(number)}可拿回{decimal_text(points)}分"


def gain(rule: Rule, facts: Facts, lever: Lever, before: Decimal = Decimal(0)) -> Gain | None:
    """What a lever wins where a rule counts `facts`; None where nothing is lost. More of it never loses a point."""
    lost = rule.lost(facts, before)
    if lost <= before:
        return None

    def won(number: int) -> Decimal:
        moved = {name: facts[name] + number * each for name, each in lever.moves.items()}
        return lost - rule.lost({**facts, **moved}, before)

    numbers, most = range(max(lever.most, 0) + 1), won(max(lever.most, 0))
    if not most:
        return Gain(lever, 0, most, 0, most)
    number = bisect_left(numbers, True, key=lambda each: won(each) > 0)
    return Gain(lever, number, won(number), bisect_left(numbers, most, key=won), most)


@dataclass(frozen=True)
class Chance:
    """What a town may win back in a sub-item, and who of a place could be it: where they are listed, and how many."""

    code: str
    title: str
    text: str
    proves: bool
    address: str
    could_be: str


def chances(place: str, on: date) -> tuple[Chance, ...]:
    """What the town of a town or village may win back by level on a day, in the order of the rubric."""
    parts, rubric = {"chances": tables()}, rubric_for(on.year)
    found = remembered(parts, (rubric.digest, place, on), lambda names: {name: _found(place, on) for name in names})
    return found["chances"]


@everywhere("counted for a place, whoever looks")
def _found(place: str, on: date) -> tuple[Chance, ...]:
    town = place[: Division.Level.TOWN]
    score = score_of(town, on)
    found = []
    for sub_item in score.rubric.sub_items:
        facts = score.facts(sub_item, town)
        for lever in sub_item.rule.levers(facts):
            if won := gain(sub_item.rule, facts, lever, score.lost_before(sub_item, town)):
                found.append(_chance(sub_item, won, place, on))
    return tuple(found)


def _chance(sub_item: SubItem, won: Gain, place: str, on: date) -> Chance:
    lever, address, could_be = won.lever, "", ""
    if counted := COULD_BE.get(lever.name):
        number = belonging(counted.rows(on), place, on).count()
        address, could_be = (counted.address(place, on), f"{number}{counted.unit(on)}") if number else ("", "")
    elif lever.rows:
        asked = {"as_of": on.isoformat(), "division": place, "rows": lever.rows}
        address = reverse("scoring:sub_item", args=[sub_item.code], query=asked)
    proves = isinstance(sub_item.rule, AllOrNothing)
    text = won.text if place == place[: Division.Level.TOWN] else f"全镇{won.text}"
    return Chance(sub_item.code, sub_item.title, text, proves, address, could_be)
