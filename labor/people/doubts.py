"""What is doubtful about people and households."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.places import SITES
from core.doubts.snapshot import grouped
from labor.models import Household, Person
from labor.people.facts import HOUSEHOLDS, HouseholdRow, PersonRow, household_of, members, registered
from workshops.facts import WORKSHOPS

MOBILE = re.compile(r"1[3-9][0-9]{9}")
Kind, Monitoring, Capacity = Household.Kind, Household.Monitoring, Person.Capacity


@contribute(DOUBTS, "duplicate-person")
def entered_twice(facts: Snapshot) -> Iterator[Doubt]:
    alike = grouped(registered(facts), lambda person: (person.name, person.birth_date, person.village_id))
    for people in alike.values():
        if len(people) > 1:
            yield from (person.doubt(人数=len(people)) for person in people)


@contribute(DOUBTS, "capacity-unlikely")
def capacity_unlikely(facts: Snapshot, *, min_age: int, over_age: int, capacities: list[str]) -> Iterator[Doubt]:
    weak = {Capacity(value) for value in Capacity if value.label in capacities}
    for person in registered(facts):
        age = person.age(facts.on)
        if age < min_age:
            reason = f"未满{min_age}周岁" if person.capacity != Capacity.NONE else ""
        elif age >= over_age:
            reason = f"满{over_age}周岁" if person.capacity in (Capacity.ORDINARY, Capacity.SKILLED) else ""
        else:
            healthy = person.health == "健康" and not person.schooling
            reason = "健康且不在校" if healthy and person.capacity in weak else ""
        if reason:
            yield person.doubt(原因=reason, 年龄=age, 劳动能力=Capacity(person.capacity))


@contribute(DOUBTS, "phone-malformed")
def phone_is_none(facts: Snapshot) -> Iterator[Doubt]:
    for person in registered(facts):
        if person.phone and not MOBILE.fullmatch(person.phone.plain):
            yield person.doubt(位数=len(person.phone))


@contribute(DOUBTS, "phone-shared")
def phone_of_several_households(facts: Snapshot) -> Iterator[Doubt]:
    people = [person for person in registered(facts) if person.household_id is not None and person.phone]
    for sharing in grouped(people, lambda person: person.phone.plain).values():
        households = len({person.household_id for person in sharing})
        if households > 1 and MOBILE.fullmatch(sharing[0].phone.plain):
            yield from (person.doubt(户数=households) for person in sharing)


@contribute(DOUBTS, "household-heads")
def heads_of_a_household(facts: Snapshot, *, heads: list[str]) -> Iterator[Doubt]:
    for household in facts.rows(HOUSEHOLDS):
        people = members(facts).get(household.pk, [])
        head = [person for person in people if person.relation_to_head in heads]
        spouses = sum(person.relation_to_head == "配偶" for person in people)
        if people and (reason := _odd_heads(household, people, head, spouses)):
            yield household.doubt(原因=reason, 户主数=len(head), 配偶数=spouses)


def _odd_heads(household: HouseholdRow, people: list[PersonRow], heads: list[PersonRow], spouses: int) -> str:
    if len(heads) > 1 or spouses > 1:
        return "户主或配偶不止一人"
    if heads:
        return "" if heads[0].name == household.head_name else "户主姓名不一致"
    return "没有户主" if all(person.relation_to_head for person in people) else ""


@contribute(DOUBTS, "member-in-other-village")
def lives_elsewhere_than_the_household(facts: Snapshot) -> Iterator[Doubt]:
    for person in registered(facts):
        household = household_of(facts, person)
        if household and household.village_id != person.village_id:
            yield person.doubt(户编号=household.code, 户所在村=household.village_id)


@contribute(DOUBTS, "monitoring-contradiction")
def monitoring_contradicts_itself(facts: Snapshot) -> Iterator[Doubt]:
    for household in facts.rows(HOUSEHOLDS):
        if reason := _contradiction(household):
            kind = Kind(household.kind)
            yield household.doubt(原因=reason, 户类型=kind, 监测对象类别=_category(household))


#: What a household of either kind cannot be monitored as.
MISFITS = {(Monitoring.UNSTABLE, Kind.ORDINARY), (Monitoring.AT_RISK, Kind.OUT_OF_POVERTY)}


def _contradiction(household: HouseholdRow) -> str:
    if household.identified_on is None:
        return "没有识别日期" if household.monitoring or household.risk_removed_on else ""
    if not household.monitoring:
        return "没有监测对象类别"
    return "与户类型不符" if (household.monitoring, household.kind) in MISFITS else ""


def _category(household: HouseholdRow) -> str:
    return str(Monitoring(household.monitoring).label) if household.monitoring else ""


@contribute(DOUBTS, "unstable-without-ground")
def found_unstable_without_ground(facts: Snapshot) -> Iterator[Doubt]:
    for household in facts.rows(HOUSEHOLDS):
        day = household.unstable_since
        if day is not None and day <= facts.on and (reason := _no_ground(facts, household, day)):
            yield household.doubt(就业不稳认定日期=day, 原因=reason)


def _no_ground(facts: Snapshot, household: HouseholdRow, day: date) -> str:
    if not facts.at(HOUSEHOLDS, household, day).is_monitored(day):
        return "认定时不是监测对象"
    able = any(person.is_able(facts.on) for person in members(facts).get(household.pk, ()))
    return "" if able or household.is_free_of_risk(facts.on) else "没有有劳动能力的成员"


@contribute(DOUBTS, "site-in-other-village")
def site_lies_in_another_village(facts: Snapshot) -> Iterator[Doubt]:
    for household in facts.rows(HOUSEHOLDS):
        if found := _site_elsewhere(facts, household):
            yield household.doubt("农户", **found)
    for workshop in facts.rows(WORKSHOPS):
        if workshop.withdrawn_on is None and (found := _site_elsewhere(facts, workshop)):
            yield workshop.doubt("帮扶车间", **found)


def _site_elsewhere(facts: Snapshot, row: Any) -> dict[str, str]:
    """What is told of the row's site where that lies in another village; empty where it does not."""
    site = facts.by_key(SITES).get(row.site_id)
    if site is None or site.village_id == row.village_id:
        return {}
    return {"安置点编号": site.code, "安置点所在村": site.village_id}
