"""Rules and the year's file say the same thing, and rules hold no number of their own."""

import ast
import re
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from scoring import rubric as rules
from scoring.catalogue import rubric_for
from scoring.scope import Scope
from tests.scoring.rows import HOME
from tests.scoring.towns import SCORED_DAYS

RUBRIC = rubric_for(2023)
ENTRIES = {entry.code: entry for entry in RUBRIC.entries}
FILES = sorted(Path(rules.__file__).parent.glob("item_*.py"))

each_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=list(ENTRIES))


@each_entry
def test_a_rules_docstring_is_the_official_wording(entry):
    assert type(entry.rule).__doc__ == entry.wording


@each_entry
def test_every_number_counted_has_a_name_for_pages(entry):
    counted = {name for day in SCORED_DAYS for name in entry.rule.tallies(Scope(HOME, day))}
    assert counted == set(entry.numbers)


@each_entry
def test_every_reading_that_a_rule_knows_is_explained(entry):
    hints = get_type_hints(type(entry.rule))
    known = {name: set(get_args(hint)) for name, hint in hints.items() if get_origin(hint) is Literal}
    assert {each.name: set(each.readings) for each in entry.parameters if each.readings} == known
    assert all(len(readings) > 1 for readings in known.values())


@each_entry
def test_every_parameter_names_its_source(entry):
    assert all(each.source and each.label for each in entry.parameters)


def test_every_question_that_is_mentioned_is_listed():
    texts = [entry.counting + "".join(each.source for each in entry.parameters) for entry in RUBRIC.entries]
    assert set(re.findall(r"A[0-9]+", "".join(texts))) == set(RUBRIC.questions)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_number_stands_in_a_rule(path):
    numbers = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert numbers <= {0, 1}


def test_there_is_one_file_an_item_and_one_class_a_sub_item():
    assert [path.stem for path in FILES] == [f"item_{item.code}" for item in RUBRIC.items]
    assert len({type(entry.rule) for entry in RUBRIC.entries}) == len(ENTRIES)
    assert all(type(each.rule).__module__.endswith(f"item_{each.code[0]}") for each in RUBRIC.entries)
