"""A page may begin in one group of rows and end in another: cut anywhere, groups give what they give as one list."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models import F, Value

from core.models import Village
from core.periods import day_before
from fictional.one_of_everything import OWN, TOWN
from scoring.drilldown import Part, Records
from scoring.duties import DutyKey
from scoring.inbox import Tasks
from scoring.task_groups import TaskGroup

TODAY = date(2023, 5, 20)
DUTY = DutyKey("2.2", "verify", TODAY)


def cuts(length):
    return [(start, stop) for start in range(length + 1) for stop in range(start, length + 3)]


def group(due, *keys):
    return TaskGroup(DUTY, Village, due, OWN, keys, Decimal(0), Decimal(0))


def test_lines_of_an_inbox_are_cut_as_one_list_and_no_others_are_read():
    """Rows of one duty that are due on several days stand in several groups, and are read together."""
    later, read = TODAY + timedelta(days=3), []

    def rows_of(duty, model, keys):
        read.extend(keys)
        return dict(zip(keys, keys, strict=True))

    groups = [group(later, 4, 5, 6), group(None, 1, 2), group(TODAY, 3), group(later, 7)]
    tasks = Tasks(SimpleNamespace(today=TODAY, read=rows_of), groups)
    whole = [1, 2, 3, 4, 5, 6, 7]
    assert len(tasks) == len(whole)
    for start, stop in cuts(len(whole)):
        read.clear()
        assert [task.record for task in tasks[start:stop]] == whole[start:stop] == read


def test_what_costs_points_already_stands_with_what_is_due_today():
    yesterday = day_before(TODAY)
    tasks = Tasks(SimpleNamespace(today=TODAY), [group(None, 2), group(yesterday, 1)])
    assert [each.keys for each in tasks.groups] == [(1,), (2,)]


@pytest.fixture
def villages(small_town):
    """Five villages, and places that hold several rows or one."""
    codes = [f"{TOWN}{number}" for number in (601, 602, 603, 604, 605)]
    return Village.objects.bulk_create(Village(code=code, name=f"村{code[-1]}") for code in codes)


def test_cases_of_several_kinds_in_several_villages_are_cut_as_one_list(villages):
    codes = [village.code for village in villages]
    groups = {"甲": codes[:3], "乙": codes[2:3], "丙": codes[1:]}
    records = Records([part(*group) for group in groups.items()], {each.code: each.name for each in villages})
    whole = [(reason, code) for reason, group in groups.items() for code in group]
    assert len(records) == len(whole)
    for start, stop in cuts(len(whole)):
        assert [(line.reason, line.record.code) for line in records[start:stop]] == whole[start:stop]


def part(reason, codes):
    rows = Village.objects.filter(code__in=codes).annotate(place=F("code")).order_by("place")
    return Part(reason, rows, dict.fromkeys(codes, 1))


def test_a_place_with_many_rows_is_cut_within(small_town):
    rows = Village.objects.filter(code__startswith=TOWN).annotate(place=Value(OWN)).order_by("code")
    codes = list(rows.values_list("code", flat=True))
    records = Records([Part("甲", rows, {OWN: len(codes)})], {OWN: "白水头村"})
    for start, stop in cuts(len(codes)):
        assert [line.record.code for line in records[start:stop]] == codes[start:stop]
