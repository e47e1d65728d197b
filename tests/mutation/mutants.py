"""The mutants of a module: what is changed where, and what is left alone."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from tests.mutation import operators

#: Of decorators only these are taken away; without the others nothing would work, or nothing would change.
DECORATORS = {"transaction.atomic"}
#: Calls that say something or declare a column.
SILENT_CALLS = ("logger.", "models.", "TypeVar")
HANZI = "\u4e00"

Place = tuple[int, int]


@dataclass(frozen=True)
class Mutant:
    """A change of a module. What it was and what it becomes names it, wherever in the file it has gone."""

    operator: str
    occurrence: int
    start: Place
    end: Place
    within: str
    was: str
    becomes: str
    code: str


@dataclass(frozen=True)
class Module:
    """A module by its dotted name, as it is on the disk."""

    name: str
    base: Path

    @property
    def path(self) -> Path:
        return self.base / f"{self.name.replace('.', '/')}.py"

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def functions(self) -> list[tuple[str, ast.FunctionDef]]:
        """Outer ones before those within them."""
        return list(named_functions(self.tree, ""))

    def function_at(self, line: int) -> tuple[str, ast.FunctionDef] | None:
        """The innermost function in whose body a line stands."""
        around = [pair for pair in self.functions if pair[1].body[0].lineno <= line <= pair[1].end_lineno]
        return around[-1] if around else None

    def lines_of_statement(self, line: int) -> range:
        """The lines of the smallest statement that a line belongs to; of one with a body, those before it."""
        spans = [statement_lines(node) for node in ast.walk(self.tree) if isinstance(node, ast.stmt)]
        return min((span for span in spans if line in span), key=len, default=range(line, line + 1))


def named_functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        name = f"{prefix}{child.name}" if isinstance(child, ast.FunctionDef | ast.ClassDef) else prefix
        if isinstance(child, ast.FunctionDef):
            yield name, child
        yield from named_functions(child, f"{name}." if name != prefix else prefix)


def statement_lines(node: ast.stmt) -> range:
    body = getattr(node, "body", None)
    end = max(body[0].lineno, node.lineno + 1) if isinstance(body, list) else node.end_lineno + 1
    return range(node.lineno, end)


def mutants(module: Module) -> Iterator[Mutant]:
    """Every change that makes another program, but those of annotations, messages, columns and most decorators."""
    programs = {ast.dump(module.tree)}
    for name, occurrence, start, end in changes(module):
        operator = get_operator(name)()
        code = mutate_code(module.source, operator, occurrence)
        program = dumped(code)
        if program and program not in programs:
            programs.add(program)
            within, (was, becomes) = definition_at(module, start[0]), difference(module.source, code)
            yield Mutant(name, occurrence, start, end, within, was, becomes, code)


def changes(module: Module) -> Iterator[tuple[str, int, Place, Place]]:
    """Each place where an operator finds something to change, and how many it has found before."""
    tree, left_alone = get_ast(module.source), list(spans_left_alone(module))
    for name in operators.NAMES:
        operator = get_operator(name)()
        places = (place for node in ast_nodes(tree) for place in operator.mutation_positions(node))
        for occurrence, (start, end) in enumerate(places):
            if not any(first <= start < last for first, last in left_alone):
                yield name, occurrence, start, end


def dumped(code: str) -> str:
    """The program without its layout; blank where it is none."""
    try:
        return ast.dump(ast.parse(code))
    except SyntaxError:
        return ""


def definition_at(module: Module, line: int) -> str:
    """The function, or the class, in which a line stands; blank at the module's own level."""
    if found := module.function_at(line):
        return found[0]
    classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    return next((node.name for node in reversed(classes) if node.lineno <= line <= node.end_lineno), "")


def difference(before: str, after: str) -> tuple[str, str]:
    """The changed lines, before and after, each as one line."""
    told = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[3:]
    return joined(told, "-"), joined(told, "+")


def joined(told: list[str], mark: str) -> str:
    return " ".join(line[1:].strip() for line in told if line.startswith(mark) and line[1:].strip())


def spans_left_alone(module: Module) -> Iterator[tuple[Place, Place]]:
    for node in ast.walk(module.tree):
        for part in parts_left_alone(node):
            yield place(module, part.lineno, part.col_offset), place(module, part.end_lineno, part.end_col_offset)
            if part in getattr(node, "decorator_list", ()):  # cosmic-ray's begins at the @
                yield (part.lineno, 0), place(module, part.end_lineno, part.end_col_offset)


def parts_left_alone(node: ast.AST) -> Iterator[ast.expr]:
    """The annotations, decorators, declarations and messages within `node`."""
    yield from (part for name in ("annotation", "returns") if (part := getattr(node, name, None)))
    decorators = getattr(node, "decorator_list", ())
    yield from (decorator for decorator in decorators if ast.unparse(decorator) not in DECORATORS)
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(SILENT_CALLS):
        yield node
    if isinstance(node, ast.JoinedStr) and any(is_message(part) for part in node.values):
        yield node


def is_message(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and any(letter >= HANZI for letter in node.value)


def place(module: Module, line: int, bytes_before: int) -> Place:
    """Python counts a line's bytes, cosmic-ray its letters."""
    text = module.source.splitlines()[line - 1].encode()
    return line, len(text[:bytes_before].decode())
