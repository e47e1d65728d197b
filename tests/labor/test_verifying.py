"""What verifying writes, for one person and for many, and how it is taken back within a minute."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from core.actor import acting_as
from core.models import AuditEvent
from fictional.one_of_everything import OWN, add_person
from labor.models import Person, Verification
from labor.verification import actions
from labor.verification.just_verified import just_verified
from tests.small_town import add_users

TODAY = date(2023, 5, 20)
NOW = datetime(2023, 5, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    with travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def users(small_town):
    return add_users()


@pytest.fixture
def clerk(users, clock):
    with acting_as(users["clerk"]):
        yield users["clerk"]


@pytest.fixture
def verify(small_town, clerk):
    def run(result="unchanged", person=small_town.person, on=TODAY, method="phone"):
        return actions.verify(person=person, on=on, method=method, result=result, verifier="石经办")

    return run


def taken_back(row, by):
    return actions.undo_verification(deed=row.history.latest(), by=by, now=timezone.now())


def test_an_answer_is_a_row_with_who_asked_and_who_wrote(verify, clerk):
    row = verify()
    assert (row.method, row.result, row.verifier) == ("phone", "unchanged", "石经办")
    assert [version.history_user for version in row.history.all()] == [clerk]


def test_the_same_answer_twice_is_written_once(verify):
    assert verify() == verify()
    assert Verification.history.count() == 1


def test_another_answer_on_the_same_day_takes_the_place_of_the_first(verify):
    verify("unreachable")
    verify("unchanged", method="visit")
    row = Verification.objects.get()
    assert (row.result, row.method, row.history.count()) == ("unchanged", "visit", 2)


def test_a_voided_answer_of_the_day_is_brought_back_with_the_new_one(verify):
    row = verify()
    row.voided_at, row.void_reason = timezone.now(), "录错"
    row.save()
    again = verify("unreachable")
    assert (again.pk, again.is_voided, again.void_reason, again.result) == (row.pk, False, "", "unreachable")


def test_another_day_is_another_row(verify):
    verify("unreachable")
    verify(on=TODAY + timedelta(days=1))
    assert Verification.objects.count() == 2


def test_within_a_minute_it_is_taken_back_and_voided(verify, clerk, clock, small_town):
    row = verify()
    clock.shift(60)
    taken_back(row, clerk)
    assert not Verification.objects.exists()
    assert Verification.with_voided.get().void_reason == "一分钟内撤销"
    event = AuditEvent.objects.get(action="void")
    assert (event.subject_id, event.division_code) == (str(row.pk), OWN)
    assert not Person.objects.filter(pk=small_town.person.pk).verified_between(TODAY, TODAY).exists()


def test_after_a_minute_it_stays(verify, clerk, clock):
    row = verify()
    clock.shift(61)
    with pytest.raises(actions.VerificationNotUndone, match="超过一分钟"):
        taken_back(row, clerk)
    assert Verification.objects.exists()


def test_nobody_else_takes_it_back(verify, users):
    row = verify()
    with pytest.raises(actions.VerificationNotUndone):
        taken_back(row, users["staff"])
    assert Verification.objects.exists()


def test_taking_back_the_second_answer_brings_the_first_back(verify, clerk, clock):
    verify("unreachable", method="visit")
    clock.shift(300)
    row = verify("unchanged")
    taken_back(row, clerk)
    row.refresh_from_db()
    assert (row.result, row.method, row.is_voided) == ("unreachable", "visit", False)


def test_taking_back_what_revived_a_voided_answer_voids_it_again(verify, clerk, clock):
    row = verify()
    taken_back(row, clerk)
    clock.shift(5)
    taken_back(verify(), clerk)
    assert not Verification.objects.exists()


def test_what_somebody_changed_meanwhile_is_not_taken_back(verify, clerk, users, clock):
    row = verify()
    deed = row.history.latest()
    clock.shift(5)
    with acting_as(users["staff"]):
        verify("unreachable")
    with pytest.raises(actions.VerificationNotUndone, match="又有人改过"):
        actions.undo_verification(deed=deed, by=clerk, now=timezone.now())
    assert Verification.objects.get().result == "unreachable"


def test_what_came_with_changes_is_not_taken_back(verify, clerk):
    row = verify("updated")
    with pytest.raises(actions.VerificationNotUndone, match="填写了变化"):
        taken_back(row, clerk)


def group(number):
    return [add_person(OWN, 10 + order, f"石{order}号") for order in range(number)]


def verify_many(people):
    return len(actions.verify_many(people=people, on=TODAY, method="visit", verifier="石经办", now=timezone.now()))


def test_a_group_is_one_deed_and_is_taken_back_as_one(clerk, clock, small_town):
    people = group(3)
    tried = actions.verify(person=people[0], on=TODAY, method="phone", result="unreachable", verifier="石经办")
    clock.shift(10)
    assert verify_many(people) == 3
    assert {row.result for row in Verification.objects.all()} == {"unchanged"}
    assert {row.history_user_id for row in Verification.history.all()} == {clerk.pk}
    clock.shift(30)
    taken_back(Verification.objects.get(person=people[2]), clerk)
    assert [(row.pk, row.result) for row in Verification.objects.all()] == [(tried.pk, "unreachable")]


def test_a_group_costs_the_same_queries_however_large(clerk, clock):
    counts = []
    people = group(13)
    for part in (people[:3], people[3:]):
        clock.shift(1)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            verify_many(part)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_was_just_recorded_is_offered_for_taking_back_for_a_minute(verify, clerk, clock):
    row = verify()
    clock.shift(10)
    verify_many(group(2))
    offered = just_verified(clerk, timezone.now())
    assert [(each.first.name, each.others) for each in offered] == [("石1号", 1), ("石小军", 0)]
    taken_back(row, clerk)
    clock.shift(30)
    assert len(just_verified(clerk, timezone.now())) == 1
    clock.shift(31)
    assert just_verified(clerk, timezone.now()) == []


def test_what_others_recorded_is_not_offered(verify, users):
    verify()
    assert just_verified(users["staff"], timezone.now()) == []
