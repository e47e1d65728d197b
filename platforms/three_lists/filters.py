"""How the three lists are narrowed down."""

from datetime import date
from typing import Any

from core.filters import Choice, RegisterFilter, either
from core.pages.search import containing
from core.personal_data.names import sees_names
from core.registers.narrowing import village_choice
from labor.employment.querysets import FOLLOWED_UP_WITHIN
from labor.employment.regions import Region
from labor.models import JobSeekingCase
from labor.people.filters import PEOPLE
from platforms.three_lists import querysets

YES_NO = (("yes", "有"), ("no", "没有"))


def by_wish(people: Any, value: str, on: date) -> Any:
    wished = "" if value == "none" else value
    return people.filter(querysets.searches(on).filter(wished_area=wished).exists_for("person"))


def by_standing(people: Any, value: str, on: date) -> Any:
    return people.without_work(on) if value == "idle" else people.employed(on)


class SupplyFilter(RegisterFilter):
    """People by what they wish and who they are."""

    choices = (
        village_choice("village"),
        Choice("wish", "意向地区", (*JobSeekingCase.Area.choices, ("none", "没有登记")), by_wish, main=True),
        Choice("now", "当前状态", (("idle", "未就业，有意愿"), ("working", "在业，拟外出")), by_standing, main=True),
        *(choice for choice in PEOPLE if choice.name in ("kind", "monitoring", "age", "capacity")),
    )

    def search(self, people: Any) -> Any:
        return people.named(self.text) if sees_names(self.user) else people


def by_opening(vacancies: Any, value: str, on: date) -> Any:
    if value == "all":
        return vacancies
    return either(vacancies, vacancies.open(on), wanted=value == "open")


class DemandFilter(RegisterFilter):
    """Posts by whether they are still offered, and whether an agreement stands behind them."""

    choices = (
        Choice(
            "state",
            "情况",
            (("open", "在招"), ("closed", "已截止"), ("all", "全部")),
            by_opening,
            usual="open",
            main=True,
        ),
        Choice(
            "agreement",
            "劳务协作协议",
            YES_NO,
            lambda rows, value, on: rows.filter(agreement__isnull=value == "no"),
        ),
    )

    def search(self, vacancies: Any) -> Any:
        return containing(vacancies, ("title", "employer", "workplace", "agreement__place"), self.text)


def by_presence(jobs: Any, value: str, on: date) -> Any:
    return {"on": jobs.current, "off": jobs.ended}[value](on) if value != "all" else jobs


def by_follow_up(jobs: Any, value: str, on: date) -> Any:
    if value == "never":
        return querysets.never_followed_up(jobs)
    return jobs.to_follow_up(on) if value == "due" else jobs.followed_up(on)


FOLLOWED = (("due", "该回访"), ("never", "还没回访"), ("done", f"{FOLLOWED_UP_WITHIN.days}天内已回访"))
REGIONS = ((Region.OUTSIDE, "省外"), (Region.PROVINCE, "省内县外"), (Region.COUNTY, "县内"), (Region.TOWN, "镇内"))


class PlacedFilter(RegisterFilter):
    """Jobs by whether they go on, where they are, who sent people there, and whether they were called."""

    choices = (
        village_choice("person__village"),
        Choice(
            "state",
            "在岗状态",
            (("on", "在岗"), ("off", "已离岗"), ("all", "全部")),
            by_presence,
            usual="on",
            main=True,
        ),
        Choice("followed", "稳岗回访", FOLLOWED, by_follow_up, main=True),
        Choice("region", "去向", REGIONS, lambda jobs, value, on: jobs.filter(region=value)),
        Choice("export", "有组织输出", YES_NO, lambda jobs, value, on: jobs.filter(export__isnull=value == "no")),
    )

    def search(self, jobs: Any) -> Any:
        names = ("person__name",) if sees_names(self.user) else ()
        return containing(jobs, (*names, "employer", "workplace", "export__name"), self.text)
