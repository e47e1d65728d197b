"""Months are added in Python and in the database, and come to the same day."""

from datetime import date

import pytest
from dateutil.relativedelta import relativedelta

from core.models import SpecialDay
from labor.functions import MonthsLater

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2023-03-15", 1, "2023-04-15"),
        ("2023-01-28", 1, "2023-02-28"),
        ("2023-01-29", 1, "2023-02-28"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-02-28", 1, "2023-03-28"),
        ("2024-02-29", 1, "2024-03-29"),
        ("2023-05-31", 1, "2023-06-30"),
        ("2023-12-31", 1, "2024-01-31"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-08-31", 6, "2024-02-29"),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day, months, due):
    day, due = date.fromisoformat(day), date.fromisoformat(due)
    SpecialDay.objects.create(day=day, kind=SpecialDay.Kind.HOLIDAY)
    later = MonthsLater("day", months=months)
    found = {day + relativedelta(months=months), *SpecialDay.objects.values_list(later).get()}
    assert found == {due}
