"""新年清单: each thing to do says how it stands and leads to its page, until nothing is left."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from core.models import SpecialDay
from fictional.one_of_everything import TOWN
from oversight.models import Baseline, OrganisationDocument, SupervisionTask
from platforms.models import RecruitmentTask
from scoring.models import RubricEdition
from tests.exchanged import sent, words
from training.models import TrainingQuota

YEAR = 2027
CHECKLIST = reverse("scoring:rubric_checklist", args=[YEAR])
HOME = reverse("scoring:dashboard")


@pytest.fixture(autouse=True)
def december():
    with travel(date(2026, 12, 5), tick=False):
        yield


def left(client):
    page = client.get(CHECKLIST)
    addresses = [step.address for step in page.context["steps"] if step.address]
    assert [address for address in addresses if client.get(address).status_code != 200] == []
    return [step.title for step in page.context["steps"] if not step.is_done]


def test_each_thing_is_left_until_it_is_done_and_then_the_home_page_says_nothing(signed_in):
    SupervisionTask.objects.update(completed_on=None)
    staff = signed_in("staff")
    everything = ["考核细则", "考核基数", "工作专班", "行动方案", "培训任务", "招聘任务", "节假日", "督办任务"]
    assert left(staff) == everything
    assert "2027年还有 8 样要准备" in words(signed_in("administrator").get(HOME))
    staff = signed_in("staff")
    staff.post(reverse("scoring:rubric_start"), sent(year=YEAR))
    assert "有草稿，还没有由另一位管理员发布" in words(staff.get(CHECKLIST))
    digest = RubricEdition.objects.get().digest
    signed_in("administrator").post(reverse("scoring:rubric_publish", args=[YEAR]), {"digest": digest})
    for indicator in Baseline.Indicator:
        Baseline.objects.create(town_id=TOWN, year=YEAR - 1, indicator=indicator, value=1)
    for kind in ("working_group", "action_plan"):
        OrganisationDocument.objects.create(town_id=TOWN, year=YEAR, kind=kind, name=kind, issued_on=date(2026, 12, 1))
    TrainingQuota.objects.create(year=YEAR, town_id=TOWN, category="labor_transfer", people=40)
    assert left(signed_in("staff")) == ["招聘任务", "节假日", "督办任务"]
    RecruitmentTask.objects.create(year=YEAR, town_id=TOWN, headcount=5)
    SpecialDay.objects.create(day=date(YEAR, 10, 1), kind="holiday", name="国庆节")
    SupervisionTask.objects.update(completed_on=date(2026, 12, 1))
    assert left(signed_in("staff")) == []
    assert "要准备" not in words(signed_in("administrator").get(HOME))


def test_it_stands_on_the_home_page_of_administrators_from_december_to_february(signed_in):
    assert "要准备" not in words(signed_in("staff").get(HOME))
    for day, said in ((date(2026, 11, 30), False), (date(2027, 2, 28), True), (date(2027, 3, 1), False)):
        with travel(day, tick=False):
            assert ("2027年还有" in words(signed_in("administrator").get(HOME))) is said


def test_a_year_that_is_far_off_or_before_all_rubrics_has_none(staff):
    for year in (YEAR - 4, YEAR + 1):
        assert staff.get(reverse("scoring:rubric_checklist", args=[year])).status_code == 404
