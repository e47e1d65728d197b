"""Workdays follow the State Council's arrangement where there is one, and the week where there is none."""

from datetime import date

import pytest
from django.conf import settings

from core.models import SpecialDay
from core.workdays import BrokenCalendar, Workdays, load

FOLDER = settings.BASE_DIR / "fixtures" / "holidays"


@pytest.fixture
def workdays(db):
    load(FOLDER)
    return Workdays.stored()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),  # a Tuesday
        (date(2026, 6, 28), date(2026, 6, 26)),  # a Sunday
        (date(2026, 2, 23), date(2026, 2, 14)),  # the end of 春节, and a Saturday worked instead
        (date(2026, 10, 10), date(2026, 10, 10)),  # a Saturday worked instead
        (date(2026, 1, 3), date(2025, 12, 31)),  # 元旦
        (date(2027, 10, 1), date(2027, 10, 1)),  # a year that has no file: Friday
        (date(2027, 10, 2), date(2027, 10, 1)),
    ],
)
def test_a_day_off_leads_to_the_workday_before(workdays, day, worked):
    assert workdays.on_or_before(day) == worked


def test_a_file_that_is_added_or_corrected_is_taken_over_and_once(workdays, tmp_path):
    (tmp_path / "2027.csv").write_text("day,kind,name\n2027-10-01,holiday,国庆节\n", encoding="utf-8")
    assert load(tmp_path) == 1
    assert Workdays.stored().on_or_before(date(2027, 10, 1)) == date(2027, 9, 30)
    assert load(tmp_path) == load(FOLDER) == 0
    (tmp_path / "2027.csv").write_text("day,kind,name\n2027-10-01,workday,国庆节\n", encoding="utf-8")
    assert load(tmp_path) == 1
    assert date(2027, 10, 1) in Workdays.stored()


@pytest.mark.parametrize(
    "text", ["日期\n2027-10-01\n", "day,kind,name\n2027/10/1,holiday,国庆节\n", "day,kind,name\n2027-10-01,x,y\n"]
)
def test_a_broken_file_is_named_and_nothing_is_taken_over(db, tmp_path, text):
    (tmp_path / "2027.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BrokenCalendar, match=r"2027\.csv"):
        load(tmp_path)
    assert not SpecialDay.objects.exists()
