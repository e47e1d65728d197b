"""How many people of each village work, and where."""

from collections import Counter
from typing import Any

from django.db.models import Q

from core.models import Village
from core.records.as_they_were import as_they_were
from core.records.conditions import not_yet
from core.tables import Column
from labor.employment.regions import Region, with_region
from labor.models import Employment, Person
from labor.people import conditions
from ledger.official.sources.base import OfficialSource, SourceTable, Wanted, labels_of, said

LABOR, WORKING, IDLE, BEGAN, ENDED = "脱贫劳动力", "务工人数", "未务工", "本月新务工", "本月结束务工"
REGIONS = {
    Region.OUTSIDE: "省外", Region.PROVINCE: "省内县外", Region.COUNTY: "县内", Region.TOWN: "乡镇内",
    Region.UNKNOWN: "就业地不明",
}  # fmt: skip
CHANNELS = {Employment.Channel.WORKSHOP: "帮扶车间", Employment.Channel.PUBLIC_BENEFIT: "公益性岗位"}
LABELS = (LABOR, WORKING, *REGIONS.values(), *CHANNELS.values(), IDLE, BEGAN, ENDED)


def find(wanted: Wanted) -> Any:
    """Villages that have not been merged or dissolved by then."""
    return Village.objects.filter(not_yet("stopped_on", wanted.last)).order_by("code")


def counted(label: str) -> Column:
    return said(label, lambda village: village.counts[label])


class VillageWorkTable(SourceTable):
    """Villages with their 脱贫劳动力 at the month's end, and where these work; of several jobs by the newest."""

    columns = (said("村", lambda village: village.name), *map(counted, LABELS))

    def read(self, rows: Any) -> list[Any]:
        people = Person.objects.visible_to(self.wanted.user).labor_out_of_poverty(self.on)
        homes = {person.pk: person.village_id for person in as_they_were(people, self.on)}
        counts = Counter((home, LABOR) for home in homes.values())
        counts.update((homes[person], label) for person, label in self._work() if person in homes)
        found = list(rows)
        for village in found:
            village.counts = {label: counts[village.pk, label] for label in LABELS}
            village.counts[IDLE] = village.counts[LABOR] - village.counts[WORKING]
        return found

    def _work(self) -> set[tuple[int, str]]:
        """What is counted of each person's work, each once."""
        now: dict[int, Any] = {}
        told: set[tuple[int, str]] = set()
        for job in self._jobs():
            if job.covers(self.on):
                now[job.person_id] = job
            if job.started_on >= self.wanted.first:
                told.add((job.person_id, BEGAN))
            if job.ended_on and job.ended_on <= self.on:
                told.add((job.person_id, ENDED))
        told -= {(person, ENDED) for person in now}
        for person, job in now.items():
            told |= {(person, label) for label in (WORKING, REGIONS[job.region], CHANNELS.get(job.channel, WORKING))}
        return told

    def _jobs(self) -> Any:
        """The jobs of 脱贫劳动力 that went on in the month, those begun first before those begun later."""
        lasted = Q(ended_on=None) | Q(ended_on__gte=self.wanted.first)
        jobs = Employment.objects.visible_to(self.wanted.user).filter(lasted, started_on__lte=self.on)
        of_labor = jobs.filter(conditions.labor_out_of_poverty(self.on, "person__"), person__voided_at=None)
        return with_region(of_labor).order_by("started_on", "pk")


WORK_BY_VILLAGE = OfficialSource(find, VillageWorkTable, labels_of(VillageWorkTable.columns))
