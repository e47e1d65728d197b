"""三个清单 as they are kept, for the sheet that is handed in."""

from ledger.official.sources.base import OfficialSource, labels_of
from platforms.three_lists import tables
from platforms.three_lists.querysets import offered_elsewhere, placed_people, to_send

SUPPLY = OfficialSource(
    lambda wanted: to_send(wanted.last).order_by("village", "name_pinyin"),
    tables.SupplySheet,
    labels_of(tables.SUPPLY),
)
DEMAND = OfficialSource(
    lambda wanted: offered_elsewhere(wanted.last).open(wanted.last).order_by("workplace", "employer", "title"),
    tables.DemandSheet,
    labels_of(tables.DemandSheet.columns),
    of_town=True,
)
PLACED = OfficialSource(
    lambda wanted: placed_people(wanted.last).current(wanted.last).order_by("person__village", "person__name_pinyin"),
    tables.PlacedSheet,
    labels_of(tables.PlacedSheet.columns),
)
