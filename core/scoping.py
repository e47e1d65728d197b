"""Who sees what, said once: a scope is a range of division codes.

A division's code begins with the code of the division above it, so everything inside 430529104 lies in
`>= "430529104"` and `< "430529105"`, which an ordinary index serves on every database.
"""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from core.compiled import takes_parameters
from core.wall import ScopedQuery, is_scoped, refuse_blank

#: A village's code is its town's and three digits.
LAST_VILLAGE = "999"


@takes_parameters
def next_code(code: str) -> str:
    """Where the codes inside `code` end: larger than each of them, and not larger than any other that follows."""
    stem = code.rstrip("9")
    if not (stem and code.isascii() and code.isdecimal()):
        raise ValueError(f"不是区划代码：{code!r}")
    return stem[:-1] + str(int(stem[-1]) + 1)


def inside(path: str, code: str) -> Q:
    """The condition that the code at `path` lies inside division `code`."""
    return Q(**{f"{path}__gte": code, f"{path}__lt": next_code(code)})


def in_town_of(path: str, town: OuterRef) -> Q:
    """Inside a subquery: the village code at `path` lies in the outer row's `town`; a range, which an index serves."""
    return Q(**{f"{path}__gte": town, f"{path}__lte": Concat(town, Value(LAST_VILLAGE))})


def people_of(user: Any) -> QuerySet[Any]:
    """The accounts that have a division within those of `user`."""
    codes = [inside("divisions__code", code) for code in user.division_codes]
    return get_user_model().objects.filter(reduce(or_, codes, Q(pk__in=[]))).distinct()


class ScopedQuerySet(QuerySet[Any]):
    """Rows that belong to a division; the model's `division_path` leads to its code."""

    query: ScopedQuery

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def within(self, code: str) -> Self:
        """Rows inside the division `code` (county, town or village)."""
        return self.filter(inside(self.model.division_path, code))

    def visible_to(self, user: Any) -> Self:
        """Rows inside the divisions given to `user`; none given or not signed in, nothing visible."""
        allowed = Q(pk__in=[])
        for code in getattr(user, "division_codes", ()):
            allowed |= inside(self.model.division_path, code)
        return self.filter(allowed).bounded()

    def everywhere(self, reason: str) -> Self:
        """Rows of all divisions, and why they are read although the user may not see them all."""
        refuse_blank(reason)
        return self.all().bounded()

    def bounded(self) -> Self:
        """The same rows, which the wall lets through."""
        self.query.scoped = True
        return self

    def _combinator_query(self, combinator: str, *others: Any, all: bool = False) -> Self:
        combined: Self = super()._combinator_query(combinator, *others, all=all)  # type: ignore[misc]
        combined.query.scoped = min(is_scoped(each.query) for each in (self, *others))
        return combined

    def update(self, **values: Any) -> int:
        self.query.refuse_unscoped()
        return super().update(**values)

    def delete(self) -> Any:
        self.query.refuse_unscoped()
        return super().delete()

    def raw(self, *args: Any, **options: Any) -> Any:
        self.query.refuse_unscoped()
        return super().raw(*args, **options)

    def of_outer_town(self) -> Self:
        """Inside two subqueries: rows inside the outermost row's `town`.

        `person__in` such people looks a town's people up first and what they did after. Of a join, a database that
        guesses ranges and years badly begins with what the people of all towns did.
        """
        return self.filter(in_town_of(self.model.division_path, OuterRef(OuterRef("town"))))

    def with_subject(self) -> Self:
        """Rows together with the records whose pages tell of them."""
        about = getattr(self.model, "about", "")
        return self.select_related(about) if about else self

    def related(self, path: str) -> Any:
        """All rows of the model that `path` leads to: `people.related("employments").current(day)`.

        A queryset of an app reaches the models beside it so, whichever of them is defined first.
        """
        model = self.model
        for name in path.split("__"):
            model = model._meta.get_field(name).related_model
        return model.objects.all()

    def exists_for(self, field: str, outer: str = "pk") -> Exists:
        """A condition on rows of another model: one of these names the row in `field`."""
        return Exists(self.filter(**{field: OuterRef(outer)}))

    def number_for(self, field: str, outer: str = "pk") -> Coalesce:
        """An expression on rows of another model: how many of these name the row in `field`."""
        return self.filter(**{field: OuterRef(outer)}).number_of("pk", by=field)

    def number_of(self, field: str, by: str, only: Q | None = None) -> Coalesce:
        """Of rows that the outer query narrows to one value of `by`: how many different values of `field` they have.

        `only` is a condition that a database cannot guess the effect of, such as on the year of a day: it is tried on
        the rows that were found and does not lead to them.
        """
        counted = self.order_by().values(by).annotate(number_found=Count(field, distinct=field != "pk", filter=only))
        return Coalesce(Subquery(counted.values("number_found")), 0)


class LiveManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Leaves voided rows out of every queryset built on it."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(voided_at__isnull=True)
