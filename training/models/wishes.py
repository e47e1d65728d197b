"""Who would like to be trained in what."""

from datetime import date

from django.db import models
from django.db.models import OuterRef
from simple_history.models import HistoricalRecords

from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.models import Person
from training.models.classes import TrainingCategory
from training.models.enrolments import Enrolment


class TrainingWishQuerySet(ScopedQuerySet):
    def open(self, on: date) -> "TrainingWishQuerySet":
        """Wishes of the day `on` that were neither withdrawn nor met by a place in a class."""
        met = Enrolment.objects.filter(
            not_yet("training_class__ended_on", OuterRef("wished_on")), training_class__category=OuterRef("category")
        )
        return self.filter(not_yet("withdrawn_on", on), ~met.exists_for("person", outer="person_id"), wished_on__lte=on)


class TrainingWish(Record):
    """Somebody would like to be trained: where the pick list of a class begins.

    Plan, section 三（四）: 坚持从农村劳动力实际需求出发.
    """

    route_name = "wish"
    division_path = "person__village_id"
    about = "person"

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="training_wishes", verbose_name="劳动力", db_index=False
    )
    category = models.CharField("培训类别", max_length=20, choices=TrainingCategory.choices)
    trade = models.CharField("想学的工种", max_length=50, blank=True, default="")
    wished_on = models.DateField("登记日期")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)

    objects = live_manager(TrainingWishQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "培训意愿"
        verbose_name_plural = verbose_name
        ordering = ("-wished_on",)
        constraints = (
            models.UniqueConstraint(fields=["person", "category", "wished_on"], name="one_wish_a_category_and_day"),
            NotBefore("wished_on", "withdrawn_on", name="wish_withdrawn_after_said", message="撤回日期早于登记日期"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.words}"

    @property
    def words(self) -> str:
        """想学缝纫工, or what kind of training where no trade is named."""
        return f"想学{self.trade}" if self.trade else f"想参加{self.get_category_display()}"

    def state(self, on: date) -> State:
        """Whether it waits for a class; for many, prefetch `person__enrolments__training_class`."""
        models.prefetch_related_objects([self.person], "enrolments__training_class")
        courses = [each.training_class for each in self.person.enrolments.all()]
        if any(each.category == self.category and not each.has_ended(self.wished_on) for each in courses):
            return State("已报班", Tone.SAFE)
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= on
        return State("已撤回") if withdrawn else State("待安排", Tone.DUE)
