"""What was otherwise before a day: pupils left school, wives came from another village, people moved or fell ill."""

from datetime import date
from typing import Any

from fictional import texts
from fictional.story.people import Capacity, Resident, random_day
from fictional.story.town import Town
from ledger.sheets.status import StatusChangeSheet

#: How many of each there are in the usual town.
GRADUATES, WIVES, SETTLED, ILL = 12, 4, 5, 4
SCHOOL_ENDS = (7, 1)


def status(town: Town) -> None:
    graduates(town)
    wives(town)
    settled(town)
    fallen_ill(town)


def graduates(town: Town) -> None:
    """Left school in the last summer, and took up no work before."""
    left = _last_summer(town.days.today)
    for person in _some(town, GRADUATES, [each for each in town.people if _may_have_left_school(each, left)]):
        _change(town, person.id_number, "在校生状况", left, _schooling(person, left), "毕业", "毕业证")


def _last_summer(today: date) -> date:
    day = date(today.year, *SCHOOL_ENDS)
    return day if day <= today else day.replace(year=today.year - 1)


def _may_have_left_school(person: Resident, left: date) -> bool:
    idle = not person.cases and all(job.started_on >= left for job in person.jobs)
    return idle and not person.schooling and person.age(left) in texts.SCHOOLING


def _schooling(person: Resident, left: date) -> str:
    return texts.SCHOOLING[person.age(left)][-1]


def wives(town: Town) -> None:
    """Came from a household of another village."""
    for person in _some(town, WIVES, [each for each in town.people if each.relation_to_head == "之儿媳"]):
        home = town.random.choice([home for home in town.homes if home.village != person.village])
        day = _some_day(town)
        _change(town, person.id_number, "户编号", day, home.code, "婚嫁", "户口簿")
        _change(town, person.id_number, "村代码", day, home.village, "婚嫁", "户口簿")


def settled(town: Town) -> None:
    """Lived elsewhere before they moved to a site."""
    for home in _some(town, SETTLED, [home for home in town.homes if home.site]):
        _change(town, home.code, "安置点编号", _some_day(town), "", "搬迁入住", "安置协议")


def fallen_ill(town: Town) -> None:
    """Could work before."""
    for person in _some(town, ILL, [each for each in town.people if each.capacity == Capacity.LOST and not each.jobs]):
        _change(town, person.id_number, "劳动能力", _some_day(town), Capacity.WEAK.label, "因病", "医院诊断")


def _some(town: Town, number: int, among: list[Any]) -> list[Any]:
    return town.random.sample(among, min(town.scaled(number), len(among)))


def _some_day(town: Town) -> date:
    return random_day(town.random, town.days.start, town.days.ago(30))


def _change(town: Town, number: str, item: str, day: date, before: str, reason: str, basis: str) -> None:
    told = {"number": number, "item": item, "changed_on": day, "before": before, "reason": reason, "basis": basis}
    town.book.add(StatusChangeSheet, **told)
