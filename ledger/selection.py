"""Which rows a town's ledger consists of: its own, and whatever those refer to, so that the file stands alone."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from core.models import Division
from core.records.status_changes import StatusChange
from core.scoping import inside
from ledger.columns import Reference, SubjectReference, natural_key
from ledger.sheets import TABLES, Sheet
from ledger.status_columns import names_inside


def select(division: str | None, seen_by: Any = None) -> dict[type[Sheet], QuerySet[Any]]:
    """The rows of every sheet to export: all of them, or those of one division.

    Facts are looked at before what they refer to, so that a worker from the next town comes with household and
    village; but a user gets only what lies in the user's own divisions.
    """
    if division is None:
        return {sheet: sheet.model.objects.all() for sheet in TABLES}
    selected: dict[type[Sheet], QuerySet[Any]] = {}
    referred: dict[Any, set[str]] = defaultdict(set)
    for sheet in reversed(TABLES):
        model = sheet.model
        own = inside(model.division_path, division)
        for path in sheet.also_within:
            own |= inside(path, division)
        if referred[model]:
            own |= Q(**{f"{natural_key(model)}__in": referred[model]})
        selected[sheet] = model.objects.filter(own)
        if issubclass(model, StatusChange):
            selected[sheet] = selected[sheet].filter(names_inside(model, lambda path: inside(path, division)))
        if seen_by is not None:
            selected[sheet] = selected[sheet].visible_to(seen_by)
        for target, codes in _references(sheet, selected[sheet], division):
            referred[target] |= codes
    return selected


def _references(sheet: type[Sheet], rows: QuerySet[Any], division: str) -> list[tuple[Any, set[str]]]:
    """Models and codes that `rows` refer to outside `division`."""
    found = []
    for column in sheet.columns:
        if isinstance(column, Reference) and column.target is not Division:
            path = f"{column.attribute}__{column.target.division_path}"
            codes = rows.exclude(inside(path, division)).exclude(**{f"{column.attribute}__isnull": True})
            found.append((column.target, _plain(codes.values_list(column.export_path, flat=True).distinct())))
        elif isinstance(column, SubjectReference):
            for kind, model in column.SUBJECTS:
                codes = _plain(rows.filter(subject_kind=kind).values_list(column.attribute, flat=True).distinct())
                inner = model.objects.everywhere("only compared with what the user sees").within(division)
                inner = inner.values_list(natural_key(model), flat=True)
                found.append((model, codes - _plain(inner) if codes else codes))
    return found


def _plain(values: Any) -> set[str]:
    return {getattr(value, "plain", value) for value in values}
