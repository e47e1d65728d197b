"""The three lists as tables: what a page shows, and what the workbook tells beside."""

from datetime import date
from typing import Any

from core.personal_data.masking import scrub
from core.states import State, Tone
from core.tables import Column, RegisterTable, itself
from labor.employment.regions import Region
from labor.models import Employment
from labor.people.tables import AGE, BY_AGE, HOUSEHOLD, NAME, PHONE, VILLAGE
from labor.placement.export_columns import EXPORT_COLUMNS
from platforms.models import Vacancy
from platforms.three_lists import querysets

SHORT = {Region.OUTSIDE: "省外", Region.PROVINCE: "省内县外", Region.COUNTY: "县内", Region.TOWN: "镇内"}


def said(label: str, find: Any, **more: Any) -> Column:
    """A column of the workbook."""
    return Column("", label, lambda record, on: find(record), **more)


# --- 输出地清单 ---


def standing(person: Any, on: date) -> State:
    return State("在业，拟外出", Tone.SAFE) if person.current_jobs else State("未就业，有意愿", Tone.DUE)


def wish(person: Any, on: date) -> str:
    """省外，缝纫工，4,000元以上."""
    case = person.searches[0]
    wage = f"{case.wished_wage:,.0f}元以上" if case.wished_wage else ""
    return "，".join(filter(None, (case.get_wished_area_display(), case.wished_post, wage)))


def of_search(label: str, name: str) -> Column:
    """What the newest open case says."""
    return said(label, lambda person: _value(person.searches[0], name))


def _value(record: Any, name: str) -> Any:
    """A value; of a choice, its label."""
    return getattr(record, f"get_{name}_display", lambda: getattr(record, name))()


class SupplyTable(RegisterTable):
    columns = (
        NAME,
        AGE,
        VILLAGE,
        HOUSEHOLD,
        Column("standing", "当前状态", standing, kind="same-line"),
        Column("wish", "意向", wish, kind="own-line"),
        Column("since", "登记日期", lambda person, on: person.searches[0].registered_on, kind="date"),
        PHONE,
    )

    def read(self, rows: Any) -> Any:
        return querysets.with_searches(rows, self.on)


SUPPLY = (
    said("村", lambda person: person.village),
    Column("name", "姓名", itself, sort=("name_pinyin",)),
    said("身份证号", lambda person: person.id_number),
    said("性别", lambda person: person.gender),
    Column("age", "年龄", lambda person, on: person.age(on), sort=BY_AGE, of_today=True),
    said("户类型", lambda person: person.household and person.household.get_kind_display()),
    Column(
        "",
        "监测类别",
        lambda person, on: (
            (person.household and person.household.is_monitored(on) and person.household.get_monitoring_display()) or ""
        ),
    ),
    said("文化程度", lambda person: person.education),
    of_search("技能", "skills"),
    said("联系电话", lambda person: person.phone),
    Column("standing", "当前状态", standing),
    of_search("意向地区", "wished_area"),
    of_search("意向岗位", "wished_post"),
    of_search("期望月薪", "wished_wage"),
    of_search("计划外出日期", "leaves_on"),
    of_search("登记日期", "registered_on"),
    of_search("未就业原因", "reason"),
)


class SupplySheet(SupplyTable):
    """What the workbook tells, also on behalf of other apps."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*SUPPLY, *(each.column for each in EXPORT_COLUMNS))

    def read(self, rows: Any) -> Any:
        return super().read(rows).prefetch_related(*(each.prefetch(self.on) for each in EXPORT_COLUMNS))


# --- 输入地清单 ---


def place_of(vacancy: Any, on: date) -> str:
    """Where it is; a code, as some ledgers give it, by its name."""
    return vacancy.place_name or vacancy.workplace


class DemandTable(RegisterTable):
    columns = (
        Column("title", "岗位", lambda vacancy, on: vacancy.title, sort=("title",), kind="lead", links=True),
        Column("state", "情况", Vacancy.state, kind="same-line"),
        Column("employer", "用人单位", lambda vacancy, on: vacancy.employer, sort=("employer",), kind="own-line"),
        Column("place", "输入地", place_of, sort=("workplace",), kind="same-line"),
        Column("wages", "月工资", lambda vacancy, on: vacancy.wages, sort=("wage_max",), kind="same-line"),
        Column("headcount", "需求人数", lambda vacancy, on: vacancy.headcount, sort=("headcount",), kind="number"),
        Column("recommended", "已推荐", lambda vacancy, on: vacancy.recommended, kind="number"),
        Column("hired", "已录用", lambda vacancy, on: vacancy.hired, kind="number"),
        Column("agreement", "劳务协作协议", lambda vacancy, on: vacancy.agreement, links=True),
        Column("closes_on", "有效期至", lambda vacancy, on: vacancy.closes_on, sort=("closes_on",), kind="date"),
    )

    def read(self, rows: Any) -> Any:
        return querysets.with_people(rows)


class DemandSheet(DemandTable):
    columns = (
        Column("place", "输入地", place_of, sort=("workplace",)),
        Column("employer", "用人单位", lambda vacancy, on: vacancy.employer, sort=("employer",)),
        said("统一社会信用代码", lambda vacancy: vacancy.credit_code),
        said("联系人", lambda vacancy: vacancy.contact),
        said("联系电话", lambda vacancy: vacancy.phone),
        Column("title", "岗位", lambda vacancy, on: vacancy.title, sort=("title",)),
        Column("headcount", "需求人数", lambda vacancy, on: vacancy.headcount, sort=("headcount",)),
        said("年龄要求", lambda vacancy: vacancy.ages),
        said("其他要求", lambda vacancy: vacancy.requirements),
        Column("wages", "月工资", lambda vacancy, on: vacancy.wages, sort=("wage_max",)),
        said("食宿社保", lambda vacancy: vacancy.benefits),
        said("劳务协作协议编号", lambda vacancy: vacancy.agreement and vacancy.agreement.number),
        said("驻外服务站", lambda vacancy: vacancy.agreement and vacancy.agreement.station),
        said("发布日期", lambda vacancy: vacancy.published_on),
        Column("closes_on", "有效期至", lambda vacancy, on: vacancy.closes_on, sort=("closes_on",)),
        said("已推荐人数", lambda vacancy: vacancy.recommended),
        said("已录用人数", lambda vacancy: vacancy.hired),
    )


# --- 就业地清单 ---


def going(job: Any, on: date) -> str:
    return SHORT.get(job.region, "")


class PlacedTable(RegisterTable):
    columns = (
        Column("person", "姓名", lambda job, on: job.person, sort=("person__name_pinyin",), kind="lead", links=True),
        Column("state", "在岗状态", Employment.state, kind="same-line"),
        Column("village", "村", lambda job, on: job.person.village, sort=("person__village",), kind="same-line"),
        Column("employer", "单位", lambda job, on: job.employer, sort=("employer",), kind="own-line", links=True),
        Column("place", "就业地", lambda job, on: job.place, sort=("workplace",), kind="same-line"),
        Column("going", "去向", going, sort=("region",), kind="same-line"),
        Column("export", "输出批次", lambda job, on: job.export, sort=("export__held_on",), links=True),
        Column("started_on", "上岗日期", lambda job, on: job.started_on, sort=("started_on",), kind="date"),
        Column("follow_up", "稳岗回访", Employment.follow_up),
    )

    def read(self, rows: Any) -> Any:
        return querysets.with_placing(rows)


def of_call(label: str, name: str) -> Column:
    """What the last call found."""
    return said(label, lambda job: _value(job.calls[0], name) if job.calls else "")


class PlacedSheet(PlacedTable):
    columns = (
        Column("person", "姓名", lambda job, on: job.person, sort=("person__name_pinyin",)),
        said("身份证号", lambda job: job.person.id_number),
        Column("village", "村", lambda job, on: job.person.village, sort=("person__village",)),
        said("联系电话", lambda job: job.person.phone),
        Column("export", "输出批次", lambda job, on: job.export and job.export.code, sort=("export__held_on",)),
        Column("going", "去向", going, sort=("region",)),
        Column("place", "就业地", lambda job, on: job.place, sort=("workplace",)),
        Column("employer", "单位", lambda job, on: job.employer, sort=("employer",)),
        said("岗位", lambda job: job.post),
        Column("started_on", "上岗日期", lambda job, on: job.started_on, sort=("started_on",)),
        said("月工资", lambda job: job.monthly_wage),
        said("是否点对点", lambda job: job.point_to_point),
        of_call("稳岗回访日期", "called_on"),
        of_call("回访方式", "method"),
        of_call("回访结果", "result"),
        of_call("回访情况", "note"),
        Column("state", "在岗状态", Employment.state),
        said("离岗日期", lambda job: job.ended_on),
        said("离岗原因", lambda job: scrub(job.why_ended or "")),
    )
