"""Mutants of function bodies: a fork of a pytest that has loaded everything gets the changed code and runs the tests.

Tests run once without a mutant, watched: of each line it is known who came by, and only those run for its mutants.
"""

import ast
import builtins
import functools
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import CodeType, FrameType, FunctionType
from typing import Any, Self, TextIO

import pytest

from tests.mutation import probes
from tests.mutation.forks import BROKEN, be_quiet, in_fork
from tests.mutation.mutants import Module, Mutant
from tests.mutation.session import Reach, Session

SURVIVED, KILLED = 0, 1


@dataclass(eq=False)  # pytest keeps its plugins in a set
class Warm:
    """A plugin of pytest: instead of running the tests once it runs them for each mutant."""

    session: Session
    reach: Reach = field(default_factory=Reach)
    context: str = ""
    failed: set[str] = field(default_factory=set)
    alive: "Alive | None" = None
    kills: Counter[str] = field(default_factory=Counter)

    # --- who comes by which line ---

    def watch(self) -> None:
        """While everything is loaded, Python itself tells."""
        sys.settrace(self.called)

    def called(self, frame: FrameType, event: str, argument: object) -> Any:
        return self.stepped if frame.f_code.co_filename == str(self.session.module.path) else None

    def stepped(self, frame: FrameType, event: str, argument: object) -> Any:
        self.came_by(frame.f_lineno)
        return self.stepped

    def came_by(self, line: int) -> None:
        self.reach.contexts.setdefault(line, set()).add(self.context)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Any:
        """What a fixture of a whole file does, it does for all tests in it; one of all files, while loading."""
        before = self.context
        self.context = before if fixturedef.scope == "function" else request.node.nodeid
        try:
            return (yield)
        finally:
            self.context = before

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    # --- the run ---

    def pytest_configure(self) -> None:
        from hypothesis import HealthCheck, settings  # pytest wants to load its plugins itself

        patient = {"deadline": None, "suppress_health_check": list(HealthCheck)}  # being watched is slow
        settings.register_profile("mutation", max_examples=20, derandomize=True, database=None, **patient)
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        import_module(self.session.module.name)
        sys.settrace(None)
        self.run_watched(list(items.values()))
        gc.collect()
        self.alive = Alive.now(self.session.module)
        gc.freeze()  # a fork copies what it touches, and the collector touches everything
        self.leave_out(self.failed)
        self.failed.clear()
        self.session.keep_reach(self.reach)
        for key in self.session.pending():
            self.try_mutant(key, items)
        return True

    def run_watched(self, items: list[Any]) -> None:
        module = self.session.module
        setattr(builtins, probes.NAME, self.came_by)
        alive = Alive.now(module)
        alive.exchange(module, probes.probed(module))
        for item, following in zip(items, items[1:] + items[:1], strict=True):
            alive.forget()  # whoever is told what an earlier test has worked out does not come by
            self.context, began = item.nodeid, time.monotonic()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            self.reach.seconds[item.nodeid] = time.monotonic() - began
        Alive.now(module).exchange(module, module.source)

    def leave_out(self, tests: Iterable[str]) -> None:
        """Tests that fail without a mutant, here or in a fork, say nothing about one."""
        for test in tests:
            print(f"left out, fails without a mutant: {test}", file=sys.stderr)
            self.reach.seconds.pop(test, None)

    def try_mutant(self, key: str, items: dict[str, Any]) -> None:
        mutant = self.session.mutants[key]
        lines = self.session.module.lines_of_statement(mutant.start[0])
        tests = self.reach.tests(lines)
        if not tests or not self.session.module.function_at(mutant.start[0]):
            return
        tests.sort(key=lambda test: -self.kills[test])  # first what has killed before, then what is quick
        code, killer = self.run_in_fork(mutant, [items[test] for test in tests])
        if killer and not self.kills[killer] and self.run_in_fork(None, [items[killer]])[0] != SURVIVED:
            self.leave_out([killer])
            self.try_mutant(key, items)
        elif code not in (SURVIVED, BROKEN):  # a method that loses its super() cannot be exchanged
            self.kills[killer] += 1
            self.session.note(key, True, killer or f"signal {-code}")
        elif code == SURVIVED and not self.reach.when_loaded(lines):
            self.session.note(key, False, f"{len(tests)} tests")

    def run_in_fork(self, mutant: Mutant | None, items: list[Any]) -> tuple[int, str]:
        limit = self.reach.limit(item.nodeid for item in items)
        code, told = in_fork(lambda output: self.run_forked(mutant, items, output), limit)
        return code, told if code == KILLED else ""

    def run_forked(self, mutant: Mutant | None, items: list[Any], output: TextIO) -> int:
        """Until the first test that fails; it is written down."""
        be_quiet()
        items[0].config.pluginmanager.unregister(name="terminalreporter")
        self.alive.forget()
        if mutant:
            self.alive.exchange(self.session.module, mutant.code)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                output.write(item.nodeid)
                return KILLED
        return SURVIVED


@dataclass
class Alive:
    """What there is of functions when everything is loaded; a frozen collector finds none any more."""

    functions: list[FunctionType]
    remembering: list[Any]

    @classmethod
    def now(cls, module: Module) -> Self:
        everything = gc.get_objects()
        functions = [each for each in everything if type(each) is FunctionType]  # a lazy object says what it stands for
        ours = [each for each in functions if each.__code__.co_filename == str(module.path)]
        remembering = [each for each in everything if type(each) is functools._lru_cache_wrapper]
        return cls(ours, [each for each in remembering if is_ours(each, module)])

    def forget(self) -> None:
        """What functions have remembered, they have not learnt from the mutant."""
        from django.core.cache import cache

        cache.clear()
        for each in self.remembering:
            each.cache_clear()

    def exchange(self, module: Module, code: str | ast.Module) -> None:
        """Give every function of the module its changed code."""
        before, after = (dict(codes(compile(text, str(module.path), "exec"))) for text in (module.source, code))
        changed = {(name, old.co_firstlineno): after.get((name, nth)) for (name, nth), old in before.items()}
        for each in self.functions:
            each.__code__ = changed[each.__code__.co_qualname, each.__code__.co_firstlineno]


def is_ours(remembering: Any, module: Module) -> bool:
    file = getattr(sys.modules.get(getattr(remembering, "__module__", "")), "__file__", "") or ""
    return file.startswith(str(module.base)) and "site-packages" not in file


def codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    """The code of every function within, by its name; those of one name, such as lambdas, are numbered."""
    numbers: Counter[str] = Counter()
    inside = [code]
    while inside:
        each = inside.pop(0)
        numbers[each.co_qualname] += 1
        yield (each.co_qualname, numbers[each.co_qualname]), each
        inside += [const for const in each.co_consts if isinstance(const, CodeType)]


def run_warm(session: Session, near: list[str]) -> int:
    plugin = Warm(session)
    plugin.watch()
    return int(pytest.main([*near, "-q", "--no-header", "-p", "no:cacheprovider"], plugins=[plugin]))
