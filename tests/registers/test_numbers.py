"""Numbers of registers are proposed as the town has numbered so far; another one may be typed."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from core.forms import record_form
from core.records.codes import code_field, next_number, pattern_of
from core.records.voiding import void
from core.registers.declaration import declared
from fictional.one_of_everything import FAR, NEXT, OWN, TODAY
from labor.models import Household
from tests.exchanged import words
from workshops.models import Workshop

pytestmark = pytest.mark.usefixtures("today")
ADD = reverse("workshops:workshop_add")


def household(code, village=OWN):
    return Household.objects.create(code=code, head_name="石", village_id=village, kind="ordinary")


def proposed(*codes):
    Household.objects.everywhere("a test").delete()
    for code in codes:
        household(code)
    return next_number(Household.objects.all(), "code", date(2024, 3, 1))


@pytest.mark.parametrize(
    ("codes", "number"),
    [
        ((), ""),
        (("甲",), ""),
        (("H1",), "H2"),
        (("H9",), "H10"),
        (("CJ009", "CJ099"), "CJ100"),
        (("H7", "H3"), "H8"),
        (("城步-012号", "H88", "城步-004号"), "城步-013号"),
        (("PX2023007",), "PX2024001"),
        (("PX2024-07",), "PX2024-08"),
        (("PX2023-07", "PX2024-02", "PX2023-08"), "PX2024-03"),
        (("WT2040009", "WT2160003"), "WT2160004"),
        (("2040009",), "2040010"),
        (("99999999999999999999",), "100000000000000000000"),
    ],
)
def test_the_next_number_is_made_like_the_newest_and_follows_the_largest(small_town, codes, number):
    Household.objects.all().update(site=None)
    small_town.person.household = None
    small_town.person.save()
    type(small_town.person).objects.update(household=None)
    assert proposed(*codes) == number


@pytest.mark.parametrize("number", ["WT20400017", "WT20200017"])
def test_a_village_whose_code_looks_like_a_year_is_none(number):
    pattern = pattern_of(number, 2026)
    assert pattern.number(pattern.counted(number) + 1) == number[:-1] + "8"


def test_a_number_that_somebody_has_elsewhere_or_had_before_is_stepped_over(small_town):
    household("H2", FAR)
    void(record=household("H3"), reason="录错")
    rows = Household.objects.within(OWN)
    assert next_number(rows, "code", TODAY) == "H4"


def test_every_register_with_a_number_proposes_one(staff, small_town):
    numbered = [each for each in declared if code_field(each.model) in each.fields]
    assert len(numbered) >= 10
    for register in numbered:
        assert code_field(register.model) in record_form(register.model, register.fields, register.form).base_fields


def test_a_new_workshop_has_the_next_number_and_another_may_be_typed(staff, small_town):
    form = staff.get(ADD).context["form"]
    assert form["code"].value() == "CJ02"
    told = {"name": "新车间", "kind": "home", "certified_on": "2023-05-01", "village": OWN, "confirmed": "1"}
    staff.post(ADD, {"token": str(uuid4()), "code": "自己编的7", **told})
    assert Workshop.objects.get(name="新车间").code == "自己编的7"


def test_of_two_who_were_offered_the_same_number_the_second_is_told_the_next(staff, small_town):
    told = {"kind": "home", "certified_on": "2023-05-01", "village": OWN, "confirmed": "1", "code": "CJ02"}
    staff.post(ADD, {"token": str(uuid4()), "name": "先来的", **told})
    page = staff.post(ADD, {"token": str(uuid4()), "name": "后到的", **told})
    assert "已经登记过；下一个没用过的是CJ03" in words(page)
    assert [each.name for each in Workshop.objects.filter(code="CJ02")] == ["先来的"]


def test_a_village_that_the_link_names_is_numbered_for_itself(staff, small_town):
    household("WT2040001"), household("WT2060008", NEXT)
    address = reverse("labor:household_add")
    assert staff.get(f"{address}?village={OWN}").context["form"]["code"].value() == "WT2040002"
    assert staff.get(f"{address}?village={NEXT}").context["form"]["code"].value() == "WT2060009"
    assert staff.get(f"{address}?village=x").context["form"]["code"].value() == "WT2060009"


@pytest.mark.parametrize("village", ["9", "999", "４３０５", "4305291042041"])
def test_a_village_that_is_none_is_numbered_like_the_town(staff, small_town, village):
    household("WT2040001")
    page = staff.get(reverse("labor:household_add"), {"village": village})
    assert page.context["form"]["code"].value() == "WT2040002"


def test_what_is_there_keeps_its_number(staff, small_town):
    form = staff.get(reverse("workshops:workshop_change", args=[small_town.workshop.pk])).context["form"]
    assert form["code"].value() == "CJ01"


def test_the_new_household_of_a_split_has_one_too(staff, small_town):
    address = reverse("event_of", kwargs={"kind": "householdsplit", "key": str(small_town.household.pk)})
    assert staff.get(address).context["form"]["code"].value() == "H2"
