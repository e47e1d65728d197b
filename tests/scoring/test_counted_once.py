"""A number that a rule counts is the same on the pages below the score, in any town on any day."""

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given, settings

from core.assessment import terms_of
from core.models import Village
from fictional.one_of_everything import FAR, TODAY, TOWN, add_platform
from labor.verification.campaign import Campaign
from oversight.workforce.workshop_headcounts import workshop_headcounts
from platforms.villages.coverage import totals
from scoring.score import score_town
from tests.scoring.rows import HOME, stored
from tests.scoring.test_laws import days, examples, towns
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def of_rules(town, day):
    """What the rules count, by rule and number."""
    results = score_town(town, day).sub_items.values()
    return {each.sub_item.rule.name: each.facts for each in results}


def agree(town, day):
    counted = of_rules(town, day)
    platforms, business = counted["platforms"], counted["service_business"]
    assert totals(Village.objects.within(town), day) == {
        "应建平台": business["required"],
        "未建成": platforms["missing"],
        "缺人员或账号": platforms["unready"],
        "没有人员": business["unstaffed"],
        "上级检查不合格": business["failures"],
    }
    for workshop in Workshop.objects.within(town):
        today = workshop_headcounts(workshop, day).months[0]
        jobs = counted["workshop_jobs"]
        assert (today.town_workers, today.town_labor) == (jobs["workers"], jobs["labor"])
    rounds = [Campaign(term) for term in terms_of(day.year) if term.end <= day]
    left = {each.term.name: each.open(each.people).within(town).count() for each in rounds}
    assert left == counted["data_maintenance"]


@settings(examples, max_examples=12)
@given(towns, days)
def test_pages_and_rules_agree(rows, day):
    with stored(rows):
        agree(HOME, day)


def test_they_agree_where_something_is_voided(small_town):
    add_platform(small_town.village)
    Workshop.objects.create(
        code="CJ02", name="另一个车间", village=small_town.village, kind="home", certified_on=date(2022, 1, 1)
    )
    agree(TOWN, TODAY)
    Workshop.objects.filter(pk=small_town.workshop.pk).update(voided_at=timezone.now())
    agree(TOWN, TODAY)
    assert of_rules(TOWN, TODAY)["workshop_jobs"]["workers"] == 0
    agree(FAR[:9], TODAY)
