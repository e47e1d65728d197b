"""What is changed in a module, one thing at a time: cosmic-ray's operators, and those that Django code needs."""

from collections.abc import Iterator
from typing import Any

import cosmic_ray.plugins
import parso
from cosmic_ray.operators.operator import Operator
from parso.python.tree import Leaf

#: Of cosmic-ray's own: the other side of a comparison and its edge; not `is` for `==`, nor each operator for each.
OF_COSMIC_RAY = (
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is")),
    *(f"ReplaceComparisonOperator_{pair}" for pair in ("Lt_LtE", "LtE_Lt", "Gt_GtE", "GtE_Gt")),
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("Add_Sub", "Sub_Add", "Mul_FloorDiv", "Div_Mul", "FloorDiv_Mul")),
    *(f"ReplaceBinaryOperator_{pair}" for pair in ("Mod_Add", "BitOr_BitAnd", "BitAnd_BitOr")),
    *(f"ReplaceUnaryOperator_Delete_{name}" for name in ("Invert", "Not", "USub")),
    *("ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd", "NumberReplacer"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer"),
    *("RemoveDecorator", "ZeroIterationForLoop"),
)
#: Calls in a chain that change what it costs and not what it gives.
COST_ONLY = {"select_related", "prefetch_related", "iterator", "only", "defer"}
LOOKUPS = {"__gte": "__gt", "__gt": "__gte", "__lte": "__lt", "__lt": "__lte"}
BUILTINS = {"min": "max", "max": "min", "any": "all", "all": "any"}
CONDITIONS = {"if", "elif", "while"}

Position = tuple[tuple[int, int], tuple[int, int]]


class OfChildren(Operator):
    """Changes some children of a node; `changes` says which, from where to where, and into what."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        raise NotImplementedError

    def mutation_positions(self, node: Any) -> list[Position]:
        found = self.changes(node) if hasattr(node, "children") else ()
        return [(node.children[first].start_pos, node.children[end - 1].end_pos) for first, end, _ in found]

    def mutate(self, node: Any, index: int) -> Any:
        first, end, code = list(self.changes(node))[index]
        space = node.children[first].get_first_leaf().prefix
        node.children[first:end] = [parso.parse(space + code)] if code else []
        return node

    @classmethod
    def examples(cls) -> tuple[Any, ...]:
        return ()


class Negate(OfChildren):
    """The condition of an `if`, a `while`, a ternary or a comprehension is turned round."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        for index, child in enumerate(node.children):
            if isinstance(child, Leaf) and child.value in CONDITIONS:
                yield index + 1, index + 2, f"not ({node.children[index + 1].get_code(include_prefix=False)})"


class Membership(OfChildren):
    """`in` becomes `not in`."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        for index, child in enumerate(node.children if node.type == "comparison" else ()):
            if (code := child.get_code(include_prefix=False)) in ("in", "not in"):
                yield index, index + 1, "in" if code == "not in" else "not in"


class ReturnNone(OfChildren):
    """What a function finds is lost."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        if node.type == "return_stmt" and node.children[1].get_code(include_prefix=False) != "None":
            yield 1, 2, "None"


class DropStatement(OfChildren):
    """A call for its effect, an attribute's new value, or an exception is left out."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        if node.type == "simple_stmt" and self.has_effect(node.children[0]):
            yield 0, 1, "pass"

    @staticmethod
    def has_effect(statement: Any) -> bool:
        changed = statement.children[0] if statement.type == "expr_stmt" else statement
        return changed.type in ("atom_expr", "power", "raise_stmt", "del_stmt")


class SwapBuiltin(OfChildren):
    """`min` becomes `max`, `any` becomes `all`."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        if node.type in ("atom_expr", "power") and getattr(node.children[0], "value", "") in BUILTINS:
            yield 0, 1, BUILTINS[node.children[0].value]


class DropCall(OfChildren):
    """Of several calls in a chain, such as those of a queryset, one is left out."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        found = [index for index in range(1, len(node.children) - 1) if self.is_call(*node.children[index : index + 2])]
        for index in found if len(found) > 1 or (found and self.begins_with_call(node)) else ():
            if node.children[index].children[1].value not in COST_ONLY:
                yield index, index + 2, ""

    @staticmethod
    def is_call(name: Any, arguments: Any) -> bool:
        both = name.type == arguments.type == "trailer"
        return both and (name.children[0].value, arguments.children[0].value) == (".", "(")

    @staticmethod
    def begins_with_call(node: Any) -> bool:
        return bool(node.children[1].type == "trailer" and node.children[1].children[0].value == "(")


class DropArgument(OfChildren):
    """A named argument is left out: of a queryset it is a condition."""

    def changes(self, node: Any) -> Iterator[tuple[int, int, str]]:
        for index, child in enumerate(node.children if node.type in ("trailer", "arglist") else ()):
            if child.type == "argument" and getattr(child.children[1], "value", "") == "=":
                yield (*self.with_comma(node, index), "")

    @staticmethod
    def with_comma(node: Any, index: int) -> tuple[int, int]:
        if node.type == "trailer":
            return index, index + 1
        return (index, index + 2) if index + 1 < len(node.children) else (index - 1, index + 1)


class ShiftLookup(Operator):
    """`__gte` becomes `__gt`, in an argument's name or in a string."""

    def lookup(self, node: Any) -> str:
        is_text = isinstance(node, Leaf) and node.type in ("name", "string", "fstring_string")
        return next((end for end in LOOKUPS if is_text and node.value.rstrip("\"'").endswith(end)), "")

    def mutation_positions(self, node: Any) -> list[Position]:
        return [(node.start_pos, node.end_pos)] if self.lookup(node) else []

    def mutate(self, node: Any, index: int) -> Any:
        end = self.lookup(node)
        head, _, tail = node.value.rpartition(end)
        node.value = head + LOOKUPS[end] + tail
        return node

    @classmethod
    def examples(cls) -> tuple[Any, ...]:
        return ()


OURS = (Negate, Membership, ReturnNone, DropStatement, SwapBuiltin, DropCall, DropArgument, ShiftLookup)
cosmic_ray.plugins.OPERATOR_PROVIDERS["django"] = {operator.__name__: operator for operator in OURS}

NAMES = [*(f"core/{name}" for name in OF_COSMIC_RAY), *(f"django/{operator.__name__}" for operator in OURS)]
