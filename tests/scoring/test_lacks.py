"""What a line of the inbox says is still lacking, and that no row has two lines for one thing."""

from collections import Counter
from datetime import date

import pytest
from django.core.cache import cache

from fictional.one_of_everything import OWN, TOWN
from oversight.models import PolicyPayment
from scoring.catalogue import duties_of, rubric_for
from scoring.task_groups import task_groups
from tests.scoring.test_deeds import (
    TODAY,
    build_platforms,
    one_platform_lacks_staff,
    platforms_lack_one_account,
    seek_work,
    serve,
)

pytestmark = pytest.mark.django_db


def lacking(name):
    """What each row of a duty lacks, in words."""
    (duty,) = (each for each in duties_of(rubric_for(2023), TODAY) if each.name == name and each.lacks)
    return {row.pk: duty.lacking(row) for row in duty.with_lacks(duty.rows.within(TOWN))}


def test_of_a_platform_the_account(small_town):
    platforms_lack_one_account(small_town)
    assert lacking("ready_platform") == {OWN: "还差账号"}


def test_of_a_platform_the_staff(small_town):
    one_platform_lacks_staff(small_town)
    assert lacking("ready_platform") == {OWN: "还差工作人员"}


def test_of_a_platform_both(small_town):
    build_platforms(small_town, staffed=False, account=False)
    assert lacking("ready_platform")[OWN] == "还差工作人员、账号"


def test_of_a_policy_the_payments_that_are_not_made(small_town):
    PolicyPayment.objects.filter(subject_kind="person").update(paid_on=TODAY)
    assert lacking("fulfil") == {small_town.policy.pk: "还差兑现2笔"}


def test_of_a_person_the_services_kind_by_kind(small_town):
    seek_work(small_town)
    serve(small_town, recommendation=1, training=2)
    assert lacking("serve") == {small_town.person.pk: "还差岗位推荐2次、职业指导1次"}


def test_a_policy_that_nobody_has_fulfilled_has_one_line(small_town):
    cache.clear()
    groups = [group for group in task_groups(TOWN, TODAY)[0] if group.duty.name == "fulfil"]
    assert Counter(key for group in groups for key in group.keys) == {small_town.policy.pk: 1}


@pytest.mark.parametrize("today", [date(2023, 1, 1), date(2023, 6, 30), date(2023, 11, 30), date(2023, 12, 5)])
def test_no_two_duties_have_one_key(today):
    """In December the month ahead reaches the end of the year, as the year does."""
    keys = Counter(each.key for each in duties_of(rubric_for(2023), today))
    assert [key for key, number in keys.items() if number > 1] == []
