"""Parts are found anew when one of their tables has changed, and only those; what moves meanwhile is not kept."""

from datetime import timedelta

import pytest
from time_machine import travel

from core import memo, program
from core.memo import remembered
from core.models import Village
from labor.models import Household

HOUSEHOLDS, VILLAGES = Household._meta.db_table, Village._meta.db_table
PARTS = {"homes": {HOUSEHOLDS}, "places": {VILLAGES}, "both": {HOUSEHOLDS, VILLAGES}}


@pytest.fixture
def found():
    """Which parts were looked for, call by call."""
    return []


@pytest.fixture
def ask(found, village, as_committed):
    """The answers; each says when it was found."""

    def find(names):
        found.append(sorted(names))
        return {name: f"{name} {len(found)}" for name in names}

    return lambda *circumstances, parts=PARTS: remembered(parts, circumstances, find)


def test_what_is_remembered_is_not_looked_for_again(ask, found):
    first = ask("town")
    assert first == {"homes": "homes 1", "places": "places 1", "both": "both 1"}
    assert ask("town") == first
    assert found == [["both", "homes", "places"]]


def test_only_what_a_changed_table_is_part_of_is_looked_for_again(ask, found, village):
    ask("town")
    Household.objects.create(code="HH01", head_name="某人", village=village, kind="ordinary")
    assert ask("town") == {"homes": "homes 2", "places": "places 1", "both": "both 2"}


def test_other_circumstances_and_another_program_have_answers_of_their_own(ask, found, monkeypatch):
    ask("town")
    ask("town", "2023")
    monkeypatch.setattr(program, "digest", lambda: "another")
    ask("town")
    assert len(found) == 3


def test_parts_of_different_names_are_different_though_their_tables_are_the_same(ask):
    assert ask(parts={"one": {VILLAGES}, "other": {VILLAGES}}) == {"one": "one 1", "other": "other 1"}


def test_what_is_found_while_its_table_is_written_is_given_and_not_kept(ask, found, monkeypatch):
    monkeypatch.setattr(memo, "tables_being_written", lambda: frozenset({HOUSEHOLDS}))
    assert ask("town")["both"] == "both 1"
    assert ask("town") == {"homes": "homes 2", "places": "places 1", "both": "both 2"}


def test_who_writes_is_asked_after_the_versions_and_before_counting(monkeypatch, as_committed):
    asked = []
    monkeypatch.setattr(memo, "data_versions", lambda: asked.append("versions") or {HOUSEHOLDS: 1})
    monkeypatch.setattr(memo, "tables_being_written", lambda: asked.append("writing") or frozenset())
    remembered({"homes": {HOUSEHOLDS}}, (), lambda names: asked.append("counting") or {"homes": 1})
    assert asked == ["versions", "writing", "counting"]


def test_an_answer_is_kept_for_a_day(ask, found):
    with travel("2023-05-01", tick=False) as now:
        ask("town")
        now.shift(timedelta(hours=23, minutes=59))
        ask("town")
        assert len(found) == 1
        now.shift(timedelta(minutes=2))
        ask("town")
        assert len(found) == 2
