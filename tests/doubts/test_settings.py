"""The town's own values: what the town sets holds for the command and the form, with who set it and why."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import AuditEvent
from doubts.catalogue import rules
from doubts.checking import check
from doubts.entry import doubts_about
from doubts.holding import rules_as_set
from doubts.models import RuleSetting
from fictional.one_of_everything import TOWN
from labor.models import Employment

DAY = date(2023, 12, 31)
WAGE = reverse("doubts:rule", args=["wage-out-of-range"])
SAID = {"enabled": "True", "since": "", "until": "", "of_min_wage": "400", "of_max_wage": "30000", "reason": "本镇定的"}


@pytest.fixture
def job(small_town):
    return Employment.objects.create(
        person=small_town.person, started_on=date(2023, 5, 1), employer="某厂", channel="county", monthly_wage=390
    )


def found(job):
    """How many hits the command has, and whether the form asks."""
    rule = check(TOWN, DAY, ["wage-out-of-range"])
    return [len(each.hits) for each in rule], "wage-out-of-range" in {rule.code for rule, _ in doubts_about(job, DAY)}


def test_the_command_and_the_form_use_what_the_town_has_set(staff, job):
    assert found(job) == ([1], True)
    assert staff.post(WAGE, SAID | {"of_min_wage": "390"}).status_code == 302
    assert found(job) == ([0], False)
    assert RuleSetting.objects.get().parameters == {"min_wage": 390}
    assert staff.post(WAGE, SAID | {"seen": newest(staff), "since": "2024-01-01"}).status_code == 302
    assert found(job) == ([], False)
    assert staff.post(WAGE, SAID | {"seen": newest(staff)}).status_code == 302
    assert found(job) == ([1], True)


def newest(staff):
    return staff.get(WAGE).context["form"].initial["seen"]


def test_who_set_what_and_why_stands_below_and_in_the_trail(staff, small_town):
    staff.post(WAGE, SAID | {"enabled": "False", "of_max_wage": "9000", "reason": "<b>另有核查"})
    page = staff.get(WAGE).content.decode()
    assert "停用，月收入高于（元）要问：9000" in page
    assert "&lt;b&gt;另有核查" in page
    details = AuditEvent.objects.get(action="settings_changed").details
    assert details["rule"] == "wage-out-of-range"
    assert sorted(details["changed"]) == ["enabled", "of_max_wage"]


@pytest.mark.parametrize(
    ("code", "change", "said"),
    [
        ("wage-out-of-range", {"of_min_wage": "-1"}, "of_min_wage"),
        ("wage-out-of-range", {"of_max_wage": "399"}, "of_max_wage"),
        ("wage-out-of-range", {"of_max_wage": "很多"}, "of_max_wage"),
        ("wage-out-of-range", {"since": "2024-02-01", "until": "2024-01-31"}, "until"),
        ("wage-out-of-range", {"reason": " "}, "reason"),
        ("job-incomplete", {"of_asks": "月收入、工种", "of_no_employer": "无"}, "of_asks"),
        ("household-heads", {"of_heads": "、 ，"}, "of_heads"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(staff, small_town, code, change, said):
    answer = staff.post(reverse("doubts:rule", args=[code]), SAID | change)
    assert list(answer.context["form"].errors) == [said]
    assert not RuleSetting.objects.exists()


def test_words_are_separated_as_people_write_them(staff, small_town):
    address = reverse("doubts:rule", args=["job-incomplete"])
    staff.post(address, SAID | {"of_asks": "月收入，就业地", "of_no_employer": "无；待定、无"})
    assert rules_as_set()["job-incomplete"].parameters == {"asks": ["月收入", "就业地"], "no_employer": ["无", "待定"]}


def test_the_second_to_save_sees_what_the_first_one_saved(staff, small_town):
    staff.post(WAGE, SAID | {"of_min_wage": "500", "seen": "0"})
    late = staff.post(WAGE, SAID | {"of_min_wage": "600", "seen": "0"})
    page = late.content.decode()
    assert "月收入低于（元）要问：500" in page
    assert 'value="600"' in page
    assert RuleSetting.objects.get().parameters == {"min_wage": 500}
    again = SAID | {"of_min_wage": "600", "seen": late.context["form"]["seen"].value()}
    assert staff.post(WAGE, again).status_code == 302
    assert RuleSetting.objects.get().parameters == {"min_wage": 600}


def test_only_the_town_of_the_installation_sets_them(signed_in, small_town, settings):
    settings.HOME_TOWN = "430529105"
    assert signed_in("staff").post(WAGE, SAID).status_code == 404
    assert not RuleSetting.objects.exists()


def test_a_parameter_that_a_rule_has_no_longer_does_no_harm(small_town):
    RuleSetting.objects.create(code="wage-out-of-range", parameters={"usual": 5}, reason="旧的")
    assert rules_as_set()["wage-out-of-range"].parameters == rules()["wage-out-of-range"].parameters
    assert check(TOWN, DAY, ["wage-out-of-range"])
