"""Queries that are compiled once and run for any values of their parameters.

Django takes several times as long to put a query together as a database to answer it, and the next time it is the same
but for a key, a day, a division. A `QueryParameter` stands for such a value in the queryset and is bound when the
compiled query runs. Nothing is guessed: what is no parameter is a constant, a parameter that nobody binds is an error,
and so is whatever would need its value beforehand.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast

from django.db import connection
from django.db.models import IntegerField, Value
from django.db.models.expressions import RawSQL

from core.wall import everywhere

First = TypeVar("First")
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")
Convert = Callable[[Any, Any, Any], Any]
#: A function that makes another value of a parameter's, and its further arguments.
Step = tuple[Callable[..., Any], tuple[Any, ...]]


class UnboundParameter(LookupError):
    """A compiled query was run without a value for one of its parameters, or with one that it does not have."""


class QueryParameter(Value):
    """Stands in a queryset for the value `name`, or for what `steps` make of it."""

    def __init__(self, name: str, *steps: Step) -> None:
        super().__init__(None)
        self.name, self.steps = name, steps

    def derived(self, function: Callable[..., Any], *more: Any) -> "QueryParameter":
        """The parameter for what the function makes of this one's value."""
        return QueryParameter(self.name, *self.steps, (function, more))

    def bound(self, values: dict[str, Any]) -> Any:
        value = values[self.name]
        if isinstance(value, QueryParameter):
            return QueryParameter(value.name, *value.steps, *self.steps)
        for function, more in self.steps:
            value = function(value, *more)
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def __repr__(self) -> str:
        return f"QueryParameter({self.name!r})"

    def __str__(self) -> str:
        raise TypeError(f"{self!r} has no value yet, and so no text")


def takes_parameters(
    function: Callable[Concatenate[First, Rest], Answer],
) -> Callable[Concatenate[First, Rest], Answer]:
    """Have the function make of a parameter the one for its result; of anything else the result itself."""

    @wraps(function)
    def derive(value: First, /, *more: Rest.args, **named: Rest.kwargs) -> Answer:
        if isinstance(value, QueryParameter):
            return cast(Answer, value.derived(function, *more))
        return function(value, *more, **named)

    return derive


def aggregated(rows: Any, aggregate: Any, part: int = 0) -> Any:
    """A query whose only row is `part` and the aggregate of `rows`: to be compiled, alone or in a union with others."""
    found = rows.order_by().annotate(part=Value(part, IntegerField())).values("part").annotate(found=aggregate)
    return found.values_list("part", "found")


class CannotTakeSeveral(ValueError):
    """A parameter stands where only one value can."""


#: What stands before a value that a column has to be equal to.
EQUAL_TO = " = "


def _among(piece: str) -> str:
    """The end of a condition on one value, for any of several that are sent as one argument."""
    several = "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"
    return f"{piece.removesuffix(EQUAL_TO)} {several}"


def _as_one(values: list[Any]) -> Any:
    return json.dumps(values) if connection.vendor == "sqlite" else values


@dataclass(frozen=True)
class CompiledQuery:
    """The SQL of a queryset, with constants and parameters in their places."""

    sql: str
    arguments: tuple[Any, ...]
    #: What makes Python's values of a column's: its place, the column, and functions of the value.
    converters: tuple[tuple[int, Any, tuple[Convert, ...]], ...] = field(default=(), compare=False)

    @classmethod
    @everywhere("put together only; it runs for a record that was found for the user, or for a whole place")
    def of(cls, rows: Any) -> Self:
        """The query of `rows`, for the kind of database that is open now."""
        compiler = rows.query.get_compiler(connection.alias)
        sql, arguments = compiler.as_sql()
        found = compiler.get_converters([column for column, *_ in compiler.select])
        converters = ((place, column, tuple(functions)) for place, (functions, column) in found.items())
        return cls(sql, tuple(arguments), tuple(converters))

    @property
    def parameters(self) -> set[str]:
        """The names of the parameters."""
        return {each.name for each in self.arguments if isinstance(each, QueryParameter)}

    def bound(self, **values: Any) -> list[Any]:
        """The arguments of the SQL for these values of the parameters; a value may be another query's parameter."""
        if values.keys() != self.parameters:
            raise UnboundParameter(f"{sorted(self.parameters)} are to be bound, not {sorted(values)}")
        return [each.bound(values) if isinstance(each, QueryParameter) else each for each in self.arguments]

    def within(self, **values: Any) -> RawSQL:
        """It as a part of another query, whose parameters the values may be."""
        return RawSQL(self.sql, tuple(self.bound(**values)))  # noqa: S611 -- text that Django has made

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """What the database answers for these values of the parameters."""
        return self._answers(self.sql, self.bound(**values))

    def rows_of_any(self, **values: Iterable[Any]) -> list[tuple[Any, ...]]:
        """The same for several values of each parameter: what a column has to be equal to may be any of them.

        CannotTakeSeveral where a parameter that has several is something else, such as the begin of a range.
        """
        pieces, bound = self.sql.split("%s"), []
        for place, argument in enumerate(self.arguments):
            found = [argument]
            if isinstance(argument, QueryParameter):
                found = list(dict.fromkeys(argument.bound({argument.name: each}) for each in values[argument.name]))
            if len(found) != 1 and not pieces[place].endswith(EQUAL_TO):
                raise CannotTakeSeveral(argument.name)
            pieces[place] = f"{pieces[place]}%s" if len(found) == 1 else _among(pieces[place])
            bound.append(found[0] if len(found) == 1 else _as_one(found))
        return self._answers("".join(pieces), bound)

    def _answers(self, sql: str, arguments: list[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            found = list(cursor.fetchall())
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, column, functions in self.converters:
            for convert in functions:
                values[place] = convert(values[place], column, connection)
        return tuple(values)
