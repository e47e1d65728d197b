"""How the list of people is narrowed down."""

from typing import Any

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from core.filters import SEARCH, RegisterFilter
from core.models import Village
from core.names import sees_names
from core.periods import HalfYear, years_before
from labor import conditions
from labor.models import Employment, Household, Person

YES_NO = (("yes", "有"), ("no", "无"))
VERIFIED = (("no", "未核实"), ("yes", "已核实"))
NO_HOUSEHOLD = ("none", "无农户信息")
AGES = {"16-29": (16, 30), "30-39": (30, 40), "40-49": (40, 50), "50-59": (50, 60), "60-": (60, 150), "0-15": (0, 16)}
AGE_LABELS = (
    ("16-29", "16至29岁"), ("30-39", "30至39岁"), ("40-49", "40至49岁"), ("50-59", "50至59岁"), ("60-", "60岁以上"),
    ("0-15", "不满16岁"),
)  # fmt: skip
STATUSES = (("on", "在册"), ("left", "已退出"), ("all", "全部"))
MONITORED = (("any", "所有监测对象"), *Household.Monitoring.choices)


def visible_villages(request: Any) -> QuerySet[Village]:
    return Village.objects.visible_to(request.user)


class PersonFilter(RegisterFilter):
    """Filters of the list of people. Looking for a name is for those who may see names."""

    defaults = {"status": "on"}
    main = ("village", "work", "verified")

    q = CharFilter(label="姓名", method="by_name")
    village = ModelChoiceFilter(label="村", queryset=visible_villages)
    work = ChoiceFilter(label="现在工作", choices=YES_NO, method="by_work")
    verified = ChoiceFilter(label="本半年核实", choices=VERIFIED, method="by_verified")
    kind = ChoiceFilter(label="户类型", choices=(*Household.Kind.choices, NO_HOUSEHOLD), method="by_kind")
    monitoring = ChoiceFilter(label="监测对象", choices=MONITORED, method="by_monitoring")
    channel = ChoiceFilter(label="就业渠道", choices=Employment.Channel.choices, method="by_channel")
    age = ChoiceFilter(label="年龄", choices=AGE_LABELS, method="by_age")
    capacity = ChoiceFilter(label="劳动能力", choices=Person.Capacity.choices)
    status = ChoiceFilter(label="在册情况", choices=STATUSES, method="by_status", empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.user.has_one_village:
            del self.filters["village"]
        if not sees_names(self.user):
            del self.filters[SEARCH]
            self.data.pop(SEARCH, None)

    class Meta:
        model = Person
        fields = ()

    def by_name(self, people: Any, name: str, text: str) -> Any:
        return people.named(text)

    def by_work(self, people: Any, name: str, value: str) -> Any:
        return people.employed(self.on) if value == "yes" else people.without_work(self.on)

    def by_verified(self, people: Any, name: str, value: str) -> Any:
        half_year = (HalfYear.containing(self.on).start, self.on)
        if value == "yes":
            return people.verified_between(*half_year)
        return people.labour_to_verify(self.on).unverified_between(*half_year)

    def by_kind(self, people: Any, name: str, value: str) -> Any:
        return people.filter(household__isnull=True) if value == "none" else people.filter(household__kind=value)

    def by_monitoring(self, people: Any, name: str, value: str) -> Any:
        return people.monitored(self.on, "" if value == "any" else value)

    def by_channel(self, people: Any, name: str, value: str) -> Any:
        return people.employed(self.on, value)

    def by_age(self, people: Any, name: str, value: str) -> Any:
        youngest, oldest = (years_before(self.on, years) for years in AGES[value])
        return people.filter(birth_date__lte=youngest, birth_date__gt=oldest)

    def by_status(self, people: Any, name: str, value: str) -> Any:
        on_register = conditions.on_register(self.on)
        return people.filter({"on": on_register, "left": ~on_register, "all": Q()}[value])
