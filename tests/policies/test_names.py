"""One word for one thing: what an engineer guesses, and what nobody has to ask twice about."""

import ast
import re
from collections import defaultdict

from django.conf import settings

from tests.once import once
from tests.policies.test_sizes import MODULES, text, tracked

pytestmark = once

#: Names that Django gives: every command of ours is a Command.
DJANGO = {"Command"}
#: The files of an app, or of a subject in it. One that is too large is divided by subject, never by a suffix.
FILES = r"(actions|checks|filters|forms|models|panels|querysets|registers|tables|urls|views)"
#: Not part of the product: what it is tried with.
TRIED_WITH = ("bench/", "fictional/")


def classes_by_name():
    """Where each class of our modules stands; those inside another one are told by it."""
    found = defaultdict(list)
    for path in (path for path in MODULES if not path.startswith(TRIED_WITH)):
        for node in ast.parse(text(path)).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path)
    return found


def test_no_two_classes_have_one_name():
    assert {name: paths for name, paths in classes_by_name().items() if len(paths) > 1 and name not in DJANGO} == {}


def test_no_module_is_named_by_a_suffix():
    suffixed = re.compile(rf"/{FILES}_\w+\.py$")
    assert [path for path in MODULES if suffixed.search(path)] == []


def test_labor_is_spelled_as_the_app_is():
    other = "lab" + "our"
    written = [path for path in tracked("*") if path.endswith((".py", ".html", ".md", ".toml", ".css", ".js"))]
    own = [path for path in written if path != "CHANGELOG.md"]
    assert [path for path in own if other in text(path).lower()] == []
    assert settings.BASE_DIR.joinpath("labor").is_dir()
