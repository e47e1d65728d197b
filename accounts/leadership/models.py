"""The leadership group as posts that pass from holder to holder (plan, 附件1)."""

from datetime import date

from django.db import models
from django.db.models import Prefetch
from simple_history.models import HistoricalRecords

from core.models import Division
from core.records import Record, live_manager
from core.records.conditions import not_yet
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone


class LeadershipPostQuerySet(ScopedQuerySet):
    def with_holders(self, on: date) -> "LeadershipPostQuerySet":
        """Rows with those who hold them on the day `on`, in `holders`."""
        return self.prefetch_related(Prefetch("tenures", Tenure.objects.held(on), to_attr="holders"))


class LeadershipPost(Record):
    """A post of the leadership group. The plan names people, but 「由相应岗位的人员自然递补」."""

    class Rank(models.TextChoices):
        LEADER = "leader", "组长"
        DEPUTY = "deputy", "副组长"
        MEMBER = "member", "成员"
        OFFICE_DIRECTOR = "office_director", "办公室主任"

    route_name = "post"
    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="leadership_posts", verbose_name="乡镇")
    rank = models.CharField("职务", max_length=20, choices=Rank.choices)
    position = models.PositiveSmallIntegerField("序号")
    duty = models.CharField("岗位说明", max_length=100, blank=True, default="")
    held_by_platform_staff = models.BooleanField("由各村平台就业人员担任", default=False)

    objects = live_manager(LeadershipPostQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "领导小组岗位"
        verbose_name_plural = verbose_name
        ordering = ("town", "position")
        constraints = (models.UniqueConstraint(fields=["town", "position"], name="one_post_a_position"),)

    def __str__(self) -> str:
        return f"{self.get_rank_display()}（名单第{self.position}位）"

    def holder(self, on: date) -> "Tenure | None":
        """Who holds it on the day `on`; for rows read `with_holders` of that day."""
        return next(iter(self.holders), None)

    def state(self, on: date) -> State:
        if self.held_by_platform_staff:
            return State("由各村平台人员担任")
        held = self.tenures.held(on).first()
        return State(f"{held.name} 在任", Tone.SAFE) if held else State("空缺", Tone.DUE)


class TenureQuerySet(ScopedQuerySet):
    def held(self, on: date) -> "TenureQuerySet":
        """Who holds a post on the day `on`; the last day no longer counts."""
        return self.filter(not_yet("ended_on", on), started_on__lte=on)

    def overlapping(self, tenure: "Tenure") -> "TenureQuerySet":
        """Others who hold the post of `tenure` on some day of it."""
        until = {"started_on__lt": tenure.ended_on} if tenure.ended_on else {}
        others = self.filter(not_yet("ended_on", tenure.started_on), post=tenure.post_id, **until)
        return others.exclude(pk=tenure.pk)


class Tenure(Record):
    """Somebody holding a leadership post from one day to another."""

    route_name = "post_tenure"
    division_path = "post__town_id"
    about = "post"

    post = models.ForeignKey(LeadershipPost, models.PROTECT, related_name="tenures", verbose_name="岗位")
    name = models.CharField("姓名", max_length=50)
    started_on = models.DateField("任职日期")
    ended_on = models.DateField("离任日期", null=True, blank=True)

    objects = live_manager(TenureQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "领导小组任职"
        verbose_name_plural = verbose_name
        ordering = ("post", "started_on")
        constraints = (
            models.UniqueConstraint(fields=["post", "started_on"], name="one_tenure_a_post_and_day"),
            NotBefore("started_on", "ended_on", name="tenure_ends_after_start", message="离任日期早于任职日期"),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.post.get_rank_display()}）"

    @property
    def summary(self) -> str:
        return f"{self.started_on} 起" + (f"，{self.ended_on} 止" if self.ended_on else "")

    def state(self, on: date) -> State:
        if self.started_on > on:
            return State("未到任")
        return State("已离任") if self.ended_on and self.ended_on <= on else State("在任", Tone.SAFE)
