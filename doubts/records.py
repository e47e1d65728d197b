"""Which records a doubt is about: what its number names, and the row of the ledger's sheet that its key names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from core.models import Village
from doubts.catalogue import rules
from doubts.days_ahead import SUBJECTS
from doubts.models import ListedDoubt
from doubts.models.exemptions import DoubtName
from doubts.noticed import key_in, noticed
from labor.models import Household, LaborExport, Person, PublicBenefitPost
from ledger.sheets import SHEETS_BY_NAME, Sheet
from workshops.models import Workshop

#: Whose numbers stand in a column, and in which of their own they do.
OWNERS: Mapping[str, tuple[tuple[Any, str], ...]] = {
    "证件号码": ((Person, "id_number"),),
    "户编号": ((Household, "code"),),
    "车间编号": ((Workshop, "code"),),
    "对象编号": ((Person, "id_number"), (Household, "code"), (Workshop, "code")),
    "岗位编号": ((PublicBenefitPost, "code"),),
    "输出编号": ((LaborExport, "code"),),
    "村代码": ((Village, "code"),),
}


class AboutRecords(NamedTuple):
    """What a doubt's number names, and the row that is to be put right; None where none can be seen."""

    subject: Any = None
    row: Any = None


def sheet_of(name: DoubtName) -> tuple[type[Sheet], str]:
    """The sheet that a doubt is about, and its key there."""
    first, _, rest = name.key.partition("@")
    if first in SHEETS_BY_NAME:
        return SHEETS_BY_NAME[first], rest
    return SHEETS_BY_NAME[rules()[name.rule].sheet], name.key


def records_of(doubts: Iterable[ListedDoubt], user: Any) -> dict[DoubtName, AboutRecords]:
    """The records of some doubts, of those that the user may see; a few queries a sheet, however many doubts."""
    by_sheet: dict[type[Sheet], list[DoubtName]] = defaultdict(list)
    by_model: dict[Any, list[DoubtName]] = defaultdict(list)
    for name in (each.name for each in doubts):
        if name.rule in rules():
            by_sheet[sheet_of(name)[0]].append(name)
        elif name.rule in noticed():
            by_model[noticed()[name.rule].model].append(name)
    found = {name: found for sheet, some in by_sheet.items() for name, found in _of_sheet(sheet, some, user)}
    return found | {name: found for model, some in by_model.items() for name, found in _of_model(model, some, user)}


def _of_model(model: Any, names: list[DoubtName], user: Any) -> Iterator[tuple[DoubtName, AboutRecords]]:
    """Of what forms ask beyond the rules: the record itself, and whom it is about."""
    records = model.objects.visible_to(user).with_subject().in_bulk([key_in(name.subject) for name in names])
    by_key = {str(key): record for key, record in records.items()}
    for name in names:
        record = by_key.get(key_in(name.subject))
        yield name, AboutRecords(record.subject if record else None, record)


def _of_sheet(sheet: type[Sheet], names: list[DoubtName], user: Any) -> Iterator[tuple[DoubtName, AboutRecords]]:
    if sheet.parts:
        return
    about = about_column(sheet)
    numbers = {name.subject for name in names}
    owners = {number: owner for number, owner in _owners(about.column_name, numbers, user)}
    rows: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for number, key, row in _rows(sheet, about, numbers, user):
        rows[number].append((key, row))
    for name in names:
        key = sheet_of(name)[1]
        named = (row for own, row in rows[name.subject] if key == own or (own and key.startswith(f"{own}@")))
        yield name, AboutRecords(owners.get(name.subject), next(named, None))


def about_column(sheet: type[Sheet]) -> Any:
    """The key column that says whom or what a row is about."""
    keys = {column.column_name: column for column in sheet.key_columns()}
    return next((keys[name] for name in SUBJECTS if name in keys), next(iter(keys.values())))


def _owners(column: str, numbers: Iterable[str], user: Any) -> Iterator[tuple[str, Any]]:
    for model, field in OWNERS.get(column, ()):
        for owner in model.objects.visible_to(user).filter(**{f"{field}__in": numbers}):
            number = getattr(owner, field)
            yield getattr(number, "plain", number), owner


def _rows(sheet: type[Sheet], about: Any, numbers: Iterable[str], user: Any) -> Iterator[tuple[str, str, Any]]:
    """Rows of the sheet about these numbers: the number, the key beside it, and the record."""
    model: Any = sheet.model
    others = [column for column in sheet.key_columns() if column is not about]
    rows = model.objects.visible_to(user).filter(**{f"{about.export_path}__in": numbers}).order_by()
    paths = [column.export_path for column in (about, *others)]
    found = list(rows.values_list("pk", *paths))
    records = rows.in_bulk([pk for pk, *_ in found])
    for pk, number, *cells in found:
        key = "@".join(column.text(cell) for column, cell in zip(others, cells, strict=True))
        yield getattr(number, "plain", number), key, records[pk]
