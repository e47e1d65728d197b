"""Recruitment for the industrial zone and others: what is organised, who goes how far, and the task.

The plan (section 二（七）) asks for people in good health and without 传染史. Nothing of the kind is kept or asked;
what a job requires by law, a health certificate, is (docs/adr/0020-health-in-recruitment.md).
"""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import OuterRef, Q
from simple_history.models import HistoricalRecords

from core.models import Division
from core.periods import first_day
from core.records import Record, live_manager
from core.records.constraints import NotBefore
from core.scoping import ScopedQuerySet
from core.states import State, Tone, of_target
from labor.models import Employer, Employment, Person
from platforms.recruitment.vacancies import Vacancy

#: Plan, section 二（七）: “年龄在18-55岁之间”. Whoever is outside is asked about, never refused.
RECRUITED_AGES = range(18, 56)


class RecruitmentEvent(Record):
    """A fair or the like, with the employers who came and how many people it reached."""

    class Kind(models.TextChoices):
        FAIR = "fair", "现场招聘会"
        VILLAGE = "village", "送岗下乡"
        ONLINE = "online", "线上招聘"
        LIVE = "live", "直播带岗"
        OTHER = "other", "其他"

    route_name = "event"
    division_path = "town_id"

    town = models.ForeignKey(Division, models.PROTECT, related_name="recruitment_events", verbose_name="乡镇")
    name = models.CharField("活动名称", max_length=200)
    held_on = models.DateField("活动日期")
    kind = models.CharField("活动形式", max_length=10, choices=Kind.choices)
    place = models.CharField("地点", max_length=100, blank=True, default="")
    reached = models.PositiveIntegerField(
        "参加人数", null=True, blank=True, help_text="到场或在线参加的人，活动结束后填"
    )

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "招聘活动"
        verbose_name_plural = verbose_name
        ordering = ("-held_on",)
        constraints = (models.UniqueConstraint(fields=["town", "held_on", "name"], name="one_event_a_day_and_name"),)

    def __str__(self) -> str:
        return f"{self.held_on} {self.name}"

    def state(self, on: date) -> State:
        if self.held_on > on:
            return State("筹备中")
        return State("已举办", Tone.SAFE) if self.reached is not None else State("待填参加人数", Tone.DUE)


class EventEmployer(Record):
    """An employer at an event: how many posts were offered, and how many people it came to terms with."""

    route_name = "event_employer"
    division_path = "event__town_id"
    about = "event"

    event = models.ForeignKey(
        RecruitmentEvent, models.PROTECT, related_name="presences", verbose_name="招聘活动", db_index=False
    )
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="presences", verbose_name="用人单位")
    posts = models.PositiveIntegerField("提供岗位数")
    agreed = models.PositiveIntegerField("达成意向人数", null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "参会单位"
        verbose_name_plural = verbose_name
        ordering = ("employer__name",)
        constraints = (models.UniqueConstraint(fields=["event", "employer"], name="one_presence_an_event"),)

    def __str__(self) -> str:
        return f"{self.employer} {self.event}"


class Stage(NamedTuple):
    """A step of an application: the action that takes it, and the field that keeps its day."""

    name: str
    label: str
    field: str


#: 报名 comes first, with the record itself.
STAGES = (
    Stage("recommend", "推荐", "recommended_on"),
    Stage("interview", "面试", "interviewed_on"),
    Stage("hire", "录用", "hired_on"),
    Stage("start", "到岗", "started_on"),
)


class CandidateQuerySet(ScopedQuerySet):
    def started_in(self, year: int, until: date) -> "CandidateQuerySet":
        """Who took up work in `year`, not after `until`, at an enterprise of the industrial zone."""
        return self.filter(started_on__range=(first_day(year), until), vacancy__in_industrial_zone=True)

    def open(self) -> "CandidateQuerySet":
        """Who has neither started nor failed."""
        return self.filter(started_on=None, failed_on=None)

    def people(self) -> int:
        """How many different people."""
        return self.order_by().values("person").distinct().count()


class Candidate(Record):
    """Somebody who applies for a vacancy, and how far that has come."""

    division_path = "person__village_id"

    vacancy = models.ForeignKey(
        Vacancy, models.PROTECT, related_name="candidates", verbose_name="招聘岗位", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="candidacies", verbose_name="劳动力")
    event = models.ForeignKey(
        RecruitmentEvent, models.PROTECT, null=True, blank=True, related_name="candidates", verbose_name="招聘活动"
    )
    applied_on = models.DateField("报名日期")
    recommended_on = models.DateField("推荐日期", null=True, blank=True)
    interviewed_on = models.DateField("面试日期", null=True, blank=True)
    hired_on = models.DateField("录用日期", null=True, blank=True)
    started_on = models.DateField("到岗日期", null=True, blank=True)
    failed_on = models.DateField("未成日期", null=True, blank=True)
    has_health_certificate = models.BooleanField("是否持健康证", null=True, blank=True)

    objects = live_manager(CandidateQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "应聘人选"
        verbose_name_plural = verbose_name
        ordering = ("-applied_on",)
        constraints = (
            models.UniqueConstraint(fields=["vacancy", "person"], name="one_application_a_vacancy"),
            NotBefore("applied_on", "recommended_on", name="recommended_after_applied", message="推荐日期早于报名日期"),
            NotBefore("applied_on", "interviewed_on", name="interviewed_after_applied", message="面试日期早于报名日期"),
            NotBefore("applied_on", "hired_on", name="hired_after_applied", message="录用日期早于报名日期"),
            NotBefore("interviewed_on", "hired_on", name="hired_after_interview", message="录用日期早于面试日期"),
            NotBefore("applied_on", "started_on", name="started_after_applied", message="到岗日期早于报名日期"),
            NotBefore("hired_on", "started_on", name="started_after_hired", message="到岗日期早于录用日期"),
            NotBefore("applied_on", "failed_on", name="failed_after_applied", message="未成日期早于报名日期"),
        )

    def __str__(self) -> str:
        return self.display_name(plain=False)

    def display_name(self, *, plain: bool) -> str:
        return f"{self.person.display_name(plain=plain)} {self.vacancy}"

    @property
    def stage(self) -> int:
        """How many of the stages are behind: the place of the last one that has a day."""
        done = [place for place, stage in enumerate(STAGES, start=1) if getattr(self, stage.field)]
        return max(done, default=0)

    @property
    def is_open(self) -> bool:
        return self.started_on is None and self.failed_on is None

    @property
    def job(self) -> Employment | None:
        """The job that came of it, as the employment records say; for many, prefetch `person__employments`."""
        since, employer = self.applied_on, self.vacancy.employer
        jobs = (job for job in self.person.employments.all() if job.started_on >= since and job.employer == employer)
        return next(jobs, None)

    def state(self, on: date) -> State:
        """The last stage; who has started without a job on record is still to be registered as employed."""
        if self.failed_on:
            return State("未成")
        if self.started_on:
            return State("已到岗", Tone.SAFE) if self.job else State("已到岗，未登记就业", Tone.DUE)
        return State(("已报名", *(f"已{stage.label}" for stage in STAGES))[self.stage], Tone.DUE)


class RecruitmentTaskQuerySet(ScopedQuerySet):
    def with_progress(self, on: date) -> "RecruitmentTaskQuerySet":
        """Rows that know how many people of the town have taken up work by the day `on`, as `started`."""
        people = Person.objects.of_outer_town()
        started = Candidate.objects.filter(person__in=people, started_on__lte=on, vacancy__in_industrial_zone=True)
        in_year = Q(started_on__year=OuterRef("year"))
        return self.annotate(started=started.number_of("person", by="vacancy__in_industrial_zone", only=in_year))


class RecruitmentTask(Record):
    """How many people a town is to recruit for the industrial zone in a year (plan, section 二（七）)."""

    route_name = "recruitment_task"
    division_path = "town_id"

    year = models.PositiveSmallIntegerField("年度")
    town = models.ForeignKey(Division, models.PROTECT, related_name="recruitment_tasks", verbose_name="乡镇")
    headcount = models.PositiveIntegerField("招聘任务人数")
    due_on = models.DateField("完成期限", null=True, blank=True)

    objects = live_manager(RecruitmentTaskQuerySet)
    history = HistoricalRecords()

    class Meta(Record.Meta):
        verbose_name = "招聘任务"
        verbose_name_plural = verbose_name
        ordering = ("-year", "town")
        constraints = (models.UniqueConstraint(fields=["year", "town"], name="one_recruitment_task_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}年产业开发区企业招聘任务"

    def started_by(self, on: date) -> int:
        """How many people of the town have taken up work by the day `on`; rows read `with_progress` know it."""
        known: int | None = getattr(self, "started", None)
        if known is None:
            rows = RecruitmentTaskQuerySet(type(self)).everywhere("it is read again, voided or not")
            known = rows.with_progress(on).get(pk=self.pk).started
        return known

    def state(self, on: date) -> State:
        """How many are missing; past the day that was set, that is a loss."""
        state = of_target(self.started_by(on), self.headcount)
        late = self.due_on is not None and self.due_on < on and state.tone == Tone.DUE
        return State(f"{state.text}，已过期限", Tone.LOST) if late else state
