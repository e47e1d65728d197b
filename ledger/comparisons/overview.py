"""The numbers of a comparison: how many lines of each colour, in each village, and how many are decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count

from core.models import Village
from ledger.comparisons.models import Standing
from ledger.models import ImportJob
from ledger.rosters.decisions import Colour
from workshops.models import Workshop

#: So many villages are told in a table; the others are found by the filter.
VILLAGES = 20
#: What somebody has yet to do something about.
UNSETTLED = (Standing.OPEN, Standing.ANSWERED, Standing.UNWRITTEN)


@dataclass
class LineCounts:
    """How many lines there are of each colour, and how many of all are still to be decided."""

    name: str
    code: str = ""
    by_colour: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Colour.values, 0))
    unsettled: int = 0

    @property
    def told(self) -> list[tuple[Colour, int]]:
        return [(colour, self.by_colour[colour]) for colour in Colour]

    @property
    def all(self) -> int:
        return sum(self.by_colour.values())

    def add(self, colour: str, standing: str, number: int) -> None:
        self.by_colour[colour] += number
        self.unsettled += number if standing in UNSETTLED else 0


@dataclass
class Overview:
    """A comparison in numbers, as far as the user sees its lines."""

    whole: LineCounts
    villages: Sequence[LineCounts]
    more: int
    standings: dict[str, int]


class ReportedTotal(NamedTuple):
    """A total as a list reports it, what its rows and the ledger count, and the workshop that it is about."""

    workshop: Workshop
    reported: str
    listed: int
    ours: int

    @property
    def agrees(self) -> bool:
        return self.reported == str(self.listed) == str(self.ours)


def totals_told(job: ImportJob, user: Any) -> list[ReportedTotal]:
    """The totals of workshops that the user sees, those that disagree first."""
    told = {each["workshop"]: each for each in job.report.get("reported", ())}
    workshops = Workshop.objects.visible_to(user).filter(code__in=list(told)).order_by("code")
    found = []
    for each in workshops:
        one = told[each.code]
        found.append(ReportedTotal(each, "、".join(map(str, one["reported"])), one["listed"], one["ours"]))
    return sorted(found, key=lambda each: each.agrees)[:VILLAGES]


def overview_of(job: ImportJob, user: Any) -> Overview:
    rows = job.compared.visible_to(user).with_standing().order_by()
    names = dict(Village.objects.visible_to(user).values_list("code", "name"))
    whole, places, standings = LineCounts("合计"), {}, defaultdict(int)
    for place, colour, standing, number in rows.values_list("place", "colour", "standing").annotate(Count("pk")):
        village = places.setdefault(place, LineCounts(names.get(place, "全镇"), place if place in names else ""))
        for counted in (whole, village):
            counted.add(colour, standing, number)
        standings[standing] += number
    villages = sorted(places.values(), key=lambda one: (not one.code, one.code))
    return Overview(whole, villages[:VILLAGES], len(villages[VILLAGES:]), standings)
