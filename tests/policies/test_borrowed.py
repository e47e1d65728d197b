"""Private names of other libraries are used only where nothing public does it; an upgrade without them is noticed."""

import ast
import inspect
import re
from collections import Counter
from importlib import import_module
from zipfile import ZipFile

import pytest
import xlsxwriter
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.forms.models import BaseModelForm
from kombu.transport.redis import Channel
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.exports.workbook import QuickSheet, RowSheet
from tests.once import once
from tests.policies.test_sizes import MODULES, text

pytestmark = once

APPS = {path.split("/")[0] for path in MODULES if path.endswith("/apps.py")} | {"foreign"}
#: Underscores that their library documents for everybody.
DOCUMENTED = {
    "_meta", "_state", "_default_manager", "_base_manager", "_change_reason", "_asdict", "_replace", "_exit",
    "_getframe", "_make", "_fields",
}  # fmt: skip
#: Our own, on somebody else's object: what a user may see, found out once a request.
KEPT = {"_may_reveal", "_sees_names"}
#: Whose it is, by name; in the code it stands why it is wanted.
BORROWED = {
    "_combinator_query": QuerySet,
    "_connparams": Channel,
    "_escape_attributes": Worksheet,
    "_escape_control_characters": Worksheet,
    "_get_validation_exclusions": BaseModelForm,
    "_get_xf_index": Format,
    "_nodb_cursor": BaseDatabaseWrapper,
    "_post_clean": BaseModelForm,
}


def is_private(name):
    return name.startswith("_") and not name.endswith("_")


def asked(trees):
    """Private names that are asked of something, and that nothing here defines."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and is_private(node.attr)]
    own = {node.attr for node in attributes if getattr(node.value, "id", "") in {"self", "cls"}}
    own |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
    own |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return {node.attr for node in attributes} - own


def redefined(modules):
    """Private methods that a class here puts in the place of its library's."""
    for module in modules:
        for each in [each for each in vars(module).values() if inspect.isclass(each)]:
            if each.__module__ == module.__name__:
                foreign = [base for base in each.__mro__ if base.__module__.split(".")[0] not in APPS]
                own = [name for name, value in vars(each).items() if is_private(name) and inspect.isroutine(value)]
                yield from (name for name in own if any(hasattr(base, name) for base in foreign))


def test_every_borrowed_name_is_known():
    trees = [ast.parse(text(path)) for path in MODULES]
    ours = [path for path in MODULES if path.split("/")[0] in APPS and not path.endswith("wsgi.py")]  # it starts
    modules = [import_module(path[:-3].replace("/", ".")) for path in ours]
    assert (asked(trees) | set(redefined(modules))) - DOCUMENTED - KEPT == set(BORROWED)


@pytest.mark.parametrize(("name", "owner"), BORROWED.items())
def test_the_library_still_has_it(name, owner):
    assert hasattr(owner, name)


def test_a_sheet_of_ours_is_written_as_the_library_writes_it_and_takes_its_short_cuts(tmp_path):
    texts = ["普通", "a\tb", "a\x07b", "_x000D_", "<&>\"'", " 前后 ", "甲\n乙", "\ufffe", "😀"]
    asked = Counter()

    class Watched(QuickSheet):
        def __getattribute__(self, name):
            asked[name] += 1
            return super().__getattribute__(name)

    written = [written_by(kind, tmp_path / kind.__name__, texts) for kind in (Worksheet, QuickSheet, Watched)]
    assert written[0] == written[1] == written[2]
    assert min(asked["_escape_attributes"], asked["_escape_control_characters"]) >= len(texts)


def test_whole_rows_are_written_as_the_library_writes_their_cells(tmp_path):
    texts = ["普通", "a\tb", "_x000D_", "<&>\"'", " 前后 ", "甲\n乙", "😀", "=1+1"]
    assert written_in_rows(tmp_path / "rows", texts) == written_by(Worksheet, tmp_path / "cells", texts)


def written_in_rows(path, texts):
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page, form = book.add_worksheet("表", RowSheet), book.add_format({"num_format": "@"})
        page.begin_rows(0, 1)
        for row, words in enumerate(texts):
            page.put_row(row, (page.cell_text(words, form), page.cell_text(row, form)))
    with ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def written_by(kind, path, texts):
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page, form = book.add_worksheet("表", kind), book.add_format({"num_format": "@"})
        for row, words in enumerate(texts):
            page.write_string(row, 0, words, form)
            page.write_number(row, 1, row, form)
    with ZipFile(path) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


def test_what_is_kept_on_an_object_locks_nothing():
    """That of functools, in Python 3.11, has one lock for all objects: a thread that waits for a row stops the rest."""
    locking = [path for path in MODULES if re.search(r"from functools import .*\bcached_property", text(path))]
    assert [path for path in locking if not path.startswith("foreign/")] == []
