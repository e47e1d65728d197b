"""Mutants of what is done while a module is loaded: a fork that has loaded nothing of ours loads the changed one."""

import sys
from collections.abc import Sequence
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType
from typing import TextIO

import pytest

from tests.mutation.forks import be_quiet, in_fork
from tests.mutation.mutants import Module
from tests.mutation.session import Session


class Changed(SourceFileLoader):
    """Loads a module from the changed text."""

    text: str

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Finder(MetaPathFinder):
    def __init__(self, module: Module, text: str) -> None:
        self.module, self.text = module, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self.module.name:
            return None
        loader = Changed(fullname, str(self.module.path))
        loader.text = self.text
        return spec_from_file_location(fullname, self.module.path, loader=loader)


def run_cold(session: Session) -> None:
    """Every mutant that is still without an answer."""
    reach = session.kept_reach()
    everybody = reach.tests(reach.contexts)
    for key in session.pending():
        mutant = session.mutants[key]
        lines = session.module.lines_of_statement(mutant.start[0])
        nearest = reach.tests(lines)
        tests = nearest + [test for test in everybody if test not in set(nearest)]
        if not tests or not (nearest or reach.when_loaded(lines)):
            session.note(key, False, "no test comes by")
            continue
        work = partial(run_changed, session.module, mutant.code, tests)
        code, _ = in_fork(work, 60 + reach.limit(tests))
        session.note(key, bool(code), f"cold, {len(tests)} tests")


def run_changed(module: Module, text: str, tests: list[str], output: TextIO) -> int:
    be_quiet()
    sys.meta_path.insert(0, Finder(module, text))
    return int(pytest.main([*tests, "-x", "-q", "--no-header", "-p", "no:cacheprovider"]))
