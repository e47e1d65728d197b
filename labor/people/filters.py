"""How the lists of people and households are narrowed down."""

from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.db.models.functions import Substr

from core.assessment import labor_force_on, term_of
from core.filters import Choice, either
from core.models import RelocationSite
from core.periods import years_before
from core.personal_data.names import sees_names
from core.records.dated import had
from core.registers import choice_of
from core.registers.narrowing import DeclaredFilter
from core.wording import Wording
from labor.models import Employment, Household, Person
from labor.people import conditions
from labor.verification.campaign import Campaign

YES_NO = (("yes", "有"), ("no", "无"))
VERIFIED = (("no", "未核实"), ("yes", "已核实"))
LABOR = (("out_of_poverty", "脱贫劳动力"), ("to_verify", "脱贫和边缘易致贫劳动力"))
KINDS = (*Household.Kind.choices, ("none", "无农户信息"))
MONITORED = (("any", "所有监测对象"), *Household.Monitoring.choices)
STATUSES = (("on", "在册"), ("left", "已退出"), ("all", "全部"))
DECADES = (30, 40, 50)


def verified_in_term(on: date) -> str:
    return f"本{term_of(on).length}核实"


def by_work(people: Any, value: str, on: date) -> Any:
    return people.employed(on) if value == "yes" else people.without_work(on)


def by_verification(people: Any, value: str, on: date) -> Any:
    campaign = Campaign.containing(on)
    return campaign.verified(people) if value == "yes" else campaign.open(campaign.taking_part(people))


def by_labor(people: Any, value: str, on: date) -> Any:
    return people.labor_out_of_poverty(on) if value == "out_of_poverty" else people.labor_to_verify(on)


def by_kind(people: Any, value: str, on: date) -> Any:
    return had(people, on, household__isnull=True) if value == "none" else had(people, on, household__kind=value)


def by_monitoring(people: Any, value: str, on: date) -> Any:
    return people.monitored(on, "" if value == "any" else value)


def by_channel(people: Any, value: str, on: date) -> Any:
    return people.employed(on, value)


def ages(user: Any, on: date) -> list[tuple[str, str]]:
    """The working age of the day in decades, and who is older or younger; a value has the first and the last year."""
    force = labor_force_on(on)
    parts = pairwise((force.youngest, *DECADES, force.too_old))
    decades = [(f"{first}-{after - 1}", f"{first}至{after - 1}岁") for first, after in parts]
    older = (f"{force.too_old}-", f"{force.too_old}岁以上")
    return [*decades, older, (f"0-{force.youngest - 1}", f"不满{force.youngest}岁")]


def by_age(people: Any, value: str, on: date) -> Any:
    first, last = value.split("-")
    found = people.filter(birth_date__lte=years_before(on, int(first)))
    return found.filter(birth_date__gt=years_before(on, int(last) + 1)) if last else found


def by_age_of_laborer(rows: Any, value: str, on: date) -> Any:
    """As `by_age`, of those whose facts the rows are."""
    first, last = value.split("-")
    found = rows.filter(person__birth_date__lte=years_before(on, int(first)))
    return found.filter(person__birth_date__gt=years_before(on, int(last) + 1)) if last else found


def by_gender(path: str) -> Any:
    """The last but one digit of a number is odd for men."""

    def narrow(rows: Any, value: str, on: date) -> Any:
        odd = {"digit__in": list("13579")}
        found = rows.alias(digit=Substr(path, 17, 1))
        return found.filter(**odd) if value == "male" else found.exclude(**odd)

    return narrow


def by_education(rows: Any, value: str, on: date) -> Any:
    return rows.filter(person__education=value)


def by_status(people: Any, value: str, on: date) -> Any:
    on_register = conditions.on_register(on)
    return people.filter({"on": on_register, "left": ~on_register, "all": Q()}[value])


GENDERS = (("male", "男"), ("female", "女"))
#: How facts about people are narrowed down by whose they are.
OF_LABORER = (
    Choice("gender", "性别", GENDERS, by_gender("person__id_number")),
    Choice("age", "年龄", ages, by_age_of_laborer, of_today=True),
    Choice("education", "文化程度", Person._meta.get_field("education").choices or (), by_education),
)


def by_work_in(column: str) -> Any:
    """Those who have work on the day with these words in the column of the job."""

    def narrow(people: Any, text: str, on: date) -> Any:
        jobs = people.related("employments").current(on).filter(**{f"{column}__icontains": text})
        return people.filter(pk__in=jobs.values("person"))

    return narrow


WORK_IN_WORDS = (
    Wording("employer", "现在的单位", by_work_in("employer")),
    Wording("workplace", "现在的就业地", by_work_in("workplace")),
)
PEOPLE = (
    Choice("work", "现在工作", YES_NO, by_work, main=True),
    Choice("verified", verified_in_term, VERIFIED, by_verification, main=True),
    Choice("labor", "劳动力", LABOR, by_labor),  # as addresses have it
    Choice("kind", "户类型", KINDS, by_kind),
    Choice("monitoring", "监测对象", MONITORED, by_monitoring),
    Choice("channel", "就业渠道", Employment.Channel.choices, by_channel),
    Choice("age", "年龄", ages, by_age, of_today=True),
    Choice("gender", "性别", GENDERS, by_gender("id_number")),
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
        return had(households, on, monitoring__gt="", risk_removed_on__lte=on)
    return households.monitored(on) if value == "now" else had(households, on, monitoring="")


def by_stability(households: Any, value: str, on: date) -> Any:
    return either(households, households.unstable(on), wanted=value == "yes")


def sites(user: Any, on: date) -> list[tuple[str, str]]:
    found = RelocationSite.objects.visible_to(user).values_list("pk", "name")
    return [*((str(key), name) for key, name in found), ("none", "不是搬迁户")]


def by_site(households: Any, value: str, on: date) -> Any:
    return had(households, on, site__isnull=True) if value == "none" else had(households, on, site=value)


HOUSEHOLDS = (
    Choice("monitored", "监测情况", MONITORING_STATES, by_monitoring_state, main=True),
    Choice("unstable", "就业不稳", (("yes", "是"), ("no", "否")), by_stability),
    Choice("site", "安置点", sites, by_site),
)
