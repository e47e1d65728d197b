"""Values that have a day: what a column held before each change of it, and conditions that are read at any day.

The stored columns of a `DatedRecord` hold the newest values, the rows of its `status_changes` the earlier ones. The
value at a day t is that of the earliest change after t, and the stored one where there is none (the contract's *Values
that have a day*). What was never changed is read as it is stored, so that a town without changes pays next to nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import connection, models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from core.compiled import CompiledQuery, QueryParameter
from core.records.conditions import found_by
from core.records.record import Record
from core.scoping import ScopedQuerySet

#: The day of a row, where it is not the same for all rows.
DAY = "day"
#: The day of a query that is put together once for all days.
AT = QueryParameter("at")


_nothing_changed: ContextVar[bool] = ContextVar("nothing_changed", default=False)


@contextmanager
def as_stored(stored: bool) -> Iterator[None]:
    """Whether conditions put together inside read what is stored: for who has asked and knows of no change."""
    token = _nothing_changed.set(stored)
    try:
        yield
    finally:
        _nothing_changed.reset(token)


def reads_stored() -> bool:
    """Whether a condition that is put together now may take what is stored for what has always been so."""
    return _nothing_changed.get()


def anything_changed() -> bool:
    """Whether there is a change of any value, of anybody; asked by one query."""
    return bool(_some_change(connection.vendor).rows())


@lru_cache(maxsize=2)
def _some_change(vendor: str) -> CompiledQuery:
    """A village if there is a change of anything; each score asks, and Django takes long to put it together."""
    some = [Exists(model._default_manager.order_by()) for model in _change_models()]
    return CompiledQuery.of(
        apps.get_model("core", "Village").with_voided.filter(Q(*some, _connector=Q.OR)).values("pk")[:1]
    )


def tables_of_changes() -> frozenset[str]:
    """The tables that `anything_changed` asks."""
    return frozenset(model._meta.db_table for model in _change_models())


def _change_models() -> list[Any]:
    return [model.changes_of().model for model in apps.get_models() if issubclass(model, DatedRecord)]


class DatedQuerySet(ScopedQuerySet):
    def at(self, on: Any, *names: str) -> Self:
        """Rows with dated values as they were on the day `on`, a date or an expression: `village_at`.

        All of them, or those named.
        """
        rows, day = self, on
        if not is_fixed(on):
            rows, day = self.annotate(**{DAY: on}), OuterRef(DAY)
        return rows.annotate(**dict(self.model.values_at(day, names)))

    def changed(self, on: Any, *names: str) -> Self:
        """Rows of which a value, or one of those named, was another on the day `on`."""
        return self.filter(self.model.is_changed(on, "", names))

    def unchanged(self, on: Any, *names: str) -> Self:
        return self.filter(~self.model.is_changed(on, "", names))

    def belonged(self, name: str, to: str, on: date) -> Q:
        """A condition on rows of another model: on the day `on` the value `name` of one of these was their `to`."""
        if reads_stored():
            return Q(Exists(self.filter(**{name: OuterRef(to)})))
        then = f"{name}_at"
        moved = self.changed(on, then).at(on, then).filter(**{then: OuterRef(to)})
        return Q(Exists(self.unchanged(on, then).filter(**{name: OuterRef(to)}))) | Q(Exists(moved))


class DatedRecord(Record):
    """A record some of whose columns have a day. Changes name it by the reverse name `status_changes`."""

    #: The names of the columns that have a day.
    dated: ClassVar[tuple[str, ...]] = ()
    #: Columns that are a day: what happened on it, and, where the day is emptied, what ended by that.
    happened: ClassVar[dict[str, tuple[str, str]]] = {}
    read_on: date | None = None  #: the day whose values a row in memory holds, where that is not today

    class Meta(Record.Meta):
        abstract = True

    @classmethod
    def first_days(cls, records: Collection[Any]) -> dict[Any, date]:
        """The first day that each is on a register, by key, where that is asked. There is no change up to that day."""
        return {}

    @classmethod
    def earliest(cls, name: str, records: Collection[Any]) -> dict[Any, date]:
        """The earliest day that a column which is a day has ever held, by key; it was never empty."""
        found = {record.pk: getattr(record, name) for record in records}
        changes = cls.changes_of().everywhere("of records that were found for the user")
        former = changes.filter(**{f"{cls._owner()}__in": found.keys()}, item=name)
        for key, day in former.order_by().values_list(cls._owner(), "was_on"):
            found[key] = min(found[key], day)
        return found

    @classmethod
    def changes_of(cls) -> Any:
        """All changes of these."""
        return cls._default_manager.related("status_changes")

    @classmethod
    def is_changed(cls, on: Any, path: str = "", names: Collection[str] = ()) -> Q:
        """The condition that one of the values, by their names, changed after the day `on` for the row at `path`.

        Where the day is not the same for all rows: that it changed at all. Without names, any value.
        """
        own, further = cls._columns(names)
        changed = Q(**{f"{path}pk__in": cls._with_changes(on, own)})
        for by, owner in cls._owners():
            if further[by]:
                changed |= Q(**{f"{path}{by}__in": owner._with_changes(on, further[by])})
        return changed

    @classmethod
    def changed_keys(cls, on: Any, names: Collection[str]) -> Any:
        """The keys of the rows that `is_changed` finds: a union, of which an index serves each half."""
        own, further = cls._columns(names)
        owners = [(f"{by}__in", owner._with_changes(on, further[by])) for by, owner in cls._owners() if further[by]]
        conditions = (("pk__in", cls._with_changes(on, own)), *owners)
        return found_by(*(cls._default_manager.filter(each).order_by().values("pk") for each in conditions))

    @classmethod
    def _with_changes(cls, on: Any, columns: tuple[str, ...]) -> Any:
        """The keys of rows of which one of the columns changed after the day `on`, or at all."""
        if is_fixed(on):
            return _owners_of_changes(cls, columns, connection.vendor).within(at=on)
        return cls.changes_of().filter(item__in=columns).order_by().values(cls._owner())

    @classmethod
    def values_at(cls, day: Any, names: Collection[str] = ()) -> Iterator[tuple[str, Any]]:
        """The dated values as expressions on a row, by name: village_at, household_kind_at; all, or those named."""
        own, further = cls._columns(names)
        for name in own:
            stored = F(cls._meta.get_field(name).attname)  # type: ignore[union-attr]
            yield f"{name}_at", cls._value_at(name, day, "pk", stored)
        for by, owner in cls._owners():
            for name in further[by]:
                kept = owner.with_voided.filter(pk=OuterRef(f"{by}_at")).values(name)
                yield f"{by}_{name}_at", owner._value_at(name, day, f"{by}_at", Subquery(kept))

    @classmethod
    def _columns(cls, names: Collection[str]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """The dated columns behind these names, or all: its own, and by column those of what the column names."""
        wanted = set(names or cls.names_at().values())
        further = {by: tuple(name for name in to.dated if f"{by}_{name}_at" in wanted) for by, to in cls._owners()}
        return tuple(name for name in cls.dated if f"{name}_at" in wanted or further.get(name)), further

    @classmethod
    def _value_at(cls, name: str, day: Any, key: str, stored: Any) -> Any:
        field: Any = cls._meta.get_field(name)
        rows = cls.changes_of()
        later = rows.filter(**{cls._owner(): OuterRef(key)}, item=name, changed_on__gt=day).order_by("changed_on")
        earliest = later.values(before_column(field))[:1]
        kind = field.target_field if field.is_relation else field
        if not field.null:  # then a change that is found tells a value, be it a blank text
            return Coalesce(Subquery(earliest), stored, output_field=kind)
        return Case(When(Exists(later), then=Subquery(earliest)), default=stored, output_field=kind)

    @classmethod
    def _owner(cls) -> str:
        """The field of a change that names one of these."""
        return str(cls._meta.get_field("status_changes").field.name)  # type: ignore[union-attr]

    @classmethod
    def _owners(cls) -> "Iterator[tuple[str, type[DatedRecord]]]":
        """The dated columns that name another dated record: a person's household."""
        for name in cls.dated:
            target = cls._meta.get_field(name).related_model
            if isinstance(target, type) and issubclass(target, DatedRecord):
                yield name, target

    @classmethod
    def names_at(cls) -> dict[str, str]:
        """What the columns of a condition are called in the rows of `at`: household__kind is household_kind_at."""
        own = {name: f"{name}_at" for name in cls.dated}
        return own | {f"{by}__{name}": f"{by}_{name}_at" for by, owner in cls._owners() for name in owner.dated}


def before_column(field: Any) -> str:
    """The column of a change that holds a value of the field."""
    if field.is_relation:
        return f"was_{field.name}"
    return "was_on" if isinstance(field, models.DateField) else "was_text"


def before_attname(field: Any) -> str:
    """The same column, as the key of what it names where it names something."""
    return f"{before_column(field)}_id" if field.is_relation else before_column(field)


def read_at(model: type[DatedRecord], condition: Callable[[Any, str], Q], on: Any, path: str = "") -> Q:
    """`condition` on the row of `model` at `path`, by the values that it had on the day `on`.

    `on` is a date, or an expression for a day of the row that is asked.
    """
    if reads_stored():
        return condition(on, path)
    past, names = renamed(condition(AT if is_fixed(on) else F(DAY), ""), model.names_at())
    changed = model.is_changed(on, path, names)
    if is_fixed(on):
        rows = _changed_rows(model, past, frozenset(names), connection.vendor).within(at=on)
        then = Q(**{f"{path}pk__in": rows})
    else:
        own: Any = model._default_manager.filter(pk=OuterRef(f"{path}pk"))
        then = changed & Q(Exists(own.at(outer(on), *names).filter(past)))
    return (~changed & condition(on, path)) | then


def had(rows: Any, on: date, **values: Any) -> Any:
    """Rows of a dated model of which these look-ups held on the day."""
    return rows.filter(read_at(rows.model, lambda _, path: Q(**{f"{path}{name}": values[name] for name in values}), on))


@lru_cache(maxsize=500)
def _changed_rows(model: type[DatedRecord], past: Q, names: frozenset[str], vendor: str) -> CompiledQuery:
    """The keys of rows that changed after a day and met a condition on it; Django takes long to put this together."""
    rows: Any = model._default_manager.all()
    changed = rows.filter(pk__in=model.changed_keys(AT, names))
    return CompiledQuery.of(changed.at(AT, *names).filter(past).order_by().values("pk"))


@lru_cache(maxsize=100)
def _owners_of_changes(model: type[DatedRecord], columns: tuple[str, ...], vendor: str) -> CompiledQuery:
    """The keys of rows of which one of the columns changed after a day."""
    changes = model.changes_of().filter(changed_on__gt=AT, item__in=columns)
    return CompiledQuery.of(changes.order_by().values(model._owner()))


def renamed(condition: Q, names: Mapping[str, str]) -> tuple[Q, set[str]]:
    """The condition with other names for its columns, and which of them it has."""
    children: list[Any] = []
    used: set[str] = set()
    for each in condition.children:
        if isinstance(each, Q):
            each, inner = renamed(each, names)
            used |= inner
        elif isinstance(each, tuple):
            name, lookup = _renamed(each[0], names)
            each = (lookup, each[1])
            used |= {name} - {""}
        children.append(each)
    return Q(*children, _connector=condition.connector, _negated=condition.negated), used


def _renamed(lookup: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The new name of the column, blank where it keeps its own, and the look-up by it."""
    steps = lookup.split("__")
    for length in range(len(steps), 0, -1):
        if name := names.get("__".join(steps[:length])):
            return name, "__".join([name, *steps[length:]])
    return "", lookup


def is_fixed(on: Any) -> bool:
    """Whether a day is the same for all rows."""
    return isinstance(on, date | QueryParameter)


def outer(bound: Any) -> Any:
    """`bound` as seen from inside a subquery."""
    if isinstance(bound, F):
        return OuterRef(bound.name)  # type: ignore[attr-defined]
    if isinstance(bound, Func):
        bound = bound.copy()
        bound.set_source_expressions([outer(part) for part in bound.get_source_expressions()])
    return bound
