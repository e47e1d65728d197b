"""A module whose statements tell that somebody has come by; to trace every call of every library takes far longer."""

import ast

from tests.mutation.mutants import Module

#: The builtin that is called with the line.
NAME = "__came_by__"


def probed(module: Module) -> ast.Module:
    """The module with a probe before each statement of its functions; what is done while it is loaded has none."""
    tree = ast.parse(module.source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    blocks = {id(block): block for function in functions for block in blocks_in(function)}
    for block in blocks.values():
        block[:] = [each for statement in block for each in (probe(statement.lineno), statement)]
    return ast.fix_missing_locations(tree)


def blocks_in(function: ast.AST) -> list[list[ast.stmt]]:
    """Every list of statements within a function."""
    lists = (getattr(node, name, None) for node in ast.walk(function) for name in ("body", "orelse", "finalbody"))
    return [block for block in lists if isinstance(block, list)]


def probe(line: int) -> ast.Expr:
    call = ast.Call(ast.Name(NAME, ast.Load()), [ast.Constant(line)], [])
    return ast.Expr(call, lineno=line, col_offset=0)
