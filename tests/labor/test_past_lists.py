"""A number of a past day is counted, narrowed and shown by what was so on that day."""

from datetime import date

import pytest
from django.urls import reverse

from core.pages.counted import DAY, NAME, PLACE
from core.records.as_they_were import as_they_were
from fictional.one_of_everything import FAR, NEXT, OWN, TOWN, add_person
from labor.models import Employment, Household, HouseholdChange, Person, PersonChange
from scoring.targets import target_progress
from tests.exchanged import text

pytestmark = pytest.mark.usefixtures("today")

#: Two days of the half-year of today, 2023-05-20, and the change between them.
SPRING, CHANGED, LATER = date(2023, 3, 31), date(2023, 4, 10), date(2023, 4, 30)
LIST = reverse("labor:person_list")


@pytest.fixture
def moved(small_town):
    """Somebody whom nobody has verified, and who went from one village to the next."""
    home = Household.objects.create(code="H9", head_name="杨家", village_id=OWN, kind="out_of_poverty")
    person = add_person(OWN, 81, "杨搬家", household=home)
    return go(person, NEXT)


def go(person, village):
    PersonChange.objects.create(person=person, item="village", changed_on=CHANGED, was_village_id=person.village_id)
    Person.objects.filter(pk=person.pk).update(village_id=village)
    return person


def opened(client, on, place=TOWN, **more):
    """The page of those of a place who were not verified by the day."""
    return client.get(LIST, {NAME: "verified-missing", DAY: str(on), PLACE: place, **more})


def listed(page):
    return {line[0].text: line for line in page.context["table"].lines}


def test_a_place_counts_who_lived_there_on_the_day(staff, moved):
    for on, there in ((SPRING, OWN), (LATER, NEXT)):
        for place in (OWN, NEXT):
            assert ("杨搬家" in listed(opened(staff, on, place))) == (place == there), (on, place)
            assert ("杨搬家" in listed(opened(staff, on, village=place))) == (place == there), (on, place)


def test_the_targets_page_says_the_same(staff, moved):
    for on in (SPRING, LATER):
        (verified,) = (each for each in target_progress(TOWN, on) if each.target.name == "verified")
        behind = {each.name: each.count for each in verified.behind}
        for place, name in ((OWN, "白水头村"), (NEXT, "木瓜村")):
            assert behind.get(name, 0) == len(listed(opened(staff, on, place)))


def test_a_list_shows_the_village_and_the_household_of_the_day(staff, moved):
    HouseholdChange.objects.create(household=moved.household, item="monitoring", changed_on=CHANGED, was_text="at_risk")
    HouseholdChange.objects.create(
        household=moved.household, item="identified_on", changed_on=CHANGED, was_on=date(2023, 1, 1)
    )
    words = {on: " ".join(cell.text for cell in listed(opened(staff, on))["杨搬家"]) for on in (SPRING, LATER)}
    assert "白水头村" in words[SPRING]
    assert "边缘易致贫户" in words[SPRING]
    assert "木瓜村" in words[LATER]
    assert "边缘易致贫户" not in words[LATER]


@pytest.mark.parametrize(
    ("choice", "before"),
    [
        ({"capacity": "weak"}, True),
        ({"capacity": "ordinary"}, False),
        ({"kind": "none"}, True),
        ({"kind": "out_of_poverty"}, False),
    ],
)
def test_filters_ask_for_what_was_so(staff, moved, choice, before):
    PersonChange.objects.create(person=moved, item="capacity", changed_on=CHANGED, was_text="weak")
    PersonChange.objects.create(person=moved, item="household", changed_on=CHANGED)
    found = ["杨搬家" in listed(opened(staff, on, **choice)) for on in (SPRING, LATER)]
    assert found == [before, not before]


def test_whoever_has_gone_to_another_town_is_counted_and_not_shown(staff, moved):
    Person.objects.filter(pk=moved.pk).update(village_id=FAR)
    page = opened(staff, SPRING)
    assert "杨搬家" not in listed(page)
    assert page.context["elsewhere"] == 1
    assert "那天属于这里，现在属于别的村镇" in text(page)
    assert opened(staff, LATER).context["elsewhere"] == 0
    assert opened(staff, SPRING, FAR[:9]).context["elsewhere"] == 0  # nobody learns what another town has


def test_all_of_a_household_are_shown_with_it_as_it_was_and_so_is_whose_a_record_is(moved):
    add_person(OWN, 82, "杨同户", household=moved.household)
    HouseholdChange.objects.create(household=moved.household, item="kind", changed_on=CHANGED, was_text="ordinary")
    people = Person.objects.filter(household=moved.household).select_related("household")
    assert {each.household.kind for each in as_they_were(people.all(), SPRING)} == {"ordinary"}
    assert {each.household.kind for each in as_they_were(people.all(), LATER)} == {"out_of_poverty"}
    for day in (1, 2):
        Employment.objects.create(person=moved, started_on=date(2023, 1, day), employer=f"厂{day}", channel="county")
    jobs = Employment.objects.filter(person=moved).select_related("person__village", "person__household")
    then = as_they_were(jobs, SPRING)
    assert [(job.person.village_id, job.person.household.kind) for job in then] == [(OWN, "ordinary")] * 2
