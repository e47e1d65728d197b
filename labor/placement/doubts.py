"""What is doubtful about organised labor export."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot, Table
from core.doubts.doubt import values
from labor.employment.facts import JOBS
from labor.models import LaborExport
from labor.people.facts import PEOPLE, PersonRow, household_of


class ExportRow(NamedTuple):
    pk: int
    code: str
    town_id: str
    held_on: date
    participants: int
    participants_out_of_poverty: int


EXPORTS = Table("劳务输出", LaborExport, ExportRow)


@contribute(DOUBTS, "export-numbers")
def counts_others_than_came(facts: Snapshot) -> Iterator[Doubt]:
    people, jobs = facts.by_key(PEOPLE), facts.grouped(JOBS, "export_id")
    for export in facts.rows(EXPORTS):
        if not facts.this_year(export.held_on):
            continue
        workers = {job.person_id for job in jobs.get(export.pk, ())} & people.keys()
        poor = sum(_is_poor(facts, people[key], export.held_on) for key in workers)
        if len(workers) != export.participants or poor > export.participants_out_of_poverty:
            found = values(
                参加人数=export.participants, 登记人数=len(workers),
                其中脱贫劳动力人数=export.participants_out_of_poverty, 登记脱贫人数=poor,
            )  # fmt: skip
            yield Doubt(export.code, "", export.town_id, found)


def _is_poor(facts: Snapshot, person: PersonRow, held_on: date) -> bool:
    """In a 脱贫户 today, and on the register on the day of the activity."""
    household = household_of(facts, person)
    poor = household is not None and household.is_out_of_poverty
    return poor and facts.at(PEOPLE, person, held_on).is_on_register(held_on)
