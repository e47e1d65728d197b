"""Posts are renewed each January: many at once get a new end, and a new allowance where it is another."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.models import LifeEvent
from core.records import events
from labor.models import PublicBenefitPost
from tests.exchanged import sent

pytestmark = pytest.mark.usefixtures("today")


def renewed(staff, **asked):
    keys = [str(post.pk) for post in PublicBenefitPost.objects.order_by("pk")]
    staff.post(reverse("labor:public_benefit_post_ticks"), {"what": "renew", "row": keys})
    address = reverse("labor:public_benefit_post_many", kwargs={"action": "renew"})
    staff.post(address, sent(contract_ended_on="2024-12-31", confirmed="1", **asked))
    return set(PublicBenefitPost.objects.values_list("contract_ended_on", "monthly_allowance"))


def test_the_allowance_stays_each_ones_own_or_is_the_new_one_and_comes_back_with_the_undoing(staff, full_town):
    before = set(PublicBenefitPost.objects.values_list("contract_ended_on", "monthly_allowance"))
    assert before
    assert renewed(staff) == {(date(2024, 12, 31), allowance) for _, allowance in before}
    assert renewed(staff, new_allowance="850") == {(date(2024, 12, 31), Decimal(850))}
    for event in LifeEvent.objects.order_by("-pk"):
        events.undo(event=event, reason="选错了")
    assert set(PublicBenefitPost.objects.values_list("contract_ended_on", "monthly_allowance")) == before
