"""What the score pages show of a score: the result, what costs most, and the villages side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import cached_property

from core.models import Village
from scoring.result import ItemResult, Result, SubItemResult
from scoring.score import Score
from scoring.years import SubItem

WORTH_DOING = 5


@dataclass(frozen=True)
class Bar:
    """An item of the board with its share of the full marks, in percent."""

    item: ItemResult
    percent: int
    lost: Decimal


@dataclass(frozen=True)
class VillageRow:
    """A village with what it adds to the town's deductions, in the order of `TownBoard.compared`."""

    code: str
    name: str
    shares: tuple[SubItemResult, ...]

    @property
    def deducted(self) -> Decimal:
        return sum((share.deducted or Decimal(0) for share in self.shares), Decimal(0))


class TownBoard:
    """A town's score on a day, ready to be shown."""

    def __init__(self, score: Score, villages: Sequence[Village]) -> None:
        self.score = score
        self._villages = villages

    @cached_property
    def result(self) -> Result:
        return self.score.result(self.score.scope.division)

    @property
    def lost(self) -> Decimal:
        return sum((each.deducted or Decimal(0) for each in self.result.sub_items.values()), Decimal(0))

    @property
    def lacking_base(self) -> Decimal:
        """The points that wait for figures of the base year."""
        return (self.result.pending or Decimal(0)) - self.result.pending_before

    @property
    def started_on(self) -> date | None:
        """The town's start day, where it lies within the year."""
        return self.score.starts.get(self.score.scope.division)

    @property
    def bars(self) -> list[Bar]:
        return [_bar(item) for item in self.result.items]

    @property
    def costliest(self) -> list[SubItemResult]:
        """The sub-items that cost the town most, the dearest first."""
        losing = [each for each in self.result.sub_items.values() if each.deducted]
        return sorted(losing, key=lambda each: -(each.deducted or 0))[:WORTH_DOING]

    @property
    def compared(self) -> list[SubItem]:
        """The sub-items that villages have a share in."""
        return [sub_item for sub_item in self.score.rubric.sub_items if sub_item.rule.per_village]

    @cached_property
    def villages(self) -> list[VillageRow]:
        """The villages, those that cost most first."""
        rows = (_village_row(self.score, village) for village in self._villages)
        return sorted(rows, key=lambda row: (-row.deducted, row.code))


def _bar(item: ItemResult) -> Bar:
    pending = sum((each.pending for each in item.sub_items), Decimal(0))
    lost = sum((each.deducted or Decimal(0) for each in item.sub_items), Decimal(0))
    return Bar(item, int(100 * (item.item.max - lost - pending) / item.item.max), lost)


def _village_row(score: Score, village: Village) -> VillageRow:
    shares = score.share(village.code, village.name).sub_items.values()
    return VillageRow(village.code, village.name, tuple(share for share in shares if share.sub_item.rule.per_village))


@dataclass(frozen=True)
class VillageBoard:
    """A village's share of its town's deductions on a day."""

    village: Village
    shares: tuple[SubItemResult, ...]

    @property
    def deducted(self) -> Decimal:
        return sum((share.deducted or Decimal(0) for share in self.shares), Decimal(0))


def village_board(score: Score, village: Village) -> VillageBoard:
    """What `village` adds to the deductions of its town."""
    return VillageBoard(village, _village_row(score, village).shares)
