"""What is doubtful about base figures."""

from collections.abc import Iterator

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.doubt import values
from oversight.facts import BASELINES
from oversight.models import Baseline

Indicator = Baseline.Indicator
#: Each figure with the one of which it counts a part.
PARTS = (
    (Indicator.EMPLOYED, Indicator.LABOR),
    (Indicator.WORKSHOP_LABOR, Indicator.WORKSHOP_WORKERS),
)


@contribute(DOUBTS, "base-contradiction")
def part_larger_than_the_whole(facts: Snapshot) -> Iterator[Doubt]:
    figures = {(row.year, row.town_id, row.indicator): row.value for row in facts.rows(BASELINES)}
    for (year, town, indicator), value in figures.items():
        whole = figures.get((year, town, dict(PARTS).get(indicator)))
        if whole is not None and value > whole:
            yield Doubt(town, f"{year}@{Indicator(indicator).label}", town, values(数值=value, 上限=whole))
