"""When each kind of reminder is due and what it says, as people have set it."""

from collections.abc import Collection, Iterable
from datetime import date
from string import Formatter

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from core.masking import PERSONAL_NUMBER
from core.workdays import Workdays
from reminders.kinds import MISSED, NOT_YET, USUAL, Kind, Usual

#: What a text may fill in, with an example.
PLACEHOLDERS = {"区划": "白水头村", "数量": "12", "截止日期": "6月30日", "剩余": "还剩7天"}
OF_VILLAGES = {"各村": "白水头村8人、木瓜村4人"}
#: So many days after a deadline it can still be said that it was missed: a machine may have been off meanwhile.
MISSED_FOR = 14
FURTHEST = 180


class ReminderRule(models.Model):
    """How one kind of reminder goes. A row is there only where somebody has changed what is usual."""

    kind = models.CharField("类别", max_length=30, choices=Kind.choices, primary_key=True)
    enabled = models.BooleanField("启用", default=True)
    days = models.JSONField("提前天数", default=list)
    dates = models.JSONField("截止日期", default=list, blank=True)
    behind_percent = models.PositiveSmallIntegerField("落后标准", default=20, validators=[MaxValueValidator(99)])
    text = models.CharField("提醒文字", max_length=300)
    missed_text = models.CharField("逾期文字", max_length=300, blank=True, default="")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "提醒规则"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @classmethod
    def usual(cls, kind: Kind) -> "ReminderRule":
        usual = USUAL[kind]
        return cls(kind=kind, days=list(usual.days), text=usual.text, missed_text=usual.missed_text)

    @classmethod
    def all(cls) -> list["ReminderRule"]:
        """The rule of every kind, as it is set or as it usually is."""
        stored = {rule.kind: rule for rule in cls.objects.all()}
        return [stored.get(kind) or cls.usual(kind) for kind in Kind]

    @property
    def about(self) -> Usual:
        """What the settings do not change: whom it tells, and what it can be told."""
        return USUAL[Kind(self.kind)]

    @property
    def placeholders(self) -> dict[str, str]:
        """What a text of this kind may fill in, with an example."""
        return PLACEHOLDERS | (OF_VILLAGES if self.about.lists_villages else {})

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        super().clean_fields(exclude=exclude)
        faults = {
            name: fault
            for name in ("text", "missed_text")
            if (fault := fault_of(getattr(self, name), self.placeholders))
        }
        if faults:
            raise ValidationError(faults)

    def deadline(self, due: date) -> date:
        """The deadline that is told of where the score's own is `due`: the latest of ours in the half-year up to it."""
        ours = (date.fromisoformat(f"{due.year}-{day}") for day in self.dates)
        return max((day for day in ours if day <= due and (due - day).days < FURTHEST), default=due)

    def stage(self, deadline: date, on: date, workdays: Workdays) -> int:
        """The stage that `deadline` has reached on the day `on`: a number of days before it, MISSED, or NOT_YET any.

        A day that nobody works brings its reminder forward; that a deadline was missed is said on the day after it.
        """
        if on > deadline:
            return MISSED if self.missed_text and (on - deadline).days <= MISSED_FOR else NOT_YET
        return min((days for days in self.days if workdays.on_or_before(before(deadline, days)) <= on), default=NOT_YET)

    def wording(self, stage: int) -> str:
        return self.missed_text if stage == MISSED else self.text


def before(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() - days)


def fault_of(text: str, placeholders: Iterable[str]) -> str:
    """Why `text` cannot be sent; blank when it can."""
    if PERSONAL_NUMBER.search(text):
        return "不能写证件号码或电话号码：提醒会发到系统之外"
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return "花括号要成对，例如 {数量}"
    allowed = "、".join(f"{{{name}}}" for name in placeholders)
    for _, name, layout, conversion in parts:
        if name is not None and (name not in set(placeholders) or layout or conversion):
            return f"不认识“{{{name}}}”，可以用的有：{allowed}"
    return ""
