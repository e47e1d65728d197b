"""Posts of the leadership group pass from holder to holder; on any day it is clear who holds them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import LeadershipPost, Tenure
from core.models import Division

TOWN = "430529104"
HANDOVER = date(2024, 3, 1)


@pytest.fixture
def post(db):
    Division.objects.create(code=TOWN, name="五团镇", level=9)
    return LeadershipPost.objects.create(town_id=TOWN, rank=LeadershipPost.Rank.LEADER, position=1)


def holders(on):
    return list(Tenure.objects.held(on).values_list("name", flat=True))


def test_a_successor_takes_over_on_the_day_the_other_leaves(post):
    Tenure.objects.create(post=post, name="前任", started_on=date(2023, 6, 14), ended_on=HANDOVER)
    Tenure.objects.create(post=post, name="继任", started_on=HANDOVER)
    assert holders(date(2023, 6, 13)) == []
    assert holders(date(2023, 6, 14)) == ["前任"]
    assert holders(date(2024, 2, 29)) == ["前任"]
    assert holders(HANDOVER) == ["继任"]


def test_a_post_may_be_vacant(post):
    Tenure.objects.create(post=post, name="前任", started_on=date(2023, 6, 14), ended_on=HANDOVER)
    assert holders(HANDOVER) == []


def test_a_post_has_one_place_in_the_list_and_one_holder_a_first_day(post):
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadershipPost.objects.create(town_id=TOWN, rank=LeadershipPost.Rank.DEPUTY, position=1)
    Tenure.objects.create(post=post, name="前任", started_on=HANDOVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.create(post=post, name="继任", started_on=HANDOVER)


def test_another_town_does_not_see_it(post):
    tenure = Tenure.objects.create(post=post, name="前任", started_on=HANDOVER)
    assert list(Tenure.objects.within("430529")) == list(Tenure.objects.within(TOWN)) == [tenure]
    assert not Tenure.objects.within("430529106").exists()
    assert not LeadershipPost.objects.within("430529106").exists()
