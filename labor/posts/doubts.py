"""What is doubtful about public-benefit posts and who holds them."""

from collections.abc import Iterator
from itertools import combinations

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from labor.employment.facts import Channel, current_jobs, jobs_of
from labor.people.facts import PEOPLE, UNABLE, PersonRow
from labor.posts.facts import CONTRACTS, days_held


@contribute(DOUBTS, "post-holder-unlikely")
def holder_unlikely(facts: Snapshot, *, min_start_age: int, max_start_age: int, max_age: int) -> Iterator[Doubt]:
    for person, contracts in facts.families(CONTRACTS, "person_id", PEOPLE):
        for contract in contracts:
            if contract.contract_ended_on < facts.first_day:
                continue
            at_start = person.age(contract.contract_started_on)
            age = person.age(min(facts.on, contract.contract_ended_on))
            too_old_or_young = not min_start_age <= at_start <= max_start_age or age > max_age
            reason = _unfit(person, contract.is_held(facts.on)) or ("年龄" if too_old_or_young else "")
            if reason:
                yield contract.doubt(原因=reason, 合同开始时年龄=at_start, 年龄=age)


def _unfit(person: PersonRow, is_held: bool) -> str:
    if is_held and person.capacity in UNABLE:
        return "劳动能力"
    return "在校生状况" if is_held and person.schooling else ""


@contribute(DOUBTS, "posts-overlap")
def two_posts_at_a_time(facts: Snapshot) -> Iterator[Doubt]:
    for person, contracts in facts.families(CONTRACTS, "person_id", PEOPLE):
        for first, second in combinations(sorted(contracts, key=lambda each: each.code), 2):
            begun = max(first.contract_started_on, second.contract_started_on)
            last = min(first.contract_ended_on, second.contract_ended_on)
            if begun <= last and last >= facts.first_day:
                yield person.doubt(f"{first.code}@{second.code}", 岗位编号=first.code, 另一岗位编号=second.code)


@contribute(DOUBTS, "post-over-three-years")
def held_for_too_long(facts: Snapshot, *, max_days: int) -> Iterator[Doubt]:
    for person, contracts in facts.families(CONTRACTS, "person_id", PEOPLE):
        days = days_held((each.contract_started_on, each.contract_ended_on) for each in contracts)
        if days > max_days and any(each.contract_ended_on >= facts.first_day for each in contracts):
            yield person.doubt(天数=days)


@contribute(DOUBTS, "post-works-elsewhere")
def holds_a_post_and_works_elsewhere(facts: Snapshot) -> Iterator[Doubt]:
    for person, contracts in facts.families(CONTRACTS, "person_id", PEOPLE):
        held = [contract for contract in contracts if contract.is_held(facts.on)]
        for job in jobs_of(facts, person.pk) if held else ():
            if job.covers(facts.on) and job.channel != Channel.PUBLIC_BENEFIT:
                found = {"单位名称": job.employer, "就业渠道": Channel(job.channel)}
                yield from (contract.doubt(job.key, **found) for contract in held)


@contribute(DOUBTS, "post-job-without-contract")
def works_in_a_post_without_contract(facts: Snapshot) -> Iterator[Doubt]:
    contracts = facts.grouped(CONTRACTS, "person_id")
    for person, job in current_jobs(facts):
        own = contracts.get(person.pk, ())
        if job.channel == Channel.PUBLIC_BENEFIT and not any(each.is_held(facts.on) for each in own):
            last = max((each.contract_ended_on for each in own), default=None)
            yield person.doubt(job.key, 单位名称=job.employer, 合同终止日期=last)
