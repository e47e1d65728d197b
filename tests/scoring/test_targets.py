"""方案目标: what the plan wants is counted from the records on any day, agrees with the score, and leads on."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.actor import acting_as
from fictional.one_of_everything import OWN, TOWN, add_life, add_person, add_platform, add_programme
from labor.models import Employment, JobSeekingCase, Verification
from platforms.models import StaffMember
from scoring.catalogue import rubric_of, rubric_years
from scoring.measures import measures
from scoring.models import TownStart
from scoring.score import score_town
from scoring.targets import target_progress
from tests.exchanged import words
from training.models import TrainingQuota

DAY = date(2023, 9, 15)


def target(name, place=TOWN, on=DAY):
    return next(each for each in target_progress(place, on) if each.target.name == name)


def change(record, **fields):
    """Change `record` as a form does: with a trace."""
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def test_every_target_of_every_year_has_a_measure():
    named = [set(rubric_of(year).targets) for year in rubric_years()]
    assert all(names <= measures.keys() for names in named)
    assert set().union(*named) == measures.keys()


@pytest.fixture
def town(small_town):
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    return small_town


def test_employment_is_the_number_that_the_score_counts(town):
    employed = target("employed")
    assert (employed.actual, employed.wanted, employed.gap) == (1, 1350, 1349)
    assert employed.actual == score_town(TOWN, DAY).sub_items["2.1"].facts["employed"]


def test_the_trend_is_the_same_count_at_the_ends_of_months(town):
    add_person(OWN, 40, "石新人", household=town.household)
    Employment.objects.create(
        person=town.people[OWN], started_on=date(2023, 9, 3), employer="二厂", channel="county", workplace="城步"
    )
    newcomer = add_person(OWN, 41, "石又来", household=town.household)
    Employment.objects.create(
        person=newcomer, started_on=date(2023, 9, 3), employer="二厂", channel="county", workplace="城步"
    )
    employed = target("employed")
    assert [number for _, number in employed.months] == [1] * 8 + [2]
    assert [number for _, number in employed.months] == [
        target("employed", on=day).actual for day, _ in employed.months
    ]
    assert employed.lately == "比上月末多1"
    assert target("employed", on=date(2023, 1, 20)).lately == ""


def test_verification_asks_for_everybody_in_the_half_year_and_names_the_villages_behind(town):
    verified = target("verified")
    assert (verified.actual, verified.wanted) == (0, 1)
    assert [(str(village), village.count) for village in verified.behind] == [("白水头村", 1)]
    Verification.objects.create(person=town.person, verified_on=date(2023, 8, 1), method="phone", result="unchanged")
    verified = target("verified")
    assert (verified.actual, verified.gap, verified.behind) == (1, 0, ())


def test_workshops_are_held_against_the_number_last_year_support_and_the_platform(town):
    assert (target("workshops").actual, target("workshops").wanted) == (1, 2)
    assert (target("workshops_kept").actual, target("workshops_kept").wanted) == (1, 1)
    assert target("workshops_supported").gap == 0
    assert target("workshops_entered").gap == 1
    change(town.workshop, entered_on=date(2023, 5, 1), stopped_on=date(2023, 6, 1))
    assert target("workshops_kept").state.text == "还差1家"
    assert target("workshops_entered").gap == 0
    assert target("workshops_supported").wanted is None


def test_training_is_held_against_the_towns_task_or_else_the_plans_number(town):
    assert target("trained").wanted == 40
    quota = TrainingQuota.objects.get()
    change(quota, people=55)
    assert target("trained").wanted == 55
    change(quota, year=2022)
    assert target("trained").wanted == 40
    assert target("entrepreneurs").state.text == "没有定量目标"


def test_a_fifth_of_those_who_serve_is_rounded_up(town):
    assert target("staff_trained").wanted == 1
    for number in range(5):
        StaffMember.objects.create(
            village=town.village, name=f"石{number}", started_on=date(2023, 2, 1), working_time="part"
        )
    assert target("staff_trained").wanted == 2


def test_platforms_cover_the_villages_that_must_have_one(town):
    covered = target("platforms")
    assert (covered.actual, covered.wanted) == (1, 2)
    assert [str(village) for village in covered.behind] == ["木瓜村"]


def test_cases_of_the_year_and_those_left_over_are_to_be_cleared(town):
    JobSeekingCase.objects.all().delete()
    out_of_work = add_person(OWN, 42, "石待业", household=town.household)
    for registered, ended in ((date(2022, 11, 1), date(2022, 12, 1)), (date(2022, 12, 5), None), (DAY, DAY)):
        JobSeekingCase.objects.create(
            person=out_of_work, registered_on=registered, willing=True, ended_on=ended,
            end_reason="unwilling" if ended else "",
        )  # fmt: skip
    cleared = target("cleared")
    assert (cleared.actual, cleared.wanted) == (1, 2)
    assert [str(village) for village in cleared.behind] == ["白水头村"]


def test_a_village_is_told_what_it_answers_for_itself(town):
    assert [each.target.name for each in target_progress(OWN, DAY)] == ["verified", "cleared"]


@pytest.mark.parametrize("name", ["clerk", "staff", "leader"])
def test_the_page_leads_from_a_gap_to_what_is_missing(signed_in, town, name):
    page = signed_in(name).get(reverse("scoring:targets"), {"as_of": "2023-09-15"})
    assert "本半年已核实的劳动力" in page.text
    lacking = f"{reverse('labor:person_list')}?counts=verified-missing&amp;as_of=2023-09-15&amp;division={OWN}"
    assert lacking in page.text


def test_where_nothing_is_missing_it_says_so(signed_in, small_town):
    Verification.objects.create(
        person=small_town.person, verified_on=date(2023, 8, 1), method="phone", result="unchanged"
    )
    page = signed_in("clerk").get(reverse("scoring:targets"), {"as_of": str(DAY)})
    assert "都已达到" in page.text


def test_the_queries_do_not_grow_with_people_or_months(town):
    def queries(on):
        cache.clear()
        with acting_as(None), CaptureQueriesContext(connection) as asked:
            target_progress(TOWN, on)
        return len(asked)

    few = queries(DAY)
    for order in range(100, 140):
        add_person(OWN, order, f"石{order}", household=town.household)
    assert queries(DAY) == few == queries(date(2023, 1, 15))
    assert few <= 30


def test_months_before_the_town_began_are_not_drawn_as_neglect(town, signed_in):
    before = target_progress(TOWN, DAY)
    assert all(len(each.months) == DAY.month for each in before)
    TownStart.objects.filter(town_id=TOWN).update(started_on=date(DAY.year, DAY.month - 1, 10))
    after = target_progress(TOWN, DAY)
    assert {tuple(day for day, _ in each.months) for each in after} == {(date(2023, 8, 31), DAY)}
    assert [each.actual for each in after] == [each.actual for each in before]
    page = signed_in("staff").get(reverse("scoring:targets"), {"as_of": DAY.isoformat()})
    assert "走势从那时画起" in words(page)
    TownStart.objects.update(started_on=date(DAY.year - 1, 5, 1))
    assert target_progress(TOWN, DAY) == before
