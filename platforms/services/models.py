"""What is done for people and households: the services of “311”, and help into work."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from simple_history.models import HistoricalRecords

from core.fields import NameField
from core.records import Record, live_manager
from core.scoping import ScopedQuerySet
from labor.models import Household, Person


class ServiceQuerySet(ScopedQuerySet):
    def given_between(self, after: date, until: date) -> "ServiceQuerySet":
        """Services dated after `after` and not after `until`."""
        return self.filter(served_on__gt=after, served_on__lte=until)

    def reaching(self, **least: int) -> "ServiceQuerySet":
        """One row a person who got at least so many of each kind: recommendation=3, guidance=1, training=1."""
        counts = {f"{kind}s": Count("pk", filter=Q(kind=kind)) for kind in least}
        enough = {f"{kind}s__gte": number for kind, number in least.items()}
        return self.order_by().values("person").annotate(**counts).filter(**enough)


class Service(Record):
    """One service to a person: a recommendation, guidance, or an offer of training (311)."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "岗位推荐"
        GUIDANCE = "guidance", "职业指导"
        TRAINING = "training", "技能培训"

    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(Person, models.PROTECT, related_name="services", verbose_name="劳动力", db_index=False)
    served_on = models.DateField("服务日期")
    kind = models.CharField("服务类型", max_length=20, choices=Kind.choices)
    employer = models.CharField("推荐单位", max_length=100, blank=True, default="")
    post = models.CharField("推荐岗位", max_length=100, blank=True, default="")
    channel = models.CharField("服务方式", max_length=50, blank=True, default="")
    officer = NameField("经办人", max_length=50, blank=True, default="")

    objects = live_manager(ServiceQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "就业服务"
        verbose_name_plural = verbose_name
        ordering = ("-served_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "served_on", "kind", "employer", "post"], name="one_service_a_day_kind_and_post"
            ),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.get_kind_display()} {self.served_on}"


class HouseholdHelpQuerySet(ScopedQuerySet):
    def last_day(self, household: str, on: Any) -> Coalesce:
        """An expression on rows of another model: the last day up to `on` on which their `household` was helped."""
        helped = self.filter(household=OuterRef(household), helped_on__lte=on)
        days = helped.order_by("-helped_on").values("helped_on")
        return Coalesce(Subquery(days[:1]), Value(date.min, models.DateField()))


class HouseholdHelp(Record):
    """A measure that helps a household into work or keeps it there (rule `monitored_households`)."""

    class Measure(models.TextChoices):
        JOB = "job", "推荐就业"
        PUBLIC_BENEFIT_POST = "public_benefit_post", "公益性岗位"
        TRAINING = "training", "技能培训"
        SUBSIDY = "subsidy", "政策补贴"
        OTHER = "other", "其他"

    route_name = "help"
    division_path = "household__village_id"
    about = "household"

    household = models.ForeignKey(Household, models.PROTECT, related_name="helps", verbose_name="农户", db_index=False)
    helped_on = models.DateField("帮扶日期")
    measure = models.CharField("措施", max_length=20, choices=Measure.choices)
    content = models.CharField("内容", max_length=500, blank=True, default="")

    objects = live_manager(HouseholdHelpQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "户帮扶措施"
        verbose_name_plural = verbose_name
        ordering = ("-helped_on",)
        constraints = (
            models.UniqueConstraint(fields=["household", "helped_on", "measure"], name="one_help_a_measure_and_day"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.household.display_name(plain=plain)} {self.get_measure_display()}"
