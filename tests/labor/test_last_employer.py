"""In forms an employer is found by typing, any other text stays, and the one that was entered last is proposed."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from fictional.one_of_everything import NEXT, TOWN
from labor.models import Employer, Employment, PublicBenefitPost
from platforms.models import Vacancy

FULL, CODE = "东莞市厚街鸿泰鞋业有限公司", "91441900MA5ABCDE1X"
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def employer(small_town):
    return Employer.objects.create(town_id=TOWN, name=FULL, kind="other", credit_code=CODE)


def enter_job(client, person, employer):
    sent = {
        "token": uuid4(), "started_on": "2023-03-01", "channel": "other_province", "workplace": "东莞市",
        "employer": employer, "confirmed": "1",
    }  # fmt: skip
    return client.post(reverse("labor:employment_add", args=[person.public_id]), sent)


def form_of(client, person, query=""):
    return client.get(reverse("labor:employment_add", args=[person.public_id]) + query).context["form"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("dgshjhtxy", FULL), (CODE.lower(), FULL), ("KFC", "KFC"), ("kfc", "kfc"), ("某厂", "某厂"), ("鸿泰", "鸿泰")],
)
def test_small_letters_or_a_code_find_an_employer_and_any_other_text_stays(
    signed_in, small_town, employer, typed, kept
):
    assert enter_job(signed_in("clerk"), small_town.person, typed).status_code == 302
    assert small_town.person.employments.get(started_on=date(2023, 3, 1)).employer == kept


def test_letters_that_fit_several_are_asked_about(staff, small_town, employer):
    Employer.objects.create(town_id=TOWN, name="鸿泰电子厂", kind="other")
    page = enter_job(staff, small_town.person, "ht")
    assert "可能是" in page.context["form"].errors["employer"][0]


def test_the_towns_employers_are_suggested_beside_what_the_village_uses(signed_in, small_town, employer):
    assert FULL in form_of(signed_in("clerk"), small_town.person, "?as=other").fields["employer"].suggestions


def test_the_next_job_is_proposed_where_the_user_entered_the_last_one(staff, small_town, employer):
    other = small_town.people[NEXT]
    assert "employer" not in form_of(staff, other, "?as=other").initial
    enter_job(staff, small_town.person, FULL)
    form = form_of(staff, other, "?as=other")
    told = [form.initial[name] for name in ("employer", "channel", "workplace")]
    assert told == [FULL, "other_province", "东莞市"]
    assert "上一次登记的" in form.fields["employer"].help_text
    assert "started_on" not in form.initial
    assert form_of(staff, other, "?employer=某厂").initial["employer"] == "某厂"
    assert "channel" not in form_of(staff, other, "?employer=某厂").initial


def test_somebody_elses_last_entry_is_not_proposed(staff, signed_in, small_town):
    enter_job(staff, small_town.person, FULL)
    assert "employer" not in form_of(signed_in("clerk"), small_town.person, "?as=other").initial


def test_whoever_worked_before_is_asked_about_the_last_employer_first(staff, small_town):
    Employment.objects.filter(person=small_town.person).update(ended_on=date(2023, 4, 1), employer=FULL)
    page = staff.get(reverse("labor:employment_add", args=[small_town.person.public_id]))
    (former,) = [each for each in page.context["prospects"] if each.kind == "回原单位"]
    assert form_of(staff, small_town.person, f"?as={former.key}").initial["employer"] == FULL


def test_a_post_is_proposed_with_the_employer_of_the_persons_last_one(staff, small_town):
    PublicBenefitPost.objects.create(
        person=small_town.person, code="GY8", village=small_town.village, kind="保洁", employer="白水头村委会",
        manager="白水头村委会", monthly_allowance=800, contract_started_on=date(2022, 1, 1),
        contract_ended_on=date(2022, 12, 31),
    )  # fmt: skip
    page = staff.get(reverse("labor:public_benefit_post_add", args=[small_town.person.public_id]))
    assert page.context["form"].initial["employer"] == "白水头村委会"


def test_one_vacancy_after_the_other_keeps_the_employer(staff, small_town, employer):
    sent = {
        "token": uuid4(), "town": TOWN, "code": "ZP8", "employer": FULL, "in_industrial_zone": "False", "title": "普工",
        "workplace": "东莞市", "headcount": 5, "wage_min": 4000, "wage_max": 6000, "published_on": "2023-05-01",
        "needs_health_certificate": "False", "confirmed": "1", "another": "1",
    }  # fmt: skip
    page = staff.post(reverse("platforms:vacancy_add"), sent, follow=True)
    assert Vacancy.objects.filter(code="ZP8").exists()
    assert page.context["form"].initial["employer"] == FULL
    assert "title" not in page.context["form"].initial
