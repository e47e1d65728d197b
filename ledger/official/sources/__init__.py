"""What lists that go out can be made of, by the names that layouts call them."""

from ledger.official.sources.attended import POST_MONTH
from ledger.official.sources.base import OfficialSource as OfficialSource
from ledger.official.sources.base import Wanted as Wanted
from ledger.official.sources.by_village import WORK_BY_VILLAGE
from ledger.official.sources.came_and_left import CHANGED_PEOPLE
from ledger.official.sources.certified import WORKSHOPS
from ledger.official.sources.classes import TRAINEES
from ledger.official.sources.fairs import FAIRS
from ledger.official.sources.payments import TRAVEL
from ledger.official.sources.three import DEMAND, PLACED, SUPPLY
from ledger.official.sources.work import MONTH_OF_WORK

SOURCES: dict[str, OfficialSource] = {
    "changed-people": CHANGED_PEOPLE,
    "post-month": POST_MONTH,
    "travel": TRAVEL,
    "trainees": TRAINEES,
    "fairs": FAIRS,
    "workshops": WORKSHOPS,
    "month-of-work": MONTH_OF_WORK,
    "work-by-village": WORK_BY_VILLAGE,
    "supply": SUPPLY,
    "demand": DEMAND,
    "placed": PLACED,
}
