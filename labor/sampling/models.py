"""A round of spot checks that was drawn by lot, and whom it drew; see docs/adr/0064."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from labor.people.models import Person
from labor.sampling.drawing import METHOD, Numbers, Why
from labor.verification.models import SpotCheck


class SpotCheckRound(Record):
    """一轮抽查. It keeps everything that the draw rests on, so that anybody can draw the same people again."""

    class Population(models.TextChoices):
        TO_VERIFY = "to_verify", "脱贫劳动力和边缘易致贫劳动力"
        EMPLOYED = "employed", "其中登记在就业的"
        VERIFIED = "verified", "其中本期已核实的"

    route_name = "round"
    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="乡镇")
    drawn_on = models.DateField("抽样日期")
    population = models.CharField("抽查范围", max_length=10, choices=Population.choices, default=Population.TO_VERIFY)
    share = models.PositiveSmallIntegerField(
        "抽查比例（%）", default=5, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    least = models.PositiveSmallIntegerField("每村至少", default=3)
    most = models.PositiveSmallIntegerField("每村至多", null=True, blank=True)
    priority = models.PositiveSmallIntegerField("每村重点", default=2)
    seed = models.CharField("种子", max_length=64)
    method = models.CharField("抽样方法", max_length=20, default=METHOD, editable=False)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    #: Everybody who could be drawn, by villages: see `drawing.Frame`. Public ids name nobody to a stranger.
    frame = models.JSONField("抽样框", default=dict, editable=False)

    history = HistoricalRecords(excluded_fields=["frame"])

    class Meta(Record.Meta):
        verbose_name = "抽样抽查"
        verbose_name_plural = verbose_name
        ordering = ("-drawn_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["town", "drawn_on", "seed"], name="one_round_a_town_day_and_seed"),
            models.CheckConstraint(
                condition=Q(most=None) | Q(most__gte=F("least")), name="round_draws_at_most_more_than_at_least",
                violation_error_message="“每村至多”不能小于“每村至少”",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.drawn_on} 抽样抽查"

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.share, self.least, self.most, self.priority)

    @property
    def people(self) -> int:
        """So many could be drawn."""
        return sum(map(len, self.frame.values()))


class DrawnPersonQuerySet(ScopedQuerySet):
    def live(self) -> "DrawnPersonQuerySet":
        """Of rounds that were not voided."""
        return self.filter(round__voided_at=None)

    def to_record(self) -> "DrawnPersonQuerySet":
        """Answered, and not among the spot checks yet; who was not reached may be tried again."""
        said = Q(result__in=(SpotCheck.Result.TRUE, SpotCheck.Result.UNTRUE))
        rows = self.live().filter(said, person__voided_at=None)
        return rows.filter(~Q(spot_check__in=SpotCheck.objects.everywhere("of rows that are bounded")))


class DrawnPerson(models.Model):
    """Somebody who was drawn: at random or for a risk, for which checker, and what was found."""

    class Reason(models.TextChoices):
        RANDOM = Why.RANDOM.value, "随机"
        PRIORITY = Why.PRIORITY.value, "重点"

    #: Whoever was drawn stays the round's, wherever they move.
    division_path = "round__town_id"

    round = models.ForeignKey(SpotCheckRound, models.PROTECT, related_name="drawn", verbose_name="抽样抽查")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="劳动力")
    #: The village that the person was drawn in, whatever becomes of the person.
    village_code = models.CharField("抽样时的村", max_length=12)
    reason = models.CharField("怎样抽中", max_length=10, choices=Reason.choices)
    risks = models.JSONField("风险", default=list)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="抽查人"
    )
    result = models.CharField("抽查结果", max_length=10, choices=SpotCheck.Result.choices, blank=True, default="")
    method = models.CharField("抽查方式", max_length=10, choices=SpotCheck.Method.choices, blank=True, default="")
    problem = models.CharField("问题", max_length=500, blank=True, default="")
    answered_on = models.DateField("回答日期", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="回答人"
    )
    spot_check = models.ForeignKey(
        SpotCheck, models.SET_NULL, null=True, related_name="+", verbose_name="记成的数据抽查"
    )

    objects: Any = DrawnPersonQuerySet.as_manager()

    class Meta:
        verbose_name = "抽中的人"
        verbose_name_plural = verbose_name
        ordering = ("village_code", "person__name_pinyin", "person")
        constraints = (models.UniqueConstraint(fields=["round", "person"], name="drawn_once_a_round"),)

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_recorded(self) -> bool:
        """Its answer is a spot check, which was not voided."""
        return self.spot_check is not None and not self.spot_check.is_voided

    def is_anothers(self, user: Any) -> bool:
        """Whether somebody else than `user` has found something out; who was not reached may be tried by anybody."""
        found = self.result in (SpotCheck.Result.TRUE, SpotCheck.Result.UNTRUE)
        return found and self.answered_by_id not in (None, user.pk)

    @property
    def why(self) -> str:
        """How they were drawn, said openly with the risk."""
        label = str(self.get_reason_display())
        return f"{label}：{'、'.join(self.risks)}" if self.risks else label

    def state(self, on: date) -> State:
        if not self.result:
            return State("未抽查", Tone.DUE)
        tone = {SpotCheck.Result.TRUE: Tone.SAFE, SpotCheck.Result.UNTRUE: Tone.LOST}
        words = f"{self.get_result_display()}，已记入" if self.is_recorded else self.get_result_display()
        return State(words, tone.get(SpotCheck.Result(self.result), Tone.PLAIN))
