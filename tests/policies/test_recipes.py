"""CONTRIBUTING.md does not lie: its recipes are carried out in a copy of the project, and the tests there are green."""

import pytest

from tests.once import once
from tests.recipes import ROOT, Copy, recipes

RECIPES = recipes()
pytestmark = once


def made():
    """The tests that the recipes themselves add."""
    named = (test for blocks in RECIPES.values() for block in blocks for test in block.tests)
    return [test for test in named if not (ROOT / test).exists()]


def test_every_recipe_with_code_names_its_tests():
    assert len(RECIPES) >= 6
    assert {name for name, blocks in RECIPES.items() if not any(block.tests for block in blocks)} == set()


def test_all_recipes_fit_the_code_and_what_they_make_passes_its_own_tests(tmp_path):
    copy = Copy(tmp_path)
    for blocks in RECIPES.values():
        copy.carry_out(blocks, ours=False)
    copy.run(".venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check .")
    copy.run(f".venv/bin/python -m pytest -q {' '.join(made())}")


@pytest.mark.long
def test_the_nearest_tests_are_green_after_each_recipe(tmp_path):
    copy = Copy(tmp_path)
    for blocks in RECIPES.values():
        copy.carry_out(blocks)
    copy.run(".venv/bin/lint-imports --no-logo && .venv/bin/python manage.py makemigrations --check --dry-run")
