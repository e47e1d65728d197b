"""What is doubtful about verifications, and about spot checks beside them."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.periods import HALF_YEARS, terms
from labor.employment.facts import jobs_of
from labor.models import SpotCheck, Verification
from labor.people.facts import PEOPLE, PersonRow
from labor.verification.facts import SPOT_CHECKS, VERIFICATIONS


@contribute(DOUBTS, "unreachable-thrice")
def never_reached(facts: Snapshot, *, times: int) -> Iterator[Doubt]:
    for term in terms(facts.on.year, HALF_YEARS):
        for person, verifications in facts.families(VERIFICATIONS, "person_id", PEOPLE):
            tried = [each for each in verifications if term.start <= each.verified_on <= term.end]
            if len(tried) >= times and not any(each.has_reached for each in tried) and person.is_on_register(facts.on):
                yield person.doubt(str(term), 次数=len(tried))


@contribute(DOUBTS, "unchanged-though-job-ended")
def unchanged_though_work_ended(facts: Snapshot) -> Iterator[Doubt]:
    for person, verifications in facts.families(VERIFICATIONS, "person_id", PEOPLE):
        reached = sorted((each for each in verifications if each.has_reached), key=lambda each: each.verified_on)
        for before, each in pairwise(reached):
            unchanged = each.result == Verification.Result.UNCHANGED and facts.this_year(each.verified_on)
            if unchanged and (ended := _ended(facts, person, before.verified_on, each.verified_on)):
                yield person.doubt(str(each.verified_on), 上次核实日期=before.verified_on, 份数=ended)


def _ended(facts: Snapshot, person: PersonRow, first: date, end: date) -> int:
    """How many jobs of the person ended from `first` on and before `end`."""
    return sum(job.ended_on is not None and first <= job.ended_on < end for job in jobs_of(facts, person.pk))


@contribute(DOUBTS, "untrue-soon-after-verified")
def untrue_soon_after_verified(facts: Snapshot, *, days: int) -> Iterator[Doubt]:
    verifications = facts.grouped(VERIFICATIONS, "person_id")
    for person, check in facts.joined(SPOT_CHECKS, "person_id", PEOPLE):
        if check.result == SpotCheck.Result.UNTRUE and facts.this_year(check.checked_on):
            reached = (each.verified_on for each in verifications.get(check.person_id, ()) if each.has_reached)
            last = max((day for day in reached if day <= check.checked_on), default=None)
            if last and (check.checked_on - last).days <= days:
                yield person.doubt(check.key, 核实日期=last)
