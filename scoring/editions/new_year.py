"""新年清单: what a town needs before a new year is scored well, each with its page, asked from the facts."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from core.models import SpecialDay
from core.permissions import OPERATE
from oversight.models import Baseline, OrganisationDocument, SupervisionTask
from platforms.models import RecruitmentTask
from scoring.catalogue import known_years
from scoring.models import RubricEdition
from training.models import TrainingQuota

#: From December to February it stands where an administrator begins.
MONTHS = (12, 1, 2)


class NewYearStep(NamedTuple):
    """Something to do for the new year: how it stands, and where it is done (blank where that is not for the user)."""

    title: str
    is_done: bool
    words: str
    address: str


def year_asked_for(today: date) -> int:
    """The year that is prepared: from July on the next."""
    return today.year + (today.month > 6)


def is_asked(today: date) -> bool:
    return today.month in MONTHS


def steps(user: Any, town: str, year: int) -> list[NewYearStep]:
    """All of them for a town, in the order in which they are done."""
    return [_rubric(year), _bases(town, year), *_documents(town, year), *_quotas(user, town, year),
            _holidays(user, year), _tasks(user, town, year)]  # fmt: skip


def _rubric(year: int) -> NewYearStep:
    page = reverse("scoring:rubric", args=[year])
    if year in known_years():
        return NewYearStep("考核细则", True, "已发布", page)
    if RubricEdition.objects.drafts().filter(year=year).exists():
        return NewYearStep("考核细则", False, "有草稿，还没有由另一位管理员发布", page)
    return NewYearStep("考核细则", False, "还没有起草，按上一年的计分", reverse("scoring:rubric_start"))


def _bases(town: str, year: int) -> NewYearStep:
    lacking, wanted = len(Baseline.objects.lacking(town, year - 1)), len(Baseline.Indicator)
    words = f"已登记{wanted - lacking}个，共{wanted}个"
    return NewYearStep("考核基数", not lacking, words, reverse("scoring:rubric_bases", args=[year]))


def _documents(town: str, year: int) -> Iterator[NewYearStep]:
    lacking = OrganisationDocument.objects.lacking(town, year)
    for kind in (OrganisationDocument.Kind.WORKING_GROUP, OrganisationDocument.Kind.ACTION_PLAN):
        add = f"{reverse('oversight:document_add')}?year={year}&kind={kind.value}"
        is_done = kind not in lacking
        address = reverse("oversight:document_list") if is_done else add
        yield NewYearStep(str(kind.label), is_done, "已登记" if is_done else f"还没有登记{year}年的", address)


def _quotas(user: Any, town: str, year: int) -> Iterator[NewYearStep]:
    for title, model, route in (
        ("培训任务", TrainingQuota, "training:quota"),
        ("招聘任务", RecruitmentTask, "platforms:recruitment_task"),
    ):
        rows: Any = model.objects
        is_done = rows.visible_to(user).within(town).filter(year=year).exists()
        address = reverse(f"{route}_list") if is_done else f"{reverse(f'{route}_add')}?year={year}"
        yield NewYearStep(title, is_done, "已登记" if is_done else f"还没有登记{year}年的", address)


def _holidays(user: Any, year: int) -> NewYearStep:
    is_done = SpecialDay.objects.filter(day__year=year).exists()
    words = "已有放假安排" if is_done else f"还没有{year}年的放假安排，期限只按周末算"
    return NewYearStep("节假日", is_done, words, reverse("administration:reference") if user.has_perm(OPERATE) else "")


def _tasks(user: Any, town: str, year: int) -> NewYearStep:
    tasks = SupervisionTask.objects.visible_to(user).within(town)
    left = tasks.filter(due_on__lt=date(year, 1, 1), completed_on=None).count()
    words = f"还有{left}项{year}年以前到期的没有完成" if left else f"{year}年以前到期的都已完成"
    return NewYearStep("督办任务", not left, words, f"{reverse('oversight:task_list')}?progress=open")
