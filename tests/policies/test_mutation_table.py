"""docs/mutation.md speaks of modules and tests that there are, and of code that stands there."""

import re
import tomllib

import pytest
from django.conf import settings

from tests.once import once

pytestmark = once

FOLDER = settings.BASE_DIR / "tests" / "mutation"
MODULES = tomllib.loads((FOLDER / "modules.toml").read_text(encoding="utf-8"))
EQUIVALENT = tomllib.loads((FOLDER / "equivalent.toml").read_text(encoding="utf-8"))
TABLE = (settings.BASE_DIR / "docs" / "mutation.md").read_text(encoding="utf-8")
LEAST = 85


def source(module):
    return (settings.BASE_DIR / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("module", MODULES)
def test_every_module_and_every_near_test_is_there(module):
    assert source(module)
    near = {path.partition("::")[0] for path in MODULES[module]["near"]}
    assert [path for path in near if not (settings.BASE_DIR / path).exists()] == []


def test_every_module_has_its_row():
    assert re.findall(r"^\| `(.+?)`", TABLE, re.MULTILINE) == list(MODULES)


def test_what_was_run_was_killed_for_the_most_part():
    shares = dict(re.findall(r"^\| `(.+?)` \|.* (\d+) % \|", TABLE, re.MULTILINE))
    assert {module: share for module, share in shares.items() if int(share) < LEAST} == {}


@pytest.mark.parametrize("module", EQUIVALENT)
def test_an_equivalent_mutant_names_code_that_stands_there_and_says_why(module):
    text = " ".join(line.strip() for line in source(module).splitlines() if line.strip())
    assert [each["was"] for each in EQUIVALENT[module] if each["was"] not in text or not each["why"]] == []
