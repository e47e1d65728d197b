"""Two towns with one of everything each, and what lists that go out tell beside."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from fictional.one_of_everything import build_both
from labor.models import Employment
from oversight.models import Policy, PolicyPayment
from tests.small_town import STRANGER, USERS, add_users


@pytest.fixture
def users(db):
    return add_users(USERS | STRANGER)


@pytest.fixture
def towns(users):
    """Both towns; in each, somebody works far away and two are owed the fare."""
    both = build_both()
    for town in both:
        add_travel(town)
    return both


@pytest.fixture
def town(towns):
    return towns[0]


def add_travel(town):
    here, person = town.profile, town.person
    code = f"ZC02{here.town}"
    policy = Policy.objects.create(code=code, town_id=here.town, name="交通补助", year=2023, due_on=date(2023, 11, 1))
    for each, amount in ((person, 300), (town.people[here.next], 200)):
        owed = {"subject_kind": "person", "subject_code": each.id_number.plain, "due_on": date(2023, 10, 1)}
        PolicyPayment.objects.create(policy=policy, amount=amount, **owed)
    Employment.objects.create(
        person=person, started_on=date(2023, 2, 8), employer="虎门制衣厂", channel="other_province",
        workplace="外地", monthly_wage=5200, industry="C",
    )  # fmt: skip


@pytest.fixture
def made(client, users):
    """The sheet of a list as somebody is handed it: the lines of its cells' values, and the sheet itself."""

    def make(name, user="staff", **asked):
        client.force_login(users[user])
        answer = client.post(reverse("ledger:official_list", args=[name]), asked_of(users[user], asked))
        assert answer.streaming, answer.context["form"].errors
        sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        return [list(line) for line in sheet.iter_rows(values_only=True)], sheet

    return make


def asked_of(user, asked):
    """What a form is sent with unless a test says otherwise: the user's town and month, as a workbook."""
    posted = {"posted_from": "2023-05-20", "posted_until": "2023-05-26"}
    division = next(iter(user.division_codes), "")
    return {"form": "xlsx", "division": division, "numbers": "masked", **posted, **asked}
