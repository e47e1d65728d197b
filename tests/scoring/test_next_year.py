"""The whole product in a year whose rubric is another: renumbered, cut in quarters, with items dropped and added."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from core.assessment import codes_of, term_of
from fictional.one_of_everything import OWN, TOWN, add_person
from labor.models import Person, Verification
from labor.people.checks import not_able
from labor.verification.campaign import Campaign
from scoring.inbox import Inbox
from scoring.score import score_town
from scoring.targets import target_progress
from tests.exchanged import words
from tests.once import once
from tests.policies.test_access import (  # noqa: F401
    DATA,
    PAGES,
    ROLES,
    ROUTES,
    SIGN_IN_OR_OUT,
    TABLE,
    answer,
    arguments,
    clients,
    sign_in,
    users,
)
from tests.scoring.next_year import next_year  # noqa: F401
from tests.small_town import add_users

TODAY = date(2024, 3, 20)
YEAR_END = date(2024, 12, 31)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("next_year")]


@pytest.fixture(autouse=True)
def today():
    with travel(TODAY, tick=False):
        yield


def test_the_score_has_the_items_of_its_year(small_town):
    codes = {day.year: set(score_town(TOWN, day).sub_items) for day in (date(2023, 12, 31), YEAR_END)}
    assert codes[2023] - codes[2024] == {"5.1", "6.2"}
    assert codes[2024] - codes[2023] == {"6.5", "9.1"}


def test_one_rule_scores_two_sub_items(small_town):
    small_town.policy.year, small_town.policy.due_on, small_town.policy.done_on = 2024, date(2024, 2, 1), None
    small_town.policy.save()
    score = score_town(TOWN, TODAY)
    assert [score.sub_items[code].deducted for code in ("7.1", "9.1")] == [1, 1]
    assert codes_of(["policies_fulfilled"], TODAY) == ["7.1", "9.1"]


def test_everybody_goes_by_the_quarters(small_town):
    """Verified in the first quarter and not in the second: the score, 核实, its progress and the targets agree."""
    Verification.objects.all().delete()
    Verification.objects.create(
        person=small_town.person, verified_on=date(2024, 2, 1), method="phone", result="unchanged"
    )
    staff = add_users()["staff"]
    for day, left in ((date(2024, 3, 31), 0), (date(2024, 6, 30), 1)):
        term = term_of(day)
        counted = score_town(TOWN, day, cases=True).sub_items["2.2"]
        assert sum(case.endswith(str(term)) for case in counted.cases) == left
        campaign = Campaign.containing(day)
        assert campaign.progress(staff).left == left
        wanted = {each.target.name: each for each in target_progress(TOWN, day)}["verified"]
        assert wanted.wanted - wanted.actual == left
        known = Person.objects.with_verification(day).get(pk=small_town.person.pk)
        assert known.verified is (not left)


def test_everybody_goes_by_the_working_age_and_the_capacities_of_the_year(small_town):
    """The score, the lists, 核实, its round, the targets and what is asked about."""
    weak = add_person(OWN, 11, "石弱", household=small_town.household, capacity="weak")
    born = {"young": date(2007, 5, 5), "old": date(1961, 5, 5)}
    young, old = (
        add_person(
            OWN, order, "石某", household=small_town.household, birth_date=born[name], joined_on=date(2023, 1, 1)
        )
        for order, name in enumerate(born, 12)
    )
    Verification.objects.all().delete()
    for day, labor in ((date(2023, 12, 31), {weak, young}), (date(2024, 3, 31), {old})):
        everybody = {small_town.person, *labor}
        assert set(Person.objects.labor_out_of_poverty(day)) == everybody
        assert score_town(TOWN, day).sub_items["2.1"].facts["labor"] == len(everybody)
        assert {each for each in Person.objects.with_verification(day) if each.to_verify} == everybody
        assert set(Campaign.containing(day).people) == everybody
        verified = {each.target.name: each for each in target_progress(TOWN, day)}["verified"]
        assert verified.wanted == len(everybody)
        asked = {person for person in (weak, young, old) if list(not_able(person, day, ""))}
        assert asked == {weak, young} - labor  # who is too old may have worked all the same


def test_ages_and_terms_are_called_as_the_year_has_them(signed_in):
    page = words(signed_in("staff").get(reverse("labor:person_list")))
    assert "本季度核实" in page
    assert "本半年" not in page
    for words_of_age in ("18至29岁", "50至64岁", "65岁以上", "不满18岁"):
        assert words_of_age in page
    assert "16至29岁" not in page


def test_the_inbox_names_the_quarter_and_the_new_code(small_town):
    inbox = Inbox(TOWN, TODAY, add_users()["staff"], {})
    lines = inbox.tasks()
    duties = {line.duty.code: line for line in lines[0 : len(lines)]}
    assert duties["2.2"].due == date(2024, 3, 31)
    assert {"7.1", "9.1"} <= {key.code for key in inbox.duties}


def test_a_changed_rule_leaves_the_old_year_as_it_was(small_town):
    assert score_town(TOWN, date(2023, 12, 31)).sub_items["6.3"].sub_item.rule.name == "relocated_households"
    assert score_town(TOWN, YEAR_END).sub_items["6.3"].sub_item.rule.name == "relocated_households_of_2024"


@once
@pytest.mark.parametrize(
    "role", ["staff", *(pytest.param(role, marks=pytest.mark.long) for role in ROLES if role != "staff")]
)
def test_every_page_answers_each_role_as_the_table_says(clients, users, arguments, role):  # noqa: F811
    answered = {}
    for method, route in TABLE:
        known = {"code": "6.5"} if route == "scoring:sub_item" else arguments(route)
        address = reverse(route, kwargs=known)
        answered[method, route] = answer(clients[role], method, address, DATA.get(route, {})).status_code
        if route in SIGN_IN_OR_OUT:
            sign_in(clients, users)
    assert answered == {each: statuses[ROLES.index(role)] for each, statuses in TABLE.items()}


@pytest.mark.parametrize(("code", "status"), [("6.5", 200), ("9.1", 200), ("2.2", 200), ("6.2", 404), ("5.1", 404)])
def test_sub_items_have_the_addresses_of_their_year(signed_in, code, status):
    staff = signed_in("staff")
    assert staff.get(reverse("scoring:sub_item", args=[code])).status_code == status
    old = {"6.5": 404, "9.1": 404}.get(code, 200)
    assert staff.get(reverse("scoring:sub_item", args=[code]), {"as_of": "2023-12-31"}).status_code == old
