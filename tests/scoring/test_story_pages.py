"""The pages of the score's story say what was counted, open its records, and show nobody else's."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.assessment import codes_of
from core.wall import UnscopedRead
from fictional.one_of_everything import NEXT, OWN, TOWN
from labor.models import Employment
from platforms.models import BusinessCheck
from scoring.score import score_town
from scoring.story.course import year_course
from tests.exchanged import words
from tests.policies.test_wall import forget
from tests.scoring.test_coming import SOON, leaves, stops
from tests.scoring.test_deeds import figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

WHY, COURSE = "/score/why/", "/score/course/"
DAYS = {"since": str(SOON - timedelta(days=1)), "as_of": str(SOON)}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_the_page_of_the_year_has_a_row_for_every_point_and_marks_what_is_expected(staff, small_town, today):
    stops(small_town)
    answer = staff.get(COURSE)
    course = answer.context["course"]
    assert course == year_course(TOWN, course.today.year, course.today)
    rows = re.findall(r"<tr.*?</tr>", answer.text.split("<tbody>")[1], re.DOTALL)
    assert len(rows) == len(course.points)
    assert sum("预计" in row for row in rows) == len(course.expected) - 1
    assert "polyline" in answer.text
    assert 'style="' not in answer.text


def test_a_month_is_told_by_days_and_one_that_has_no_score_is_refused(staff, small_town):
    assert staff.get(COURSE, {"month": "2023-05"}).text.count("看每天") == 0
    assert len(staff.get(COURSE, {"month": "2023-05"}).context["steps"]) == 31
    for month in ("2019-01", "2099-01", "x"):
        assert staff.get(COURSE, {"month": month}).status_code == 400


def test_why_says_the_difference_and_opens_its_records(staff, small_town):
    figures(workshop_workers=3, workshop_labor=1)
    stops(small_town)
    answer = staff.get(WHY, DAYS)
    lost = score_town(TOWN, SOON - timedelta(days=1)).total - score_town(TOWN, SOON).total
    assert f"−{lost.normalize():f}" in words(answer) or f"-{lost.normalize():f}" in words(answer)
    assert small_town.workshop.get_absolute_url() in answer.text
    opened = re.findall(r'href="(/score/why/[^"]+)" data-count="(\d+)"', answer.text)
    assert opened
    for address, number in opened:
        page = staff.get(address.replace("&amp;", "&"))
        records = page.context["page"].paginator.object_list
        assert len(records) + records.hidden == int(number)
        assert f"另有 {records.hidden} 条" in words(page) or not records.hidden


def test_the_rows_are_those_of_the_division_that_the_user_may_see(staff, small_town):
    leaves(small_town)
    (code,) = codes_of(["service_business"], SOON)
    address = reverse("scoring:moved_rows", args=[code, "came"])
    page = staff.get(address, DAYS).context["page"]
    assert [line.record.pk for line in page.object_list] == [OWN]
    assert staff.get(address, {**DAYS, "division": NEXT}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"since": "2023-05-08", "as_of": "2023-05-07"}, "要早于计分日"),
        ({"since": "2022-12-30", "as_of": "2023-05-07"}, "同在2023年"),
        ({"since": "x"}, "不是日期"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_in_words(staff, small_town, asked, said):
    answer = staff.get(WHY, asked)
    assert answer.status_code == 400
    assert said in answer.text


def test_two_equal_days_and_an_unknown_part(staff, small_town):
    assert "各目的得分都没有变" in staff.get(WHY, {"since": "2023-05-19", "as_of": "2023-05-20"}).text
    assert staff.get(reverse("scoring:moved_rows", args=["9.9", "came"]), DAYS).status_code == 404


def test_a_village_has_no_total(signed_in, small_town):
    clerk = signed_in("clerk")
    assert clerk.get(COURSE).status_code == clerk.get(WHY).status_code == 404


def test_names_are_masked_for_whoever_may_not_see_them(signed_in, small_town):
    figures(workshop_workers=50, workshop_labor=50)
    Employment.objects.filter(person=small_town.person).update(ended_on=date(2023, 5, 6))
    answer = signed_in("leader").get(WHY, DAYS)
    assert small_town.person.name not in answer.text


@pytest.mark.parametrize("which", ["a cause", "rows"])
def test_neither_read_goes_without_its_bound(staff, small_town, monkeypatch, which):
    stops(small_town)
    of_rows = reverse("scoring:moved_rows", args=[*codes_of(["workshop_total"], SOON), "went"])
    address = WHY if which == "a cause" else of_rows
    assert staff.get(address, DAYS).status_code == 200
    forget(monkeypatch, "scoring/story/views.py")
    with pytest.raises(UnscopedRead):
        staff.get(address, DAYS)


def test_what_is_listed_on_one_day_only_comes_and_goes_by_its_own_kind(staff, small_town):
    """A failed check costs its own points until nobody serves at the platform, which costs all of them."""
    leaves(small_town)
    BusinessCheck.objects.create(
        village_id=OWN, checked_on=SOON - timedelta(days=2), item="sign_in", level="superior", result="failed"
    )
    (code,) = codes_of(["service_business"], SOON)
    opened = {which: reverse("scoring:moved_rows", args=[code, which]) for which in ("came", "went")}
    pages = {which: staff.get(address, DAYS).context["page"] for which, address in opened.items()}
    kinds = {which: {line.record._meta.label for line in page} for which, page in pages.items()}
    assert kinds == {"came": {"core.Village"}, "went": {"platforms.BusinessCheck"}}
