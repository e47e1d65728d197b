"""All rules over everything that is stored, as the command and the nightly list want them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from core.doubts import Doubt, Snapshot
from core.wall import everywhere
from doubts.catalogue import DoubtRule, rules


class RuleDoubts(NamedTuple):
    """A rule and its hits, in order."""

    rule: DoubtRule
    hits: Sequence[Doubt]


class UnknownRule(LookupError):
    """No rule has this code."""


@everywhere("rules compare everything that is stored; the doubts are those of one division")
def check(division: str, on: date, codes: Collection[str] = ()) -> list[RuleDoubts]:
    """What the rules that are switched on find in the division on the day `on`; those of `codes` alone, if given."""
    facts = Snapshot(on)
    return [RuleDoubts(rule, _hits(rule, facts, division)) for rule in _asked(on, codes)]


def _asked(on: date, codes: Collection[str]) -> list[DoubtRule]:
    if unknown := sorted(set(codes) - rules().keys()):
        raise UnknownRule(f"没有规则“{unknown[0]}”；可用的是：{'、'.join(rules())}")
    return [rule for rule in rules().values() if rule.is_on(on) and (not codes or rule.code in codes)]


def _hits(rule: DoubtRule, facts: Snapshot, division: str) -> list[Doubt]:
    return sorted(
        (hit for hit in rule.hits(facts) if hit.village.startswith(division)),
        key=lambda hit: (hit.village, hit.subject, hit.key),
    )
