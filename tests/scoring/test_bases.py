"""A new year's base figures are taken over from the last day of the year before, and say where they come from."""

from datetime import date

import pytest
from django.urls import reverse
from time_machine import travel

from fictional.one_of_everything import TOWN
from oversight.models import Baseline
from scoring.score import score_town

ADDRESS = reverse("scoring:rubric_bases", args=[2024])


@pytest.fixture
def new_year():
    with travel(date(2024, 1, 5), tick=False):
        yield


@pytest.fixture
def figures(small_town):
    Baseline.objects.all().delete()
    score = score_town(TOWN, date(2023, 12, 31)).sub_items
    jobs, workshops = score["2.1"].facts, score["3.4"].facts
    return {
        "labor": jobs["labor"], "employed": jobs["employed"],
        "workshop_workers": workshops["workers"], "workshop_labor": workshops["labor"],
    }  # fmt: skip


def test_one_click_takes_the_last_days_numbers_over_with_their_origin(figures, staff, new_year):
    staff.post(ADDRESS)
    assert Baseline.objects.figures(TOWN, 2023) == figures
    reasons = {figure.history.get().history_change_reason for figure in Baseline.objects.all()}
    assert reasons == {"取自本系统2023年12月31日的数"}
    assert score_town(TOWN, date(2024, 1, 5)).sub_items["3.4"].facts["base_workers"] == figures["workshop_workers"]


def test_what_somebody_has_entered_stays_and_a_second_click_changes_nothing(figures, staff, new_year):
    Baseline.objects.create(town_id=TOWN, year=2023, indicator="labor", value=999)
    staff.post(ADDRESS)
    staff.post(ADDRESS)
    assert Baseline.objects.figures(TOWN, 2023) == {**figures, "labor": 999}
    assert "不同" in staff.get(ADDRESS).content.decode()


def test_before_the_year_has_ended_nothing_is_taken_over(figures, staff):
    with travel(date(2023, 12, 31), tick=False):
        assert "2023年还没有结束" in staff.get(ADDRESS).content.decode()
        assert staff.post(ADDRESS).status_code == 404
    assert not Baseline.objects.exists()


def test_another_towns_figures_are_not_taken_over(figures, staff, new_year):
    assert staff.post(f"{ADDRESS}?division=430529103").status_code == 404
    assert not Baseline.objects.exists()
