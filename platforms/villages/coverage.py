"""Village platforms side by side: what each has, what it lacks, how its business goes.

The rules `platforms` and `service_business` count the same villages.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery

from core.contributions import Slot
from core.periods import year_to
from core.states import State, Tone
from core.tables import Column, RegisterTable, itself
from labor.models import Employment, JobSeekingCase
from platforms.models import BusinessCheck, Platform, Service, StaffMember
from platforms.villages.conditions import has_account, has_platform, has_staff, required

Time = StaffMember.WorkingTime
Read = Callable[[Any, date], Any]


def with_coverage(villages: Any, on: date) -> Any:
    """Rows of villages with what their platforms have on the day `on` and did since the year began."""
    platform = Platform.objects.open(on).filter(village=OuterRef("pk"))
    staff = StaffMember.objects.serving(on)
    checks = BusinessCheck.objects.filter(village=OuterRef("pk"), checked_on__lte=on).order_by("-checked_on")
    return villages.annotate(
        has_platform=Platform.objects.open(on).exists_for("village"),
        premises=Subquery(platform.values("premises")[:1]),
        account_on=Subquery(platform.with_account(on).values("account_assigned_on")[:1]),
        full_time=staff.filter(working_time=Time.FULL).number_for("village"),
        part_time=staff.filter(working_time=Time.PART).number_for("village"),
        checked_on=Subquery(checks.values("checked_on")[:1]),
        failures=BusinessCheck.objects.official_failures(on.year, on).number_for("village"),
        business=_business(on),
    )


def _business(on: date) -> Any:
    """How many services, cases and jobs a village recorded since the year began."""
    kinds = ((Service, "served_on"), (JobSeekingCase, "registered_on"), (Employment, "started_on"))
    rows = (model.objects.filter(**{f"{day}__range": year_to(on)}) for model, day in kinds)
    services, cases, jobs = (found.number_for("person__village") for found in rows)
    return services + cases + jobs


def totals(villages: Any, on: date) -> dict[str, int]:
    """What their rules count, over `villages`."""
    asked = villages.filter(required(on))
    built, staffed = asked.filter(has_platform(on)), has_staff(on)
    return {
        "应建平台": asked.count(),
        "未建成": asked.exclude(has_platform(on)).count(),
        "缺人员或账号": built.exclude(staffed & has_account(on)).count(),
        "没有人员": built.exclude(staffed).count(),
        "上级检查不合格": BusinessCheck.objects.official_failures(on.year, on).filter(village__in=villages).count(),
    }


def platform_state(village: Any, on: date) -> State:
    """What is lost by, soonest put right first."""
    if not village.has_platform:
        return State("未建成", Tone.LOST) if village.requires_platform(on) else State("不要求")
    if not village.full_time + village.part_time:
        return State("没有人员", Tone.LOST)
    return State("已配齐", Tone.SAFE) if village.account_on else State("没有账号", Tone.LOST)


def staff_words(village: Any, on: date) -> str:
    """专职1 兼职2."""
    numbers = (("专职", village.full_time), ("兼职", village.part_time))
    return " ".join(f"{word}{number}" for word, number in numbers if number)


class CoverageColumn(NamedTuple):
    """A column at the end of the table; `read` annotates rows of villages with what it needs on a day."""

    column: Column
    read: Read


COVERAGE_COLUMNS = Slot(Column, CoverageColumn)
COLUMNS = (
    Column("village", "村社区", itself, sort=("code",), kind="lead", links=True),
    Column("state", "平台", platform_state, kind="same-line"),
    Column("staff", "在岗人员", staff_words, kind="same-line"),
    Column("premises", "场所", lambda village, on: village.premises),
    Column("account", "账号分配", lambda village, on: village.account_on, kind="date"),
    Column("checked", "最近检查", lambda village, on: village.checked_on, kind="date"),
    Column("failures", "上级检查不合格", lambda village, on: str(village.failures), kind="number"),
    Column("business", "今年办理", lambda village, on: str(village.business), kind="number"),
)


class CoverageTable(RegisterTable):
    """A village a row; apps above contribute columns."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return (*COLUMNS, *(each.column for each in COVERAGE_COLUMNS))

    def read(self, rows: Any) -> Any:
        rows = with_coverage(rows, self.on)
        for each in COVERAGE_COLUMNS:
            rows = each.read(rows, self.on)
        return rows
