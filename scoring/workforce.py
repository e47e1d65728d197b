"""就业规模: how many 脱贫劳动力 have work, where and how, and why the number has changed from month to month.

The plan: “确保2023年全镇脱贫劳动力就业总规模不低于1350人”. Everybody who has work counts once, by the newest job.
The querysets of the rule `employment_total` say who counts on a day; what lies between two days follows from
comparing two sets.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.utils.functional import cached_property

from core.models import Division, Village
from core.periods import month_end, month_ends_before
from core.records.places import belonging, place_on
from labor.employment.regions import Region, region_of
from labor.models import Employment, Person
from oversight.models import Baseline
from scoring.catalogue import first_year, rubric_for
from scoring.changes import Change, changes_between
from scoring.years import Target

MONTHS = 12
#: What the people in work can be told apart by, and the property that does it.
KINDS = {"region": "regions", "channel": "channels", "industry": "industries", "village": "villages"}
UNSAID = "unsaid"


def employed(place: str, on: date) -> Any:
    """脱贫劳动力 of a town or village who had work on the day `on`."""
    return out_of_poverty(place, on).employed(on)


def out_of_poverty(place: str, on: date) -> Any:
    """脱贫劳动力 who lived in a town or village on the day, with or without work."""
    return belonging(
        Person.objects.everywhere("counted for a place, whoever looks").labor_out_of_poverty(on), place, on
    )


def month_ends(on: date, months: int = MONTHS) -> list[date]:
    """The last days of so many months and of the one before them, and `on` itself."""
    before = months if on == month_end(on) else months + 1
    return sorted([on, *islice(month_ends_before(on), before)])


@dataclass(frozen=True)
class Work:
    """Whose work it is and where; `village` is the person's on the day."""

    person: int
    village: str
    village_name: str
    channel: str
    industry: str
    region: Region


@dataclass(frozen=True)
class Share:
    """So many of the people in work are of one kind."""

    value: str
    label: str
    count: int
    total: int

    @property
    def percent(self) -> int:
        return self.count * 100 // self.total if self.total else 0


class Workforce:
    """The people in work of a town or village on a day."""

    def __init__(self, place: str, on: date) -> None:
        self.place, self.on = place, on

    @cached_property
    def work(self) -> list[Work]:
        """The newest job of everybody in work."""
        jobs = Employment.objects.current(self.on).filter(person__in=employed(self.place, self.on))
        jobs = jobs.annotate(home=place_on(Person, self.on, "person__").either("person__village_id"))
        columns = ("person_id", "home", "channel", "industry", "workplace_division_id", "workshop__village_id")
        newest: dict[int, Work] = {}
        for row in jobs.order_by("-started_on", "pk").values_list(*columns):
            person, village, channel, industry, division, workshop = row
            if person not in newest:
                region = region_of(village, division, channel, workshop)
                newest[person] = Work(person, village, self.names[village], channel, industry, region)
        return list(newest.values())

    @cached_property
    def names(self) -> dict[str, str]:
        """Of the villages, those that have stopped as well."""
        rows = Village.with_voided.everywhere("counted for a place, whoever looks").within(self.place)
        return dict(rows.values_list("code", "name"))

    @property
    def total(self) -> int:
        return len(self.work)

    @cached_property
    def labor(self) -> int:
        """All 脱贫劳动力, with or without work."""
        return out_of_poverty(self.place, self.on).count()

    @property
    def is_town(self) -> bool:
        return len(self.place) == Division.Level.TOWN

    @cached_property
    def target(self) -> Target | None:
        """The plan's number for the town; a village has none, nor has a year before the plan."""
        has_one = self.is_town and self.on.year >= first_year()
        return rubric_for(self.on.year).targets.get("employed") if has_one else None

    @property
    def missing(self) -> int:
        """How many are missing to the target."""
        return max((self.target.value or 0) - self.total, 0) if self.target else 0

    @cached_property
    def last_year(self) -> int | None:
        """The base figure of the year before; None where nobody entered it."""
        figures = Baseline.objects.figures(self.place, self.on.year - 1) if self.is_town else {}
        return figures.get(Baseline.Indicator.EMPLOYED)

    @property
    def against_last_year(self) -> str:
        """上年1360人，现少10人."""
        more = self.total - (self.last_year or 0)
        return f"上年{self.last_year}人，" + (f"现{'多' if more > 0 else '少'}{abs(more)}人" if more else "持平")

    @property
    def is_below_last_year(self) -> bool:
        return self.last_year is not None and self.total < self.last_year

    @property
    def regions(self) -> list[Share]:
        return self._shares("region", Region.choices, always=[region for region in Region if region != Region.UNKNOWN])

    @property
    def channels(self) -> list[Share]:
        return self._shares("channel", Employment.Channel.choices, always=Employment.Channel.values)

    @property
    def industries(self) -> list[Share]:
        """The largest first; the jobs of which nobody has said it come last."""
        named = self._shares("industry", Employment.Industry.choices)
        return sorted(named, key=lambda share: -share.count) + self._shares("industry", [(UNSAID, "未填行业")])

    @property
    def villages(self) -> list[Share]:
        return self._shares("village", sorted({(work.village, work.village_name) for work in self.work}))

    def shares_by(self, kind: str) -> list[Share]:
        """The people in work told apart by region, channel, industry or village; empty for anything else."""
        return getattr(self, KINDS[kind]) if kind in KINDS else []

    def people_by(self, kind: str, value: str) -> set[int]:
        """Keys of those in work who are of one kind: `people_by("channel", "county")`; all of them for no kind."""
        return {work.person for work in self.work if kind not in KINDS or (getattr(work, kind) or UNSAID) == value}

    @cached_property
    def changes(self) -> list[Change]:
        """From month end to month end and to the day itself: the oldest first."""
        days = month_ends(self.on)
        return changes_between({day: set(_keys(self.place, day)) for day in days})

    def _shares(self, kind: str, labels: Iterable[tuple[str, str]], always: Iterable[str] = ()) -> list[Share]:
        counted = Counter(getattr(work, kind) or UNSAID for work in self.work)
        shown = ((value, label) for value, label in labels if counted[value] or value in set(always))
        return [Share(value, label, counted[value], self.total) for value, label in shown]


def _keys(place: str, on: date) -> Any:
    return employed(place, on).order_by().values_list("pk", flat=True)
