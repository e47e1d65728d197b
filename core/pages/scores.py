"""What a change or a correction does to a town's score, told to whoever has just made it; the score is contributed."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from types import FunctionType
from typing import NamedTuple

from core.contributions import Slot
from core.models import Division
from core.periods import month_and_day


class ScoreOn(NamedTuple):
    """Finds a town's score on a day; None where there is nothing to count by."""

    find: Callable[[str, date], Decimal | None]


SCORES = Slot(FunctionType, ScoreOn)


class ScoresBefore:
    """The scores of towns on some days, as they are now; asked again after a write, `told` says what it did."""

    def __init__(self, places: Collection[str], days: Collection[date]) -> None:
        self.towns = sorted({place[: Division.Level.TOWN] for place in places})
        self.days = sorted(days)
        self.scores = self._now()

    def _now(self) -> dict[tuple[str, date], Decimal | None]:
        return {(town, day): score.find(town, day) for score in SCORES for town in self.towns for day in self.days}

    @property
    def told(self) -> str:
        """In one line, day by day: 6月30日 92.4分不变；11月27日 93.1分，现为93分. Blank where nothing is counted."""
        now = self._now()
        names = dict(
            Division.objects.everywhere("the code list is public").filter(pk__in=self.towns).values_list("code", "name")
        )
        several = len(self.towns) > 1
        parts = [
            f"{names.get(town, town) if several else ''}{_day(day, self.days[-1])}{_words(was, now[town, day])}"
            for (town, day), was in self.scores.items()
            if was is not None
        ]
        return f"得分：{'；'.join(parts)}。" if parts else ""


def _day(day: date, last: date) -> str:
    return month_and_day(day) if day.year == last.year else f"{day.year}年{month_and_day(day)}"


def _words(was: Decimal, now: Decimal | None) -> str:
    return f" {was:f}分不变" if was == now else f" {was:f}分变为{now:f}分"
