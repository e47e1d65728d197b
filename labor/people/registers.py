"""People and households as registers: who joins, leaves and moves, who is monitored, whose work is unstable."""

from datetime import date
from typing import Any

from core.audit import division_of
from core.divisions import town_code
from core.models import RelocationSite
from core.registers import Action, Register, date_action
from core.registers.changing import StatusChangeForm
from core.tables import RegisterTable
from labor.models import Household, Person
from labor.people.changing import (
    LeaveForm,
    MonitorForm,
    MoveForm,
    RejoinForm,
    RiskRemovedForm,
    SchoolingForm,
    UnstableForm,
)
from labor.people.filters import HOUSEHOLDS, OF_LABORER, PEOPLE, WORK_IN_WORDS, PersonFilter
from labor.people.forms import HouseholdForm, NumberForm, PersonForm
from labor.people.tables import GENDER, YEARS, PersonTable, VillagePersonTable, of_laborer


class OfPerson(Register):
    """Facts about a person: added from the person's page, found by the name."""

    parent = "person"
    parent_key = ("uuid", "public_id")
    related = ("person__village",)
    search = ("person__name",)
    more_filters = OF_LABORER
    besides = (
        "person__village", "person__id_number", *map(of_laborer, (GENDER, YEARS)), "person__phone",
        "person__household__kind", "person__education",
    )  # fmt: skip


def of_the_town(people: Any, into: Any) -> Any:
    """Whom a workshop, an activity or a class of a town may take in."""
    return people.within(town_code(division_of(into)))


def has_left(person: Person, on: date) -> bool:
    return person.left_on is not None


def is_there(person: Person, on: date) -> bool:
    return person.left_on is None


class PersonRegister(Register):
    """人员. A number, a village and a household are changed by actions, each with its reason."""

    model = Person
    key = ("uuid", "public_id")
    related = ("village", "household")
    filter_class = PersonFilter
    filters = PEOPLE
    words = WORK_IN_WORDS
    besides = (GENDER, YEARS, "household__kind", "household__monitoring")
    search = ("name",)
    form = PersonForm
    fields = (
        "id_number", "name", "village", "household", "relation_to_head", "education", "schooling", "health", "capacity",
        "phone", "joined_on", "left_on", "leaving_reason",
    )  # fmt: skip
    actions = (
        Action("leave", "退出", ("left_on", "leaving_reason"), is_there, ("left_on", "leaving_reason"), form=LeaveForm),
        Action(
            "rejoin",
            "重新纳入",
            ("joined_on",),
            has_left,
            clears=("left_on", "leaving_reason"),
            asks_reason=True,
            form=RejoinForm,
        ),
        Action(
            "move",
            "迁移",
            ("village", "household", "relation_to_head"),
            is_there,
            demanded=("village",),
            asks_reason=True,
            form=MoveForm,
        ),
        Action("capacity", "劳动能力变化", ("capacity", "health"), is_there, asks_reason=True, form=StatusChangeForm),
        Action("schooling", "入学或毕业", ("schooling",), is_there, ("changed_on",), form=SchoolingForm),
        Action("renumber", "更正证件号码", (), asks_reason=True, form=NumberForm, alone=True),
    )
    counted_in = ("employment_total", "data_maintenance")
    add_label = "登记人员"
    nothing_yet = "您的管辖范围内还没有登记人员。镇级经办人员可以逐人登记，或在“台账”中导入。"

    @classmethod
    def list_table(cls, user: Any) -> type[RegisterTable]:
        return VillagePersonTable if user.has_one_village else PersonTable


def may_be_monitored(household: Household, on: date) -> bool:
    return not household.is_monitored(on)


def at_risk(household: Household, on: date) -> bool:
    return bool(household.monitoring) and household.risk_removed_on is None


class HouseholdRegister(Register):
    """农户: 户类型 as it is, 监测对象 with the days on which they were identified and their risk removed."""

    model = Household
    columns = (
        "head_name", "code", "village", "kind", "monitoring", "identified_on", "risk_removed_on", "unstable_since",
        "site",
    )  # fmt: skip
    related = ("village", "site")
    filters = ("kind", "monitoring", *HOUSEHOLDS)
    search = ("head_name", "code")
    form = HouseholdForm
    fields = (
        "code", "head_name", "village", "kind", "site", "monitoring", "identified_on", "risk_removed_on",
        "unstable_since",
    )  # fmt: skip
    facts = ("code", "village", "kind", "monitoring", "identified_on", "risk_removed_on", "unstable_since", "site")
    actions = (
        Action(
            "monitor",
            "纳入监测",
            ("monitoring", "identified_on"),
            may_be_monitored,
            demanded=("monitoring", "identified_on"),
            clears=("risk_removed_on", "unstable_since"),
            asks_reason=True,
            form=MonitorForm,
        ),
        Action("remove-risk", "风险消除", ("risk_removed_on",), at_risk, asks_reason=True, form=RiskRemovedForm),
        Action(
            "find-unstable",
            "认定就业不稳",
            ("unstable_since",),
            lambda household, on: household.is_monitored(on) and household.unstable_since is None,
            asks_reason=True,
            form=UnstableForm,
        ),
        Action(
            "lift-unstable",
            "解除就业不稳",
            (),
            lambda household, on: household.unstable_since is not None,
            demanded=("changed_on",),
            clears=("unstable_since",),
            asks_reason=True,
            form=StatusChangeForm,
        ),
        Action("kind", "户类型变化", ("kind",), asks_reason=True, form=StatusChangeForm),
        Action("resettle", "安置点变化", ("site",), demanded=("changed_on",), asks_reason=True, form=StatusChangeForm),
    )
    counted_in = ("relocated_households", "monitored_households")
    nothing_yet = "还没有登记农户。镇级经办人员可以逐户登记，或在“台账”中导入。"


class SiteRegister(Register):
    """易地搬迁安置点: large ones need a service window and a workshop (rules `site_windows`, `site_workshops`)."""

    model = RelocationSite
    columns = ("name", "code", "village", "population", "opened_on", "state")
    related = ("village",)
    search = ("name", "code")
    fields = ("code", "name", "village", "population", "opened_on")
    facts = (*fields, "window_opened_on")
    actions = date_action("open_window", "设立服务窗口", "window_opened_on")
    counted_in = ("site_workshops", "site_windows", "relocated_households")
    takes_documents = True
