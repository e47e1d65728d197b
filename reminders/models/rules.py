"""When each kind of reminder is due and what it says, as each town or its county has set it."""

from collections.abc import Collection, Iterable
from datetime import date
from string import Formatter
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from core.models import Division
from core.personal_data.masking import PERSONAL_NUMBER
from core.scoping import ScopedQuerySet
from core.workdays import Workdays
from reminders.kinds import DEFAULT_RULES, MISSED, NOT_YET, DefaultRule, Kind

#: What a text may fill in, with an example.
PLACEHOLDERS = {"区划": "白水头村", "数量": "12", "截止日期": "6月30日", "剩余": "还剩7天"}
OF_VILLAGES = {"各村": "白水头村8人、木瓜村4人"}
OF_VERIFICATION = {"期间": "半年"}
#: So many days after a deadline it can still be said that it was missed: a machine may have been off meanwhile.
MISSED_FOR = 14
FURTHEST = 180
#: Who sets rules; the nearest counts.
SETTING = (Division.Level.TOWN, Division.Level.COUNTY)


class ReminderRule(models.Model):
    """How one kind of reminder goes in a town, or in the towns of a county that have not set it themselves.

    A row is there only where somebody has changed the default.
    """

    division_path = "division_id"

    kind = models.CharField("类别", max_length=30, choices=Kind.choices)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    enabled = models.BooleanField("启用", default=True)
    days = models.JSONField("提前天数", default=list)
    dates = models.JSONField("截止日期", default=list, blank=True)
    behind_percent = models.PositiveSmallIntegerField("落后标准", default=20, validators=[MaxValueValidator(99)])
    text = models.CharField("提醒文字", max_length=300)
    missed_text = models.CharField("逾期文字", max_length=300, blank=True, default="")

    objects: Any = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "提醒规则"
        verbose_name_plural = verbose_name
        constraints = (models.UniqueConstraint(fields=["division", "kind"], name="one_rule_a_division_and_kind"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @classmethod
    def default(cls, kind: Kind) -> "ReminderRule":
        default = DEFAULT_RULES[kind]
        return cls(kind=kind, days=list(default.days), text=default.text, missed_text=default.missed_text)

    def for_division(self, division: Division) -> "ReminderRule":
        """What `division` begins with when it sets a rule: its own, or else a copy of the one that holds there."""
        if self.division_id == division.pk:
            return self
        said = ("kind", "enabled", "days", "dates", "behind_percent", "text", "missed_text")
        return ReminderRule(division=division, **{name: getattr(self, name) for name in said})

    @property
    def about(self) -> DefaultRule:
        """What the settings do not change: whom it tells, and what it can be told."""
        return DEFAULT_RULES[Kind(self.kind)]

    @property
    def placeholders(self) -> dict[str, str]:
        """What a text of this kind may fill in, with an example."""
        of_verification = OF_VERIFICATION if self.about.rule == "data_maintenance" else {}
        return PLACEHOLDERS | (OF_VILLAGES if self.about.lists_villages else {}) | of_verification

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

    def is_behind(self, left: int, total: int, over: bool) -> bool:
        """More is left than may be; once the deadline is over, whatever is left."""
        return 100 * left > (0 if over else self.behind_percent) * total

    def wording(self, stage: int) -> str:
        return self.missed_text if stage == MISSED else self.text


class Rules:
    """Which rule holds where: the town's own, or else its county's, or else the default."""

    def __init__(self) -> None:
        rules = ReminderRule.objects.everywhere("what a county sets holds in its towns").select_related("division")
        self._set = {(rule.kind, rule.division_id): rule for rule in rules}
        self._default = {kind: ReminderRule.default(kind) for kind in Kind}

    def holding(self, kind: str, division: str) -> ReminderRule:
        """The rule of `kind` for a village, a town or a whole county."""
        ways = (self._set.get((kind, division[:level])) for level in SETTING if level <= len(division))
        return next((rule for rule in ways if rule), self._default[Kind(kind)])

    def of(self, kind: Kind) -> list[ReminderRule]:
        """Every rule of `kind` that may hold somewhere."""
        return [self._default[kind], *(rule for (named, _), rule in self._set.items() if named == kind)]


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
