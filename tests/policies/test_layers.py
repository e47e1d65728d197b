"""Imports go down and never round: no cycle among modules, and no name of a higher app in a lower one.

import-linter holds the layers of the apps (`pyproject.toml`). Here is what it does not see: cycles inside an app, also
by imports inside functions, and the names of higher apps in strings: of addresses and of templates.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.conf import settings

from tests.once import once

pytestmark = once

ROOT = Path(settings.BASE_DIR)
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
#: From the highest: the apps of each layer.
LAYERS = [{app.strip() for app in layer.split("|")} for layer in SETTINGS["contracts"][0]["layers"]]
APPS = sorted(set.union(*LAYERS))


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the program by its dotted name, migrations left out."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@cache
def known() -> dict[str, Path]:
    return dict(modules())


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from names & known().keys()
            if names - known().keys():
                yield node.module


@cache
def graph() -> dict[str, set[str]]:
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in modules()}
    return {name: set(imported(tree)) & known().keys() for name, tree in trees.items()}


def cycle(edges: dict[str, set[str]]) -> list[str]:
    """The modules of a cycle, in order; none where there is no cycle."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle():
    assert cycle(graph()) == []


def test_a_circle_is_found_also_through_a_function():
    late = ast.parse("def late():\n    from core.forms import RecordForm\n")
    assert "core.records.record" in cycle(graph() | {"core.records.record": set(imported(late))})


def above(app: str) -> set[str]:
    """The apps of the layers above that of `app`, and its siblings."""
    place = next(number for number, layer in enumerate(LAYERS) if app in layer)
    return set.union(*LAYERS[: place + 1]) - {app}


def names(apps: set[str]) -> re.Pattern[str]:
    """A string that begins with the name of an address, a template or a permission of one of `apps`."""
    return re.compile(rf"(?:{'|'.join(sorted(apps))})(?::\w|/[\w/]*\.html|\.\w+$)")


def strings(tree: ast.AST) -> Iterator[str]:
    docs = {id(node.body[0].value) for node in ast.walk(tree) if ast_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def ast_docstring(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


@pytest.mark.parametrize("app", [app for app in APPS if above(app)])
def test_no_name_of_a_higher_app_stands_in_a_lower_one(app):
    wanted = names(above(app))
    for name, path in modules():
        if name.partition(".")[0] == app:
            found = [text for text in strings(ast.parse(path.read_text(encoding="utf-8"))) if wanted.match(text)]
            assert found == [], name


USED = re.compile(r"""\{%-?\s*(?:url|include|extends)\s+["']([^"']+)["']""")


@pytest.mark.parametrize("app", [app for app in APPS if above(app) and (ROOT / "templates" / app).exists()])
def test_no_template_of_a_lower_app_names_a_higher_one(app):
    wanted = names(above(app))
    for path in sorted((ROOT / "templates" / app).rglob("*.html")):
        assert [text for text in USED.findall(path.read_text(encoding="utf-8")) if wanted.match(text)] == [], path.name
