"""满几个月: several jobs of one person are added up, and no day is counted twice."""

import random
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from fictional.one_of_everything import NEXT
from labor.models import Employment

SINCE, ON = date(2023, 1, 1), date(2023, 8, 31)
SEEDS = range(8)
pytestmark = pytest.mark.django_db


def work(person, *spells):
    Employment.objects.filter(person=person).delete()
    Employment.objects.bulk_create(
        Employment(
            person=person, started_on=started, ended_on=ended, employer=f"{number}厂", channel="county", workplace="县"
        )
        for number, (started, ended) in enumerate(spells)
    )


def has_worked(person, months):
    return Employment.objects.filter(person=person).worked(months, SINCE, ON).exists()


def days_of(started, ended):
    """Every day of a spell before the day that is looked from."""
    last = min(ended or ON, ON - timedelta(1))
    return {started + timedelta(each) for each in range((last - started).days + 1)}


def stretches(days):
    """Days that follow each other, put together: the first and the day after the last."""
    firsts = sorted(day for day in days if day - timedelta(1) not in days)
    lasts = sorted(day + timedelta(1) for day in days if day + timedelta(1) not in days)
    return list(zip(firsts, lasts, strict=True))


def day_by_day(spells, months):
    """The same question, asked of sets of days."""
    worked = set().union(*(days_of(*spell) for spell in spells))
    found = [(first, after) for first, after in stretches(worked) if after > SINCE]
    days = sum((after - first).days for first, after in found)
    unbroken = any(first + relativedelta(months=months) <= after for first, after in found)
    return unbroken or (len(found) > 1 and days >= 30 * months)


def drawn(chance):
    """Up to five spells of up to half a year; some follow at once, some go on."""
    spells = []
    for _ in range(chance.randint(1, 5)):
        after_the_last = spells and spells[-1][1] and chance.random() < 0.4
        first = spells[-1][1] + timedelta(1) if after_the_last else SINCE + timedelta(chance.randint(-120, 230))
        last = None if chance.random() < 0.15 else first + timedelta(chance.choice((0, 13, 27, 29, 30, 58, 89, 180)))
        spells.append((first, last))
    return spells


@pytest.mark.parametrize("seed", SEEDS)
def test_overlapping_spells_add_up_as_sets_of_days_do(small_town, seed):
    chance, both = random.Random(seed), set()
    for _ in range(60):
        spells, months = drawn(chance), chance.randint(1, 6)
        work(small_town.person, *spells)
        expected = day_by_day(spells, months)
        both.add(expected)
        assert has_worked(small_town.person, months) == expected, (spells, months)
    assert both == {True, False}


def test_two_jobs_at_once_are_not_twice_the_months(small_town):
    both = (date(2023, 3, 1), date(2023, 5, 30))
    work(small_town.person, both, both)
    assert has_worked(small_town.person, 2)
    assert not has_worked(small_town.person, 3)


def test_one_employer_after_the_other_is_one_stretch(small_town):
    work(small_town.person, (date(2022, 12, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 2, 28)))
    assert has_worked(small_town.person, 3)


def test_pieces_are_added_up_thirty_days_a_month(small_town):
    spring, summer = (date(2023, 3, 1), date(2023, 4, 14)), (date(2023, 6, 1), date(2023, 7, 15))
    work(small_town.person, spring, summer)
    assert has_worked(small_town.person, 3)
    work(small_town.person, spring, (summer[0], summer[1] - timedelta(1)))
    assert not has_worked(small_town.person, 3)


def test_what_somebody_else_worked_is_not_added(small_town):
    work(small_town.person, (date(2023, 3, 1), date(2023, 4, 14)))
    work(small_town.people[NEXT], (date(2023, 6, 1), date(2023, 7, 15)))
    assert not Employment.objects.worked(3, SINCE, ON).filter(person__in=[small_town.person]).exists()


def test_in_two_workshops_months_are_those_in_each(small_town):
    half, rest = (date(2023, 3, 1), date(2023, 4, 14)), (date(2023, 6, 1), None)
    work(small_town.person, half, rest)
    in_each = {"by": ("person", "workshop")}
    there = Employment.objects.filter(person=small_town.person)
    assert there.worked(4, SINCE, ON).exists()
    there.filter(ended_on=None).update(workshop=small_town.workshop)
    there.filter(ended_on__isnull=False).update(workshop=None)
    assert not there.filter(workshop__isnull=False).worked(4, SINCE, ON, **in_each).exists()
