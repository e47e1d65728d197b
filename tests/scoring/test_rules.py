"""Rules and the year's file say the same thing, and rules hold no number of their own."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from core.registers import declared
from labor.models import Person
from scoring import rubric as rules
from scoring.catalogue import rubric_of, rubric_years
from scoring.rules import RULES
from scoring.tallies import Scope
from tests.scoring.rows import HOME

#: What was published lies over the files.
pytestmark = pytest.mark.django_db

#: Every year's file, not only today's.
RUBRICS = [rubric_of(year) for year in rubric_years()]
SUB_ITEMS = {f"{rubric} {sub_item.code}": (rubric, sub_item) for rubric in RUBRICS for sub_item in rubric.sub_items}
FILES = sorted(Path(rules.__file__).parent.glob("item_*.py"))

each_sub_item = pytest.mark.parametrize(("rubric", "sub_item"), SUB_ITEMS.values(), ids=list(SUB_ITEMS))
each_rubric = pytest.mark.parametrize("rubric", RUBRICS, ids=str)


def test_a_rules_docstring_is_the_official_wording_of_the_first_year_that_has_it():
    first = {sub_item.rule.name: sub_item for _, sub_item in reversed(SUB_ITEMS.values())}
    assert {name: type(sub_item.rule).__doc__ for name, sub_item in first.items()} == {
        name: sub_item.wording for name, sub_item in first.items()
    }


@each_sub_item
def test_every_number_counted_has_a_name_for_pages(rubric, sub_item):
    counted = sub_item.rule.tallies(Scope(HOME, date(rubric.year, 12, 31)))
    assert set(counted) == set(sub_item.numbers)


@each_sub_item
def test_every_reading_that_a_rule_knows_is_explained(rubric, sub_item):
    hints = get_type_hints(type(sub_item.rule))
    known = {name: set(get_args(hint)) for name, hint in hints.items() if get_origin(hint) is Literal}
    assert {each.name: set(each.readings) for each in sub_item.parameters if each.readings} == known
    assert all(len(readings) > 1 for readings in known.values())


@each_rubric
def test_every_parameter_names_its_source(rubric):
    parameters = [each for sub_item in rubric.sub_items for each in sub_item.parameters] + [*rubric.populations]
    assert all(each.source and each.label for each in parameters)


@each_rubric
def test_every_capacity_is_explained(rubric):
    explained = {each.name: each.readings for each in rubric.populations}
    assert explained["capacities"] == dict(Person.Capacity.choices)


@each_rubric
def test_every_question_that_is_mentioned_is_listed(rubric):
    texts = [sub_item.counting + "".join(each.source for each in sub_item.parameters) for sub_item in rubric.sub_items]
    assert set(re.findall(r"A[0-9]+", "".join(texts))) == set(rubric.questions)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_number_stands_in_a_rule(path):
    numbers = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert numbers <= {0, 1}


def test_every_rule_is_used_by_some_year():
    used = {sub_item.rule.name for rubric in RUBRICS for sub_item in rubric.sub_items}
    assert used == set(RULES)


def test_every_register_names_rules_that_exist():
    assert {name for register in declared for name in register.counted_in} <= set(RULES)
