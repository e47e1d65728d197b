"""What stands in the way of a draft: its points, its items, the names of its numbers, its targets. All in Chinese."""

from collections.abc import Iterator
from datetime import date

from core.assessment import judged_by
from scoring.editions.additions import ONCE
from scoring.measures import measures
from scoring.parsing import sums
from scoring.tallies import Scope
from scoring.years import Rubric

NOWHERE = ""


def faults_of(rubric: Rubric) -> Iterator[str]:
    """Why the rubric cannot be published as it stands; nothing where it can."""
    yield from sums(rubric)
    yield from (f"第{item.code}项没有目：加一目，或删去这一项" for item in rubric.items if not item.sub_items)
    for rule in ONCE:
        if len(used := rubric.scored_by(rule)) > 1:
            yield f"{'、'.join(each.code for each in used)}都是{used[0].title}，只能有一目"
    yield from unnamed(rubric)
    for target in rubric.targets.values():
        if target.name not in measures:
            yield f"程序不会数“{target.label}”（{target.name}）这个方案目标"


def unnamed(rubric: Rubric) -> Iterator[str]:
    """The numbers that the rules count and no page could name."""
    scope = Scope(NOWHERE, date(rubric.year, 12, 31))
    with judged_by(rubric):
        for each in rubric.sub_items:
            for name in each.rule.tallies(scope).keys() - each.numbers.keys():
                yield f"{each.code}的数“{name}”没有名称，请在numbers里写上"
