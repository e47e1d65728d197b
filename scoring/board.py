"""What the score pages show of a survey: the result, what costs most, and the villages side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from core.models import Village
from scoring.catalogue import Entry
from scoring.engine import Survey
from scoring.results import Indicator, ItemResult, Result

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
    shares: tuple[Indicator, ...]

    @property
    def deducted(self) -> Decimal:
        return sum((share.deducted or Decimal(0) for share in self.shares), Decimal(0))


class TownBoard:
    """A town's score on a day, ready to be shown."""

    def __init__(self, survey: Survey, villages: Sequence[Village]) -> None:
        self.survey = survey
        self._villages = villages

    @cached_property
    def result(self) -> Result:
        return self.survey.result(self.survey.scope.division)

    @property
    def lost(self) -> Decimal:
        return sum((indicator.deducted or Decimal(0) for indicator in self.result.indicators.values()), Decimal(0))

    @property
    def bars(self) -> list[Bar]:
        return [_bar(item) for item in self.result.items]

    @property
    def costliest(self) -> list[Indicator]:
        """The sub-items that cost the town most, the dearest first."""
        losing = [indicator for indicator in self.result.indicators.values() if indicator.deducted]
        return sorted(losing, key=lambda indicator: -(indicator.deducted or 0))[:WORTH_DOING]

    @property
    def compared(self) -> list[Entry]:
        """The sub-items that villages have a share in."""
        return [entry for entry in self.survey.rubric.entries if entry.rule.per_village]

    @cached_property
    def villages(self) -> list[VillageRow]:
        """The villages, those that cost most first."""
        rows = (_village_row(self.survey, village) for village in self._villages)
        return sorted(rows, key=lambda row: (-row.deducted, row.code))


def _bar(item: ItemResult) -> Bar:
    pending = sum((each.entry.rule.max for each in item.indicators if each.score is None), Decimal(0))
    lost = sum((each.deducted or Decimal(0) for each in item.indicators), Decimal(0))
    return Bar(item, int(100 * (item.item.max - lost - pending) / item.item.max), lost)


def _village_row(survey: Survey, village: Village) -> VillageRow:
    shares = survey.share(village.code, village.name).indicators.values()
    return VillageRow(village.code, village.name, tuple(share for share in shares if share.entry.rule.per_village))


@dataclass(frozen=True)
class VillageBoard:
    """A village's share of its town's deductions on a day."""

    village: Village
    shares: tuple[Indicator, ...]

    @property
    def deducted(self) -> Decimal:
        return sum((share.deducted or Decimal(0) for share in self.shares), Decimal(0))


def village_board(survey: Survey, village: Village) -> VillageBoard:
    """What `village` adds to the deductions of the town that was surveyed."""
    return VillageBoard(village, _village_row(survey, village).shares)
