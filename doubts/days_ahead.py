"""Days in the records that have not come yet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

from core.contributions import contribute
from core.doubts import DOUBTS, Doubt, Snapshot, Table
from core.doubts.doubt import values
from labor.people.facts import HOUSEHOLDS, PEOPLE
from ledger.cells import Day
from ledger.columns import SheetColumn
from ledger.sheets import TABLES, Sheet
from oversight.policies.doubts import subjects
from workshops.facts import WORKSHOPS

#: Columns that say whom or what a row is about, the first that is bold.
SUBJECTS = ("证件号码", "户编号", "车间编号", "村代码", "对象编号", "镇代码")


@contribute(DOUBTS, "date-in-future")
def dated_ahead(facts: Snapshot, *, plans: list[str]) -> Iterator[Doubt]:
    for sheet in TABLES:
        days = [column for column in sheet.columns if _is_day(column) and column.column_name not in plans]
        if days:
            yield from _ahead(facts, sheet, days)


def _is_day(column: SheetColumn) -> bool:
    return isinstance(getattr(column, "widget", None), Day)


def _ahead(facts: Snapshot, sheet: type[Sheet], days: Sequence[SheetColumn]) -> Iterator[Doubt]:
    model: Any = sheet.model
    keys = sheet.key_columns()
    found = Q()
    for column in days:
        found |= Q(**{f"{column.attribute}__gt": facts.on})
    rows = model.objects.everywhere("compared with everything stored; each doubt is shown to who may see it")
    paths = [column.export_path for column in (*keys, *days)]
    for division, *cells in rows.filter(found).order_by().values_list(model.division_path, *paths):
        named = {column.column_name: column.text(cell) for column, cell in zip(keys, cells, strict=False)}
        for column, day in zip(days, cells[len(keys) :], strict=True):
            if day is not None and day > facts.on:
                yield _hit(
                    facts, sheet, named, division, values(表名=sheet.sheet_name, 列名=column.column_name, 日期=day)
                )


def _hit(facts: Snapshot, sheet: type[Sheet], named: dict[str, str], division: str, found: dict[str, str]) -> Doubt:
    about = next((name for name in SUBJECTS if name in named), next(iter(named)))
    key = "@".join([sheet.sheet_name, found["列名"], *(text for name, text in named.items() if name != about)])
    return Doubt(named[about], key, _village(facts, about, named[about]) or division, found)


def _village(facts: Snapshot, about: str, number: str) -> str:
    """The village to which somebody, or something, with this number belonged on the day; blank for a place itself."""
    tables: dict[str, Table[Any]] = {"证件号码": PEOPLE, "户编号": HOUSEHOLDS, "车间编号": WORKSHOPS}
    if about == "对象编号":
        return subjects(facts)[number].village_id
    if about not in tables:
        return ""
    column = "id_number" if about == "证件号码" else "code"
    return facts.by_key(tables[about], column)[number].village_id
