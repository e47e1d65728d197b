"""乡村公益性岗位: who holds them, until when, and who answers for them."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.fields import NameField
from core.models import Village
from core.periods import month_end
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone, days_left
from labor.employers.naming import employer_called
from labor.people.models import Person

#: So long before its last day a contract is to be renewed or let end.
RENEWED_WITHIN = timedelta(days=30)
CENT = Decimal("0.01")


def _held_between(first: date, last: date) -> Q:
    until = Q(ended_on=None) | Q(ended_on__gte=first)
    return until & Q(contract_started_on__lte=last, contract_ended_on__gte=first)


class PublicBenefitPostQuerySet(ScopedQuerySet):
    def held(self, on: date) -> "PublicBenefitPostQuerySet":
        """Posts whose contract covers the day `on`; its last day still counts."""
        last = Q(ended_on=None) | Q(ended_on__gte=on)
        return self.filter(last, contract_started_on__lte=on, contract_ended_on__gte=on)

    def held_between(self, first: date, last: date) -> "PublicBenefitPostQuerySet":
        """Posts that were held on some day from `first` to `last`, both included."""
        return self.filter(_held_between(first, last))

    def in_grid_of(self, month: date) -> "PublicBenefitPostQuerySet":
        """Posts held on some day of the month, and those of which something is written down of it all the same."""
        written = self.related("attendances").of_month(month)
        return self.filter(_held_between(month, month_end(month)) | Q(written.exists_for("post")))

    def over(self, on: date) -> "PublicBenefitPostQuerySet":
        """Posts whose contract ran out, or was ended, before the day `on`."""
        return self.filter(Q(contract_ended_on__lt=on) | Q(ended_on__lt=on))

    def running_out(self, first: date, last: date) -> "PublicBenefitPostQuerySet":
        """Posts whose contract runs out between two days, both included, and was not ended before."""
        return self.filter(ended_on=None, contract_ended_on__range=(first, last))


class PublicBenefitPost(Record):
    """A 乡村公益性岗位 with its holder and contract.

    谁用人、谁管理、谁负责 (plan, section 三（三）): employer, manager, and who is responsible.
    """

    route_name = "public_benefit_post"
    about = "person"
    parts = ("attendances",)

    code = models.CharField("岗位编号", max_length=40, unique=True)
    village = models.ForeignKey(Village, models.PROTECT, related_name="public_benefit_posts", verbose_name="村社区")
    kind = models.CharField("岗位类型", max_length=50)
    employer = models.CharField("用人单位", max_length=100)
    person = models.ForeignKey(Person, models.PROTECT, related_name="public_benefit_posts", verbose_name="劳动力")
    contract_started_on = models.DateField("合同开始日期")
    contract_ended_on = models.DateField("合同终止日期")
    monthly_allowance = models.DecimalField("月补贴", max_digits=12, decimal_places=2)
    manager = models.CharField("管理单位", max_length=100, blank=True, default="", help_text="谁来管理：安排工作、考勤")
    responsible = NameField("责任人", max_length=50, blank=True, default="")
    ended_on = models.DateField("终止日期", null=True, blank=True, help_text="提前终止的，最后在岗的那一天")
    end_reason = models.CharField("终止原因", max_length=100, blank=True, default="")

    objects = live_manager(PublicBenefitPostQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "公益性岗位"
        verbose_name_plural = verbose_name
        ordering = ("code",)
        constraints = (
            NotBefore(
                "contract_started_on",
                "contract_ended_on",
                name="contract_ends_after_start",
                message="合同终止日期早于合同开始日期",
            ),
            NotBefore(
                "contract_started_on", "ended_on", name="post_ends_after_start", message="终止日期早于合同开始日期"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"

    @property
    def employed_by(self) -> Record | str:
        """The employer on the register whom the post names, or just the name."""
        return employer_called(self.employer, self.village_id)

    @property
    def last_day(self) -> date:
        """The contract's last day, or an earlier one on which the post was given up."""
        return min(self.contract_ended_on, self.ended_on or self.contract_ended_on)

    def is_held_all(self, month: date) -> bool:
        """The contract covers every day of the month that begins on the day `month`."""
        return self.is_held(month) and self.is_held(month_end(month))

    def is_held_in(self, month: date) -> bool:
        """The contract covers some day of the month that begins on the day `month`."""
        return self.contract_started_on <= month_end(month) and month <= self.last_day

    def is_held(self, on: date) -> bool:
        """The contract covers the day `on`."""
        return self.contract_started_on <= on <= self.last_day

    def runs_out_soon(self, on: date) -> bool:
        return self.is_held(on) and self.ended_on is None and self.contract_ended_on - on <= RENEWED_WITHIN

    def state(self, on: date) -> State:
        if self.contract_started_on > on:
            return State("未开始")
        if self.runs_out_soon(on):
            return State(f"在岗，合同{days_left(self.contract_ended_on, on).text}", Tone.DUE)
        if self.is_held(on):
            return State("在岗", Tone.SAFE)
        return State("已提前终止") if self.ended_on else State("合同已到期", Tone.DUE)


class PostAttendanceQuerySet(ScopedQuerySet):
    def of_month(self, month: date) -> "PostAttendanceQuerySet":
        """What is written down of the month that begins on the day `month`."""
        return self.filter(month=month)

    def of_posts_held(self, month: date) -> "PostAttendanceQuerySet":
        """The same, of posts that were held on some day of the month as it is known by now."""
        held = self.related("post").held_between(month, month_end(month))
        return self.of_month(month).filter(post__in=held.values("pk"))


class PostAttendance(Record):
    """On how many days of a month whoever holds a post came, and the allowance that the month was paid by.

    The allowance is that of the month: a contract that goes on for more leaves what was paid alone.
    """

    division_path = "post__village_id"
    about = "post"

    post = models.ForeignKey(
        PublicBenefitPost, models.PROTECT, related_name="attendances", verbose_name="公益性岗位", db_index=False
    )
    month = models.DateField("月份", help_text="这个月的第一天")
    days_due = models.PositiveSmallIntegerField("规定出勤天数")
    days_attended = models.PositiveSmallIntegerField("累计出勤天数")
    allowance = models.DecimalField("当月月补贴", max_digits=12, decimal_places=2)

    objects = live_manager(PostAttendanceQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "岗位出勤"
        verbose_name_plural = verbose_name
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(fields=["post", "month"], name="one_attendance_a_post_and_month"),
            NotBefore(
                "days_attended", "days_due", name="post_days_agree", message="累计出勤天数多于规定出勤天数",
                blame="days_attended",
            ),
            models.CheckConstraint(condition=Q(days_due__gte=1), name="post_has_days_due"),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.post} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        """The page of all posts in that month."""
        return f"{reverse('labor:post_attendance')}?month={self.month:%Y-%m}"

    @property
    def says(self) -> str:
        """All that is asked of the month, in a form that can be compared with what somebody was shown."""
        return f"{self.days_attended}/{self.days_due}/{self.allowance:.2f}"

    @property
    def amount(self) -> Decimal:
        """月补贴 divided by the days that were due, for each day that was attended; half a cent is rounded up."""
        return (self.allowance * self.days_attended / self.days_due).quantize(CENT, ROUND_HALF_UP)
