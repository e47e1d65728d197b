"""Inside a web request, rows of a scoped model are read for a user or for a reason; anything else raises.

`visible_to(user)` says for whom a query reads, `everywhere(reason)` why it is not bounded by the user's divisions. It
raises in production too: a page that fails is better than a page that shows somebody else's people. Commands, tasks
and a shell serve no page; there the wall is down. Which reads need neither, ADR 0038 says.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.sql import Query

from core.actor import current_actor

_up: ContextVar[bool] = ContextVar("wall_is_up", default=False)
PROJECT = Path(__file__).resolve().parent.parent
#: These files only pass a read on.
PASSES_ON = {__file__, str(Path(__file__).with_name("scoping.py"))}


class UnscopedRead(RuntimeError):
    """A request reads rows of a scoped model for nobody in particular."""


@contextmanager
def walled(*, up: bool = True) -> Iterator[None]:
    """Inside, the wall is up, or down."""
    token = _up.set(up)
    try:
        yield
    finally:
        _up.reset(token)


@contextmanager
def everywhere(reason: str) -> Iterator[None]:
    """A context, or a decorator, in which all divisions' rows are read, and why; a queryset has a method for its own.

    What is read has to be read inside: a queryset that is handed out reads when it is asked.
    """
    refuse_blank(reason)
    with walled(up=False):
        yield


def refuse_blank(reason: str) -> None:
    """Raise ValueError where no reason is given."""
    if not reason.strip():
        raise ValueError("everywhere() wants a reason")


class ScopedQuery(Query):
    """A query of a scoped model, which knows whether its rows are bounded and is asked when it becomes SQL."""

    scoped = False

    def add_q(self, q_object: Q, reuse_all: bool = False) -> None:
        """What belongs to rows in memory that the user may see is bounded by them."""
        super().add_q(q_object, reuse_all)
        if _up.get() and not self.scoped:
            self.scoped = any(_leads_to_visible(self.model, *each) for each in _all_of(q_object))

    def combine(self, rhs: Query, connector: str) -> None:
        """What is in both queries is bounded if one of them is; what is in either, if both are."""
        bounds = (self.scoped, is_scoped(rhs))
        super().combine(rhs, connector)
        self.scoped = any(bounds) if connector == Q.AND else all(bounds)

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        """A part of another query comes with a connection alone; it is looked at in `as_sql`."""
        if using:
            self.refuse_unscoped()
        return super().get_compiler(using, connection, elide_empty)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Inside a query of a scoped model that one answers for its parts; inside any other, each for itself."""
        if not hasattr(compiler.query, "scoped"):
            self.refuse_unscoped()
        return super().as_sql(compiler, connection)

    def refuse_unscoped(self) -> None:
        """Raise UnscopedRead where the wall is up and nothing bounds the rows."""
        if _up.get() and not self.scoped and not self.is_empty():
            raise UnscopedRead(f"{self.model._meta.label}: no .visible_to(user) and no .everywhere(reason), {_place()}")  # type: ignore[union-attr]


def is_scoped(query: Any) -> bool:
    """Whether a query's rows are bounded."""
    return bool(getattr(query, "scoped", False))


def _all_of(q: Q) -> Iterator[tuple[str, Any]]:
    """The conditions that all hold where `q` does."""
    if q.negated or q.connector != Q.AND:
        return
    for each in q.children:
        if isinstance(each, Q):
            yield from _all_of(each)
        elif isinstance(each, tuple):
            yield each


def _leads_to_visible(model: Any, name: str, value: Any) -> bool:
    """Whether the condition `name` = `value` leads from `model`, on the way to its division, to visible rows."""
    first, _, rest = model.division_path.partition("__")
    field = model._meta.get_field(first)
    if name.removesuffix("__in") not in (field.name, field.attname):
        return False
    if isinstance(value, QuerySet):
        return is_scoped(value.query)
    if not name.endswith("__in"):
        return _may_see(value, rest)
    return isinstance(value, list | tuple | set | frozenset) and all(_may_see(each, rest) for each in value)


def _may_see(value: Any, path: str) -> bool:
    """Whether `path` leads from a row in memory to a division of whoever acts; unknown, where it would take a query."""
    codes = tuple(getattr(current_actor(), "division_codes", ()))
    for name in filter(None, path.split("__")):
        if not isinstance(value, Model):
            return False
        field: Any = value._meta.get_field(name)
        value = getattr(value, name) if name == field.attname else value._state.fields_cache.get(name)
    code = value.pk if isinstance(value, Model) else value if path else None
    return isinstance(code, str) and code.startswith(codes)


def _place() -> str:
    """The line of ours that reads."""
    frame: Any = sys._getframe(1)
    while frame:
        path = frame.f_code.co_filename
        if path.startswith(f"{PROJECT}/") and "site-packages" not in path and path not in PASSES_ON:
            return f"{Path(path).relative_to(PROJECT)}:{frame.f_lineno}"
        frame = frame.f_back
    return "nowhere in the project"
