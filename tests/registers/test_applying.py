"""政策找人: everybody who was ticked applies at once, as one event; nobody twice, and nobody of somebody else's."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import AuditEvent, LifeEvent
from core.records import events
from core.records.voiding import void
from fictional.one_of_everything import NEXT, OWN, TODAY
from oversight.models import Policy, PolicyApplication
from oversight.policies.actions import apply
from tests.registers.test_policies import job, policy, poor  # noqa: F401 -- the fixture

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def people(policy):  # noqa: F811 -- the fixture
    """Five who qualify, the last of them in the next village."""
    found = [poor(OWN if number < 4 else NEXT, 200 + number, f"申{number}") for number in range(5)]
    for each in found:
        job(each, date(2023, 1, 2))
    return found


def send(client, policy, what, people=(), query="", **data):  # noqa: F811
    address = reverse("oversight:finding_ticks", args=[policy.pk])
    names = [str(each.public_id) for each in people]
    return client.post(f"{address}{query}", {"what": what, "row": names, **data}, follow=True)


def run(client, policy, day=TODAY, token=None):  # noqa: F811
    sent = {"applied_on": day, "token": str(token or uuid4())}
    return client.post(reverse("oversight:policy_apply_many", args=[policy.pk]), sent, follow=True)


def told(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_all_that_are_found_apply_as_one_event_and_it_is_undone_as_one(staff, policy, people):  # noqa: F811
    send(staff, policy, "all")
    assert "登记申请：5 份" in send(staff, policy, "apply").content.decode()
    token = uuid4()
    assert "已登记5份申请" in told(run(staff, policy, token=token))
    run(staff, policy, token=token)
    assert PolicyApplication.objects.filter(policy=policy, applied_on=TODAY).count() == 5
    event = LifeEvent.objects.get()
    assert AuditEvent.objects.filter(action=AuditEvent.Action.LIFE_EVENT).count() == 1
    assert PolicyApplication.objects.first().history.get().history_user.username == "staff"
    events.undo(event=event, reason="选错了政策")
    assert not PolicyApplication.objects.filter(policy=policy).exists()


def test_a_clerk_ticks_only_people_of_the_own_village(signed_in, policy, people):  # noqa: F811
    clerk = signed_in("clerk")
    send(clerk, policy, "keep", people)
    page = clerk.get(reverse("oversight:policy_apply_many", args=[policy.pk])).content.decode()
    assert "申4" not in page
    assert "已登记4份申请" in told(run(clerk, policy))
    assert not PolicyApplication.objects.filter(village_id=NEXT, policy=policy).exists()


def test_who_applied_or_was_voided_meanwhile_is_told(staff, policy, people):  # noqa: F811
    send(staff, policy, "keep", people)
    apply(policy=policy, subject=people[0], on=TODAY)
    voided, _ = apply(policy=policy, subject=people[1], on=TODAY)
    void(record=voided, reason="填错")
    answer = told(run(staff, policy))
    assert "已登记3份申请" in answer
    assert "1份没有登记" in answer
    assert "在“政策申请”中恢复" in answer
    assert "还没有勾选" in told(run(staff, policy))


@pytest.mark.parametrize(("day", "why"), [("2023-06-20", "在今天以后"), ("2023-03-01", "不在申报期内")])
def test_a_day_on_which_nobody_can_apply_is_refused_beside_its_field(staff, policy, people, day, why):  # noqa: F811
    Policy.objects.filter(pk=policy.pk).update(window_from=date(2023, 4, 1), window_until=date(2023, 12, 1))
    send(staff, policy, "keep", people)
    assert why in run(staff, policy, day).content.decode()
    assert not PolicyApplication.objects.filter(policy=policy).exists()


def test_who_is_pasted_is_looked_for_among_those_who_were_found(staff, policy, people, small_town):  # noqa: F811
    answer = send(staff, policy, "paste", pasted=f"{people[0].id_number.plain} 申3 {small_town.person.name}")
    assert "勾选了2条" in told(answer)
    assert "没有找到1个" in told(answer)


def test_outside_the_window_nothing_can_be_ticked(staff, policy, people):  # noqa: F811
    Policy.objects.filter(pk=policy.pk).update(window_until=date(2023, 4, 1))
    page = staff.get(reverse("oversight:finding_people", args=[policy.pk])).content.decode()
    assert "申3" in page
    assert "选本页" not in page


def test_what_was_undone_can_be_applied_for_again_at_once(staff, policy, people):  # noqa: F811
    for day in (date(2023, 4, 1), TODAY):
        send(staff, policy, "all")
        assert "已登记5份申请" in told(run(staff, policy, day))
        assert set(PolicyApplication.objects.values_list("applied_on", flat=True).filter(policy=policy)) == {day}
        events.undo(event=LifeEvent.objects.first(), reason="日期填错")
        assert not PolicyApplication.objects.filter(policy=policy).exists()


def test_what_was_worked_on_since_keeps_the_batch_from_being_undone(staff, policy, people):  # noqa: F811
    send(staff, policy, "all")
    run(staff, policy)
    application = PolicyApplication.objects.filter(policy=policy).first()
    application.reviewed_on = TODAY
    application.save()
    with pytest.raises(ValidationError, match="后来又改过"):
        events.undo(event=LifeEvent.objects.get(), reason="选错了政策")
    assert PolicyApplication.objects.filter(policy=policy).count() == 5
