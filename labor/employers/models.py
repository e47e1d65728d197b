"""用人单位: who employs, what each is called in the records, and by what it is written there."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from core.fields import SensitiveCharField
from core.models import Division
from core.personal_data.masking import scrub
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.scoping import ScopedQuerySet
from core.states import State, Tone

NUMBER_REFUSED = "里面有证件号码或电话，不能作单位名称或写法；请先在记录里把号码去掉"


def has_number(name: str) -> bool:
    """Somebody's number is written into it: names stand in addresses and titles, where none belongs."""
    return scrub(name) != name


def hold_names(town: str) -> None:
    """Whoever else names an employer of the town waits until this transaction ends: a text means one of them."""
    Division.objects.everywhere("a text means one employer in a town").select_for_update().get(pk=town)


class EmployerQuerySet(ScopedQuerySet):
    def listed(self, on: date) -> "EmployerQuerySet":
        """Employers who are on the list on the day `on`."""
        return self.filter(not_yet("delisted_on", on))

    def called(self, *names: str) -> "EmployerQuerySet":
        """Whose name one of these is, or another way in which it is written."""
        others = self.related("names").filter(name__in=names)
        return self.filter(Q(name__in=names) | Q(pk__in=others.values("employer")))


class Employer(Record):
    """Somebody who gives work. Records name one by a text, as the ledger writes it: its name, or one of its `names`."""

    class Kind(models.TextChoices):
        ZONE = "zone", "产业开发区企业"
        OTHER = "other", "其他单位"

    division_path = "town_id"
    parts = ("names",)

    town = models.ForeignKey(Division, models.PROTECT, related_name="employers", verbose_name="乡镇")
    name = models.CharField("单位名称", max_length=100)
    kind = models.CharField("单位类别", max_length=10, choices=Kind.choices)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, default="")
    place = models.CharField("地址", max_length=100, blank=True, default="")
    contact = models.CharField("联系人", max_length=50, blank=True, default="")
    phone = SensitiveCharField("联系电话", max_length=40, mask="phone", blank=True, default="")
    delisted_on = models.DateField("停止合作日期", null=True, blank=True)

    objects = live_manager(EmployerQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "用人单位"
        verbose_name_plural = verbose_name
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["town", "name"], name="one_employer_a_town_and_name"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if has_number(self.name):
            raise ValidationError({"name": NUMBER_REFUSED})
        if self.town_id and (other := self.others().called(self.name).exclude(name=self.name).first()):
            raise ValidationError({"name": f"“{self.name}”已经归到{other}，请先在它的页面上作废这个写法"})

    def why_not_revived(self) -> str:
        """Meanwhile its name, or a way to write it that comes back with it, may have been given to another."""
        hold_names(self.town_id)
        parts = EmployerName.with_voided.everywhere("a text means one employer in a town")
        names = parts.filter(employer=self, voided_at=self.voided_at).values_list("name", flat=True)
        other = self.others().called(self.name, *names).first()
        return f"它的名称或写法已经归到{other}，请先在那个单位的页面上作废" if other else ""

    def others(self) -> EmployerQuerySet:
        """The other employers of its town."""
        of_town = Employer.objects.everywhere("a text means one employer in a town")
        return of_town.filter(town=self.town_id).exclude(pk=self.pk)

    @cached_property
    def texts(self) -> list[str]:
        """What records call it."""
        return [self.name, *self.names.values_list("name", flat=True)]

    def state(self, on: date) -> State:
        gone = self.delisted_on is not None and self.delisted_on <= on
        return State("已停止合作") if gone else State("合作中", Tone.SAFE)


class EmployerName(Record):
    """Another way in which records write an employer of their town: a short form, a slip, what it was called before."""

    route_name = "employer_name"
    division_path = "employer__town_id"
    about = "employer"

    employer = models.ForeignKey(
        Employer, models.PROTECT, related_name="names", verbose_name="用人单位", db_index=False
    )
    name = models.CharField("写法", max_length=100, db_index=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "别的写法"
        verbose_name_plural = verbose_name
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["employer", "name"], name="one_way_to_write_an_employer"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if has_number(self.name):
            raise ValidationError({"name": NUMBER_REFUSED})
        if self.employer_id and (other := self._called_so()):
            raise ValidationError({"name": f"“{self.name}”已经是{other}的名称或写法"})

    def why_not_revived(self) -> str:
        hold_names(self.employer.town_id)
        other = self._called_so()
        return f"“{self.name}”已经是{other}的名称或写法" if other else ""

    def _called_so(self) -> Employer | None:
        """Who is called so already: another employer of the town, or this one by its own name."""
        own = self.employer if self.employer.name == self.name else None
        return own or self.employer.others().called(self.name).first()
