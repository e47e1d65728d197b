"""Rules and the year's file say the same thing, and rules hold no number of their own."""

import ast
import re
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from core.registers import declared
from scoring import rubric as rules
from scoring.catalogue import rubric_for, rubric_of, rubric_years
from scoring.scope import Scope
from scoring.shapes import RULES
from tests.scoring.rows import HOME
from tests.scoring.towns import SCORED_DAYS

RUBRIC = rubric_for(2023)
SUB_ITEMS = {sub_item.code: sub_item for sub_item in RUBRIC.sub_items}
FILES = sorted(Path(rules.__file__).parent.glob("item_*.py"))

each_sub_item = pytest.mark.parametrize("sub_item", SUB_ITEMS.values(), ids=list(SUB_ITEMS))


@each_sub_item
def test_a_rules_docstring_is_the_official_wording(sub_item):
    assert type(sub_item.rule).__doc__ == sub_item.wording


@each_sub_item
def test_every_number_counted_has_a_name_for_pages(sub_item):
    counted = {name for day in SCORED_DAYS for name in sub_item.rule.tallies(Scope(HOME, day))}
    assert counted == set(sub_item.numbers)


@each_sub_item
def test_every_reading_that_a_rule_knows_is_explained(sub_item):
    hints = get_type_hints(type(sub_item.rule))
    known = {name: set(get_args(hint)) for name, hint in hints.items() if get_origin(hint) is Literal}
    assert {each.name: set(each.readings) for each in sub_item.parameters if each.readings} == known
    assert all(len(readings) > 1 for readings in known.values())


@each_sub_item
def test_every_parameter_names_its_source(sub_item):
    assert all(each.source and each.label for each in sub_item.parameters)


def test_every_question_that_is_mentioned_is_listed():
    texts = [sub_item.counting + "".join(each.source for each in sub_item.parameters) for sub_item in RUBRIC.sub_items]
    assert set(re.findall(r"A[0-9]+", "".join(texts))) == set(RUBRIC.questions)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_number_stands_in_a_rule(path):
    numbers = {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert numbers <= {0, 1}


def test_every_rule_is_used_by_some_year():
    used = {sub_item.rule.name for year in rubric_years() for sub_item in rubric_of(year).sub_items}
    assert used == set(RULES)


def test_every_register_names_rules_that_exist():
    assert {name for register in declared for name in register.feeds} <= set(RULES)
