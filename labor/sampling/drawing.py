"""Which people a round of spot checks draws: the same frame, seed and numbers give the same people, whoever draws.

It needs nothing of the program: a frame, a hash and an order. See docs/adr/0064.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

#: By villages, everybody who could be drawn: the public id, and why their records are risky.
Frame = Mapping[str, Mapping[str, Sequence[str]]]
#: What a round keeps of how it was drawn. Another way of drawing gets another name.
METHOD = "sha256-1"
#: The method in words, for whoever draws once more.
IN_WORDS = (
    "每村的人按“种子:公开编号”的 SHA-256 值从小到大排列，取前面的“人数乘比例”人（不足一人进一），"
    "不少于“每村至少”、不多于“每村至多”；其余有风险的人按“种子:重点:公开编号”的值同样排列，取前面的“每村重点”人。"
)


class Why(Enum):
    """Why somebody was drawn."""

    RANDOM = "random"
    PRIORITY = "priority"


@dataclass(frozen=True)
class Numbers:
    """How many are drawn: a share in percent of each village, between bounds, and so many risky records beside."""

    share: int
    least: int = 0
    most: int | None = None
    priority: int = 0

    def of(self, people: int) -> int:
        """How many of so many people are drawn at random."""
        wanted = max(-(-people * self.share // 100), self.least)
        return min(wanted, people, people if self.most is None else self.most)


def draw(frame: Frame, seed: str, numbers: Numbers) -> dict[str, Why]:
    """The people who are drawn, by public id, village by village."""
    drawn: dict[str, Why] = {}
    for village in sorted(frame):
        people = frame[village]
        ranked = sorted(people, key=lambda each: _rank(seed, each))
        chosen = ranked[: numbers.of(len(people))]
        risky = sorted((each for each in people if people[each]), key=lambda each: _rank(f"{seed}:重点", each))
        beside = [each for each in risky if each not in set(chosen)][: numbers.priority]
        drawn |= dict.fromkeys(chosen, Why.RANDOM) | dict.fromkeys(beside, Why.PRIORITY)
    return drawn


def _rank(seed: str, public_id: str) -> str:
    return sha256(f"{seed}:{public_id}".encode()).hexdigest()
