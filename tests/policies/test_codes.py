"""A sub-item's code is the year's: what is not about one year's file names rules, and asks for their codes."""

import ast
import re

import pytest

from tests.once import once
from tests.policies.test_sizes import MODULES, TEMPLATES, text, tracked

pytestmark = once

CODE = re.compile(r"[1-9]\.[1-9]")
QUOTED = re.compile(r"[\"'>][1-9]\.[1-9][\"'<]")
#: The bench and these tests are about the file of 2023 and days of that year, or about the file's format itself.
OF_ONE_YEAR = (
    "bench/",
    "fictional/one_of_everything.py",
    "tests/bench/",
    "tests/core/test_assessment.py",
    "tests/ledger/test_cases.py",
    "tests/ledger/test_demo.py",
    "tests/ledger/test_values_with_a_day.py",
    "tests/policies/test_codes.py",
    "tests/registers/test_oversight.py",
    "tests/scoring/",
)


def codes_in(path):
    constants = (node.value for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Constant))
    return [value for value in constants if isinstance(value, str) and CODE.fullmatch(value)]


@pytest.mark.parametrize("folder", ["", "tests/"], ids=["apps", "tests"])
def test_no_code_stands_outside_the_years_files(folder):
    paths = tracked("tests/*.py") if folder else MODULES
    assert len(paths) > 100
    assert {path: codes_in(path) for path in paths if codes_in(path) and not path.startswith(OF_ONE_YEAR)} == {}


def test_no_template_names_a_code():
    assert [path for path in TEMPLATES if QUOTED.search(text(path))] == []
