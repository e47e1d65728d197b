"""How many records of a village, or of all villages, are untrue, as far as a random sample can tell.

SciPy is loaded by the first who asks: that takes seconds and some 110 MB, which starting the program does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

#: How sure an interval is.
LEVEL = 0.95


@dataclass(frozen=True)
class Sampled:
    """Of the `people` of a village `answered` were drawn at random and asked; the records of `untrue` are not true."""

    people: int
    answered: int
    untrue: int


@dataclass(frozen=True)
class Estimate:
    """A share of untrue records, with the bounds within which it lies."""

    share: float
    least: float
    most: float

    @property
    def words(self) -> str:
        return f"{_percent(self.share)}（{_percent(self.least)}～{_percent(self.most)}）"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0") + "%"


def of_village(counted: Sampled) -> Estimate | None:
    """Exact: all numbers of untrue records that do not make what was found too unlikely. None without answers."""
    if not counted.answered:
        return None
    least, most = bounds(counted.people, counted.answered, counted.untrue)
    return Estimate(counted.untrue / counted.answered, least / counted.people, most / counted.people)


@lru_cache(maxsize=4096)
def bounds(people: int, answered: int, untrue: int) -> tuple[int, int]:
    """The least and the largest number of untrue records among all: both tails of the hypergeometric distribution."""
    from scipy.stats import hypergeom

    tail = (1 - LEVEL) / 2
    possible = range(untrue, people - (answered - untrue) + 1)
    as_many = hypergeom.sf(untrue - 1, people, possible, answered)
    as_few = hypergeom.cdf(untrue, people, possible, answered)
    least = next(number for number, chance in zip(possible, as_many, strict=True) if chance > tail)
    most = next(number for number, chance in zip(reversed(possible), reversed(as_few), strict=True) if chance > tail)
    return least, most


def of_all(villages: Iterable[Sampled]) -> Estimate | None:
    """All villages together, each with the weight of its people; those without answers are left out.

    Approximate, for the villages are drawn from unequally: the bounds of a binomial share (Clopper and Pearson) of as
    many answers as would be as precise when drawn from all alike (Korn and Graubard), which are never more than their
    weights leave of them. Nor is it narrower than what one village by itself leaves open. One village is exact.
    """
    asked = [each for each in villages if each.answered]
    if len(asked) < 2:
        return of_village(asked[0]) if asked else None
    people, answered = sum(each.people for each in asked), sum(each.answered for each in asked)
    share = sum(each.people / people * each.untrue / each.answered for each in asked)
    if people == answered:
        return Estimate(share, share, share)
    variance = sum(_variance(each, people) for each in asked)
    alike = 1 / sum((each.people / people) ** 2 / each.answered for each in asked)
    least, most = _binomial(share, min(share * (1 - share) / variance, alike) if 0 < share < 1 else alike)
    spans = [_open(each, people) for each in asked]
    return Estimate(
        share, min(least, *(share - low for low, _ in spans)), max(most, *(share + high for _, high in spans))
    )


def _open(each: Sampled, people: int) -> tuple[float, float]:
    """How much lower and higher the share of all may be for what was not asked in this village alone."""
    least, most = bounds(each.people, each.answered, each.untrue)
    found = each.people * each.untrue / each.answered
    return (found - least) / people, (most - found) / people


def _variance(each: Sampled, people: int) -> float:
    """What the village adds to the variance of the share of all, drawn without being put back."""
    share, left = (each.untrue + 0.5) / (each.answered + 1), 1 - each.answered / each.people
    return (each.people / people) ** 2 * left * share * (1 - share) / max(each.answered - 1, 1)


def _binomial(share: float, answered: float) -> tuple[float, float]:
    from scipy.stats import beta

    untrue, tail = share * answered, (1 - LEVEL) / 2
    least = float(beta.ppf(tail, untrue, answered - untrue + 1)) if share else 0.0
    most = float(beta.ppf(1 - tail, untrue + 1, answered - untrue)) if share < 1 else 1.0
    return least, most
