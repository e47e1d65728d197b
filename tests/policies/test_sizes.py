"""Small things stay small, and nothing hides in a drawer named utils."""

import ast
import subprocess

from django.conf import settings

from tests.once import once

pytestmark = once

FILE, FUNCTION, PAGE, PARTIAL = 300, 25, 120, 40
#: Makes HTML of files that stand in the repository, with raw HTML off (ADR 0046).
MANUAL = "manual/markdown.py"
DRAWERS = {"utils.py", "helpers.py", "common.py", "services.py"}


def tracked(pattern):
    """Files of the repository, as paths within it."""
    command = ["git", "ls-files", pattern]
    listed = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    return [path for path in listed.split() if (settings.BASE_DIR / path).exists()]


def text(path):
    return (settings.BASE_DIR / path).read_text(encoding="utf-8")


def lines(path):
    return len(text(path).splitlines())


MODULES = [path for path in tracked("*.py") if "/migrations/" not in path and not path.startswith("tests/")]
TEMPLATES = tracked("templates/*.html")


def length(function):
    """Its lines from `def` to the last, without those of its docstring."""
    told = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (len(told.splitlines()) if told else 0)


def test_there_is_something_to_measure():
    assert len(MODULES) > 50
    assert len(TEMPLATES) > 10


def test_a_file_has_at_most_300_lines():
    assert {path: lines(path) for path in MODULES if lines(path) > FILE} == {}


def test_a_function_has_at_most_25_lines():
    found = [
        (path, node.name, length(node))
        for path in MODULES
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION
    ]
    assert found == []


def test_a_page_has_at_most_120_lines_and_a_part_of_one_40():
    limits = {path: PAGE if "{% extends" in text(path) or "<!doctype" in text(path) else PARTIAL for path in TEMPLATES}
    assert {path: lines(path) for path, most in limits.items() if lines(path) > most} == {}


def test_nothing_is_called_utils():
    assert [path for path in tracked("*.py") if path.rsplit("/", 1)[-1] in DRAWERS] == []


def test_no_html_is_written_in_python():
    marks = {"mark_safe", "format_html", "format_html_join", "SafeString"}
    trees = {path: ast.parse(text(path)) for path in MODULES if path != MANUAL}
    assert [path for path, tree in trees.items() if marks & {getattr(node, "id", "") for node in ast.walk(tree)}] == []


def test_no_template_asks_for_a_role():
    assert [path for path in TEMPLATES if "user.role" in text(path)] == []
