"""The floor of the rules for doubtful data reads what they read, and the statements do not grow."""

from dataclasses import replace

import pytest
from django.db import transaction

from bench import doubts
from bench.measure import counted
from core.doubts import Everything
from doubts.checking import check
from fictional.scale.storing import load
from fictional.scale.town import COUNTY, Shares, county

pytestmark = pytest.mark.django_db
SMALL = replace(county(400, towns=2), shares=Shares(verified=0.8, in_time=0.6, employed=0.5, relocated=0.9))


@pytest.fixture
def read(monkeypatch):
    """How many rows of each table, and changes of them, the rules read."""
    numbers = {}

    def noted(kind, find):
        def reads(self, table):
            rows = list(find(self, table))
            numbers[kind, table] = len(rows)
            return iter(rows)

        return reads

    for name in ("rows", "changes"):
        monkeypatch.setattr(Everything, name, noted(name, getattr(Everything, name)))
    return numbers


def test_the_floor_reads_each_row_that_the_rules_read_once(read, listed_divisions):
    load(SMALL, rebuild_indexes=False)
    check(COUNTY, doubts.DAY)
    assert {table for _, table in read} == set(doubts.tables())
    assert sum(read.values()) == doubts.read_once() > 400


def test_as_many_statements_are_made_for_many_people_as_for_few(listed_divisions):
    asked = []
    for people in (60, 400):
        with transaction.atomic():
            load(replace(county(people, towns=1), shares=SMALL.shares), rebuild_indexes=False)
            asked.append(counted(lambda: check(COUNTY, doubts.DAY))[1])
            transaction.set_rollback(True)
    assert asked[0] == asked[1] > 20
