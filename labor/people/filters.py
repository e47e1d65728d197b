"""How the lists of people and households are narrowed down."""

from datetime import date
from typing import Any

from django.db.models import Q

from core.filters import Choice, either
from core.models import RelocationSite
from core.periods import years_before
from core.personal_data.names import sees_names
from core.registers import choice_of
from core.registers.narrowing import DeclaredFilter
from labor.models import Employment, Household, Person
from labor.people import conditions
from labor.verification.campaign import Campaign

YES_NO = (("yes", "有"), ("no", "无"))
VERIFIED = (("no", "未核实"), ("yes", "已核实"))
LABOR = (("out_of_poverty", "脱贫劳动力"), ("to_verify", "脱贫和边缘易致贫劳动力"))
KINDS = (*Household.Kind.choices, ("none", "无农户信息"))
MONITORED = (("any", "所有监测对象"), *Household.Monitoring.choices)
STATUSES = (("on", "在册"), ("left", "已退出"), ("all", "全部"))
#: From so many full years to less than so many.
AGES = {"16-29": (16, 30), "30-39": (30, 40), "40-49": (40, 50), "50-59": (50, 60), "60-": (60, 150), "0-15": (0, 16)}
AGE_LABELS = (
    ("16-29", "16至29岁"), ("30-39", "30至39岁"), ("40-49", "40至49岁"), ("50-59", "50至59岁"), ("60-", "60岁以上"),
    ("0-15", "不满16岁"),
)  # fmt: skip


def by_work(people: Any, value: str, on: date) -> Any:
    return people.employed(on) if value == "yes" else people.without_work(on)


def by_verification(people: Any, value: str, on: date) -> Any:
    campaign = Campaign.containing(on)
    return campaign.verified(people) if value == "yes" else campaign.open(campaign.taking_part(people))


def by_labor(people: Any, value: str, on: date) -> Any:
    return people.labor_out_of_poverty(on) if value == "out_of_poverty" else people.labor_to_verify(on)


def by_kind(people: Any, value: str, on: date) -> Any:
    return people.filter(household__isnull=True) if value == "none" else people.filter(household__kind=value)


def by_monitoring(people: Any, value: str, on: date) -> Any:
    return people.monitored(on, "" if value == "any" else value)


def by_channel(people: Any, value: str, on: date) -> Any:
    return people.employed(on, value)


def by_age(people: Any, value: str, on: date) -> Any:
    youngest, oldest = (years_before(on, years) for years in AGES[value])
    return people.filter(birth_date__lte=youngest, birth_date__gt=oldest)


def by_status(people: Any, value: str, on: date) -> Any:
    on_register = conditions.on_register(on)
    return people.filter({"on": on_register, "left": ~on_register, "all": Q()}[value])


PEOPLE = (
    Choice("work", "现在工作", YES_NO, by_work, main=True),
    Choice("verified", "本半年核实", VERIFIED, by_verification, main=True),
    Choice("labor", "劳动力", LABOR, by_labor),  # as addresses have it
    Choice("kind", "户类型", KINDS, by_kind),
    Choice("monitoring", "监测对象", MONITORED, by_monitoring),
    Choice("channel", "就业渠道", Employment.Channel.choices, by_channel),
    Choice("age", "年龄", AGE_LABELS, by_age, of_today=True),
    choice_of(Person, "capacity", main=False),
    Choice("status", "在册情况", STATUSES, by_status, usual="on"),
)


class PersonFilter(DeclaredFilter):
    """Looking for a name is for those who may see names."""

    def __init__(self, data: Any, *, user: Any, **days: Any) -> None:
        super().__init__(data, user=user, **days)
        if not sees_names(user):
            self.text = ""

    def search(self, people: Any) -> Any:
        return people.named(self.text)


MONITORING_STATES = (("now", "正在监测"), ("removed", "风险已消除"), ("none", "不是监测对象"))


def by_monitoring_state(households: Any, value: str, on: date) -> Any:
    if value == "removed":
        return households.exclude(monitoring="").filter(risk_removed_on__lte=on)
    return households.monitored(on) if value == "now" else households.filter(monitoring="")


def by_stability(households: Any, value: str, on: date) -> Any:
    return either(households, households.unstable(on), wanted=value == "yes")


def sites(user: Any) -> list[tuple[str, str]]:
    found = RelocationSite.objects.visible_to(user).values_list("pk", "name")
    return [*((str(key), name) for key, name in found), ("none", "不是搬迁户")]


def by_site(households: Any, value: str, on: date) -> Any:
    return households.filter(site__isnull=True) if value == "none" else households.filter(site=value)


HOUSEHOLDS = (
    Choice("monitored", "监测情况", MONITORING_STATES, by_monitoring_state, main=True),
    Choice("unstable", "就业不稳", (("yes", "是"), ("no", "否")), by_stability),
    Choice("site", "安置点", sites, by_site),
)
