"""All rules over everything that is stored, as the command and the nightly list want them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from core.doubts import Doubt, Snapshot
from core.wall import everywhere
from doubts.catalogue import DoubtRule
from doubts.holding import rules_as_set
from doubts.models import Exemption
from doubts.models.exemptions import DoubtName, name_of


class RuleDoubts(NamedTuple):
    """A rule and its hits, in order; those of `exempted` among them are left as they are."""

    rule: DoubtRule
    hits: Sequence[Doubt]
    exempted: Collection[DoubtName] = frozenset()

    def is_exempted(self, hit: Doubt) -> bool:
        return name_of(self.rule.code, hit) in self.exempted


class UnknownRule(LookupError):
    """No rule has this code."""


def check(division: str, on: date, codes: Collection[str] = ()) -> list[RuleDoubts]:
    """What the rules that are switched on find in the division on the day `on`; those of `codes` alone, if given."""
    checked = check_with_exempted(division, on, codes)
    return [RuleDoubts(each.rule, [hit for hit in each.hits if not each.is_exempted(hit)]) for each in checked]


def check_with_exempted(division: str, on: date, codes: Collection[str] = ()) -> list[RuleDoubts]:
    """The same with what is exempted on that day."""
    return run(_asked(on, codes), division, on)


@everywhere("rules compare everything that is stored; the doubts are those of one division")
def run(asked: Iterable[DoubtRule], division: str, on: date) -> list[RuleDoubts]:
    """What these rules find in the division on the day `on`, exempted or not."""
    facts, exempted = Snapshot(on), Exemption.objects.holding(on).by_name().keys()
    return [RuleDoubts(rule, _hits(rule, facts, division), exempted) for rule in asked]


def _asked(on: date, codes: Collection[str]) -> list[DoubtRule]:
    known = rules_as_set()
    if unknown := sorted(set(codes) - known.keys()):
        raise UnknownRule(f"没有规则“{unknown[0]}”；可用的是：{'、'.join(known)}")
    return [rule for rule in known.values() if rule.is_on(on) and (not codes or rule.code in codes)]


def _hits(rule: DoubtRule, facts: Snapshot, division: str) -> list[Doubt]:
    return sorted(
        (hit for hit in rule.hits(facts) if hit.village.startswith(division)),
        key=lambda hit: (hit.village, hit.subject, hit.key),
    )
