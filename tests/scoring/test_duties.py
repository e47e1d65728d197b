"""What the rules want done: in time, only what can still be settled, and each deed wins its point back."""

from dataclasses import replace
from datetime import date

import pytest

from fictional.one_of_everything import OWN, TOWN, add_person
from labor.models import Employment, JobSeekingCase, SpotCheck, Verification
from oversight.models import SupervisionTask
from scoring.catalogue import duties_of, rubric_of
from scoring.models import TownStart
from scoring.score import Score

RUBRIC = rubric_of(2023)


def duty(name, today):
    """The duty with this name; in December there may be one for each year, the earlier is meant."""
    return next(duty for duty in duties_of(RUBRIC, today) if duty.name == name)


def listed(name, today):
    """What has to be done in the town, by the day that it is due."""
    every = [duty for duty in duties_of(RUBRIC, today) if duty.name == name]
    return [(row, row.deadline) for duty in every for row in duty.rows.within(TOWN).order_by("pk")]


def lost(duty):
    """What the sub-item costs the town on the day that the duty is counted."""
    return Score(TOWN, duty.on).result(TOWN).sub_items[duty.code].deducted


def case(person, **more):
    return JobSeekingCase.objects.create(
        **{"person": person, "registered_on": date(2023, 4, 3), "willing": True} | more
    )


def job(person, started_on):
    return Employment.objects.create(
        person=person, started_on=started_on, employer="某厂", channel="county", workplace="城步"
    )


def verify(person, day, result="unchanged"):
    return Verification.objects.create(person=person, verified_on=day, method="visit", result=result)


def task(code, due_on, **more):
    return SupervisionTask.objects.create(
        code=code, town_id=TOWN, source="县人社局", matter="核实", assigned_on=date(2023, 1, 5), due_on=due_on, **more
    )


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2023, 1, 1), date(2023, 6, 30)),
        (date(2023, 6, 30), date(2023, 6, 30)),
        (date(2023, 7, 1), date(2023, 12, 31)),
        (date(2023, 12, 31), date(2023, 12, 31)),
    ],
)
def test_people_are_to_be_verified_by_the_end_of_the_half_year(small_town, today, due):
    assert listed("verify", today) == [(small_town.person, due)]


def test_a_verification_removes_the_duty_and_the_lost_point(small_town):
    wanted = duty("verify", date(2023, 5, 4))
    before = lost(wanted)
    verify(small_town.person, date(2023, 5, 4))
    assert listed("verify", date(2023, 5, 4)) == []
    assert before - lost(wanted) == RUBRIC.scored_by("data_maintenance")[0].rule.step


def test_somebody_not_reached_is_still_to_be_verified(small_town):
    verify(small_town.person, date(2023, 5, 4), "unreachable")
    assert listed("verify", date(2023, 5, 4)) == [(small_town.person, date(2023, 6, 30))]


def test_who_leaves_before_the_half_year_ends_need_not_be_verified(small_town):
    small_town.person.left_on = date(2023, 6, 30)
    small_town.person.save()
    assert listed("verify", date(2023, 5, 4)) == []


@pytest.mark.parametrize("today", [date(2023, 4, 3), date(2023, 4, 20), date(2023, 5, 3)])
def test_an_open_case_is_due_a_month_after_it_was_registered(small_town, today):
    opened = case(small_town.person)
    assert listed("clear", today) == [(opened, date(2023, 5, 3))]
    assert listed("clear_late", today) == []


def test_work_in_time_removes_a_case_and_the_lost_point(small_town):
    case(small_town.person)
    wanted = duty("clear", date(2023, 5, 3))
    before = lost(wanted)
    job(small_town.person, date(2023, 5, 3))
    assert listed("clear", date(2023, 5, 3)) == []
    assert before - lost(wanted) == RUBRIC.scored_by("cases_cleared")[0].rule.step


def test_a_late_case_is_to_be_cleared_before_it_counts_in_the_next_year(small_town):
    opened = case(small_town.person)
    today = date(2023, 5, 4)
    assert (listed("clear", today), listed("clear_late", today)) == ([], [(opened, date(2023, 5, 3))])
    wanted = duty("clear_late", today)
    before = lost(wanted)
    job(small_town.person, today)
    assert listed("clear_late", today) == []
    assert wanted.on == date(2024, 1, 1)
    assert before - lost(wanted) == RUBRIC.scored_by("cases_cleared")[0].rule.step


def test_a_case_that_falls_due_after_the_year_is_told_in_december(small_town):
    opened = case(small_town.person, registered_on=date(2023, 12, 5))
    assert listed("clear", date(2023, 12, 20)) == [(opened, date(2024, 1, 5))]


def test_in_december_a_late_case_can_be_settled_for_the_next_year_and_not_for_this_one(small_town):
    other = add_person(OWN, 50, "杨待岗", household=small_town.household)
    case(small_town.person, registered_on=date(2023, 11, 1))
    coming = case(other, registered_on=date(2023, 11, 20))
    today = date(2023, 12, 10)
    this_year, next_year = [each for each in duties_of(RUBRIC, today) if each.name == "clear"]
    assert (this_year.size(TOWN), next_year.size(TOWN)) == (1, 2)
    assert listed("clear", today) == [(coming, date(2023, 12, 20))]


def test_in_december_somebody_whose_case_is_due_this_year_is_to_be_served_once(small_town):
    case(small_town.person, registered_on=date(2023, 11, 20))
    assert listed("serve", date(2023, 12, 10)) == [(small_town.person, date(2023, 12, 20))]


def test_a_case_without_will_is_no_duty(small_town):
    case(small_town.person, willing=False)
    assert listed("clear", date(2023, 4, 20)) == []


def test_a_task_is_to_be_completed_by_its_day_and_not_after(small_town):
    coming = task("DB02", date(2023, 9, 1))
    assert listed("complete", date(2023, 9, 1)) == [(coming, date(2023, 9, 1))]
    assert listed("complete", date(2023, 9, 2)) == []


def test_completing_a_task_removes_it_and_the_lost_point(small_town):
    coming, wanted = task("DB02", date(2023, 9, 1)), duty("complete", date(2023, 8, 1))
    before = lost(wanted)
    coming.completed_on = date(2023, 8, 1)
    coming.save()
    assert listed("complete", date(2023, 8, 1)) == []
    assert before - lost(wanted) == RUBRIC.scored_by("supervision_tasks")[0].rule.step


def test_a_task_of_the_next_year_is_told_a_month_ahead(small_town):
    coming = task("DB02", date(2024, 1, 10))
    assert listed("complete", date(2023, 12, 1)) == []
    assert listed("complete", date(2023, 12, 10)) == [(coming, date(2024, 1, 10))]


def test_at_stake_is_what_rows_alone_would_cost(db):
    wanted = duty("verify", date(2023, 5, 4))
    rule = wanted.rule
    full = int(rule.max / rule.step)
    assert wanted.stake({"H1": full + 5}, full + 5, full + 5) == rule.max
    assert wanted.stake({"H1": full + 5}, full + 5, 2) == 2 * rule.step
    assert wanted.stake({"H1": full + 5}, full, full) == rule.max - 5 * rule.step


def test_nothing_is_at_stake_where_all_is_lost_already(db):
    wanted = duty("clear", date(2023, 5, 4))
    full = int(wanted.rule.max / wanted.rule.step)
    assert wanted.stake({"overdue": full + 1}, 1, 1) == 0


def test_rows_narrow_to_a_division_like_any_register(small_town):
    wanted = duty("verify", date(2023, 5, 4))
    assert list(wanted.rows.within(OWN)) == [small_town.person]
    assert not wanted.rows.within("430529104206").exists()


def test_whoever_has_two_cases_is_to_be_served_by_the_earlier_and_by_no_one_elses(small_town):
    other = add_person(OWN, 50, "杨待岗", household=small_town.household)
    Employment.objects.update(ended_on=date(2023, 1, 31))
    case(other, registered_on=date(2023, 2, 3))
    for month in (4, 3):
        case(small_town.person, registered_on=date(2023, month, 3))
    dues = dict(listed("serve", date(2023, 5, 20)))
    assert dues == {small_town.person: date(2023, 4, 3), other: date(2023, 3, 3)}


def test_in_december_a_case_due_on_new_years_day_is_told_once(small_town):
    opened = case(small_town.person, registered_on=date(2023, 12, 1))
    assert listed("clear", date(2023, 12, 5)) == [(opened, date(2024, 1, 1))]
    assert listed("serve", date(2023, 12, 5)) == [(small_town.person, date(2024, 1, 1))]


def test_more_served_than_the_target_costs_nothing_and_wins_nothing():
    rule = replace(RUBRIC.scored_by("services_311")[0].rule, target=50)
    assert [rule.points({"eligible": 4, "uncovered": number}) for number in (0, 2, 3)] == [0, 0, 25]


@pytest.mark.parametrize(("level", "counts"), [("town", 1), ("superior", 0)])
def test_what_the_town_found_itself_stands_from_before_its_start_until_it_is_put_right(small_town, level, counts):
    check = {"method": "visit", "result": "untrue", "level": level}
    SpotCheck.objects.create(person=small_town.person, checked_on=date(2023, 3, 1), **check)
    TownStart.objects.create(town_id=TOWN, started_on=date(2023, 4, 1))
    assert Score(TOWN, date(2023, 5, 1)).result(TOWN).sub_items["2.3"].count == counts
