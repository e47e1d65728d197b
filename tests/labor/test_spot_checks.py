"""Who entered or verified somebody's facts does not spot-check them."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import User
from core.actor import acting_as
from labor.models import Employment, SpotCheck, Verification
from labor.verification.spot_checks import knows_facts_of
from platforms.models import Service

REFUSAL = "您登记或核实过此人的信息"

pytestmark = pytest.mark.usefixtures("today")


def check(client, person, **fields):
    usual = {"checked_on": "2023-05-19", "level": "town", "method": "visit", "result": "true", "problem": ""}
    address = reverse("labor:spot_check_add", args=[person.public_id])
    return client.post(address, {"token": str(uuid4()), **usual, **fields})


def write(person, *, by, reason=""):
    job = Employment(person=person, started_on=date(2023, 5, 1), employer="厂", channel="county", workplace="城步")
    job._change_reason = reason
    with acting_as(User.objects.get(username=by)):
        job.save()


def test_staff_record_a_spot_check(staff, small_town):
    check(staff, small_town.person)
    assert SpotCheck.objects.get().person == small_town.person


def test_a_clerk_does_not(signed_in, small_town):
    assert check(signed_in("clerk"), small_town.person).status_code == 403


def test_who_entered_a_fact_is_refused_with_a_reason(staff, small_town):
    write(small_town.person, by="staff")
    assert REFUSAL in check(staff, small_town.person).content.decode()
    assert not SpotCheck.objects.exists()


def test_what_others_entered_is_no_hindrance(staff, small_town):
    write(small_town.person, by="administrator")
    check(staff, small_town.person)
    assert SpotCheck.objects.exists()


def test_an_import_is_no_hindrance(staff, small_town):
    write(small_town.person, by="staff", reason="import:3")
    check(staff, small_town.person)
    assert SpotCheck.objects.exists()


def test_what_superiors_found_may_be_recorded_by_anybody(staff, small_town):
    write(small_town.person, by="staff")
    check(staff, small_town.person, level="superior")
    assert SpotCheck.objects.exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda person: Verification(person=person, verified_on=date(2023, 5, 1), method="visit", result="unchanged"),
        lambda person: Service(person=person, served_on=date(2023, 5, 1), kind="guidance"),
        lambda person: person,
    ],
    ids=["verified", "served", "registered"],
)
def test_every_kind_of_fact_counts(staff, small_town, make):
    user = User.objects.get(username="staff")
    assert not knows_facts_of(user, small_town.person)
    with acting_as(user):
        make(small_town.person).save()
    assert knows_facts_of(user, small_town.person)
    assert not knows_facts_of(user, small_town.people["430529104206"])


def test_a_finding_is_put_right(staff, small_town):
    found = SpotCheck.objects.create(
        person=small_town.person, checked_on=date(2023, 5, 1), level="town", method="visit", result="untrue",
        problem="单位不符",
    )  # fmt: skip
    address = reverse("labor:spot_check_action", args=[found.pk, "rectify"])
    seen = staff.get(address).context["form"]["seen"].value()
    staff.post(address, {"token": str(uuid4()), "seen": seen, "rectified_on": "2023-05-20"})
    found.refresh_from_db()
    assert found.rectified_on == date(2023, 5, 20)
    assert found.state(date(2023, 5, 20)).text == "不真实，已整改"
