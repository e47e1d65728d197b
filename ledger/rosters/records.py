"""Stored rows as a list is compared with them: by the columns of their sheet, references by number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from ledger.columns import Reference, SheetColumn
from ledger.reach import path_of
from ledger.rosters.words import squeezed
from ledger.sheets import Sheet
from ledger.stored import chunks

EMPLOYER = "单位名称"


@dataclass(frozen=True)
class Spell:
    """What tells rows apart that have a beginning and an end."""

    who: tuple[str, ...]
    begins: str
    ends: str


SPELLS = {
    "就业记录": Spell(("证件号码", EMPLOYER), "开始日期", "结束日期"),
    "求职登记": Spell(("证件号码",), "登记日期", "终结日期"),
    "公益性岗位": Spell(("证件号码",), "合同开始日期", "合同终止日期"),
    "平台人员": Spell(("村代码", "姓名"), "上岗日期", "离岗日期"),
}
#: Other rows that hold for a time.
TIMES = {
    "劳动力": ("纳入日期", "退出日期"),
    "帮扶车间": ("认定日期", "退出日期"),
    "村级平台": ("建成日期", "撤销日期"),
    "培训班": ("开班日期", "结业日期"),
    "招聘岗位": ("发布日期", "截止日期"),
}
#: Ends that name the last day, which still counts.
LAST_DAYS = frozenset({"结束日期", "离岗日期"})


@dataclass(eq=False)
class StoredRecord:
    """`cells` by column, `raw` by the model's attribute. `place` is the division it lies in."""

    pk: Any
    place: str
    voided: bool
    cells: dict[str, Any]
    raw: dict[str, Any]


def key_names(sheet: type[Sheet]) -> list[str]:
    return [column.column_name for column in sheet.key_columns()]


def columns_of(sheet: type[Sheet]) -> dict[str, SheetColumn]:
    return {column.column_name: column for column in sheet.columns}


def comparable(name: str, value: Any) -> Any:
    """A value of *who*, as it is compared."""
    return squeezed(value).upper() if name == EMPLOYER and isinstance(value, str) else value


def fetched(sheet: type[Sheet], wanted: dict[str, set[Any]]) -> list[StoredRecord]:
    """The rows, voided ones too, that have one of the `wanted` values in one of the columns named."""
    found: dict[Any, StoredRecord] = {}
    columns = columns_of(sheet)
    for name, values in wanted.items():
        for chunk in chunks(value for value in values if value not in (None, "")):
            for record in records(sheet, Q(**{f"{columns[name].export_path}__in": chunk})):
                found[record.pk] = record
    return list(found.values())


def records(sheet: type[Sheet], condition: Q) -> Iterator[StoredRecord]:
    """The rows that meet `condition`, voided ones too."""
    attributes = [output for column in sheet.columns for output in column.outputs]
    paths = [column.export_path for column in sheet.columns]
    names = [column.column_name for column in sheet.columns]
    rows = sheet.model.with_voided.filter(condition).order_by("pk")  # type: ignore[attr-defined]
    told = rows.values_list("pk", path_of(sheet.model), "voided_at", *paths, *attributes)
    for pk, place, voided_at, *values in told.iterator(chunk_size=5_000):
        plain = [getattr(value, "plain", value) for value in values]
        cells = dict(zip(names, map(_none_if_blank, plain), strict=False))
        yield StoredRecord(
            pk, place, voided_at is not None, cells, dict(zip(attributes, plain[len(names) :], strict=True))
        )


def as_text(column: SheetColumn, value: Any) -> str | None:
    """A value as a report shows it."""
    return (value if isinstance(column, Reference) else column.text(value)) or None if value is not None else None


def texts_of(sheet: type[Sheet], cells: Mapping[str, Any]) -> dict[str, str]:
    """What cells say, as a report shows it; blank ones say nothing."""
    columns = columns_of(sheet)
    return {name: text for name in columns if (text := as_text(columns[name], cells.get(name)))}


def key_texts(sheet: type[Sheet], cells: dict[str, Any]) -> list[str | None]:
    return [as_text(column, cells.get(column.column_name)) for column in sheet.key_columns()]


def fetch_by(sheet: type[Sheet], names: Iterable[str]) -> list[str]:
    """By which columns stored rows are fetched that rows with the columns `names` may mean."""
    keys, spell = key_names(sheet), SPELLS.get(sheet.sheet_name)
    by = [keys[0]] if len(keys) == 1 else []
    by += [spell.who[0]] if spell else []
    if not by:
        owners = [name for name in keys if isinstance(columns_of(sheet)[name], Reference)]
        by = [("证件号码" if "证件号码" in owners else (owners or keys)[0])]
    return [name for name in dict.fromkeys(by) if name in names]


def _none_if_blank(value: Any) -> Any:
    return None if value == "" else value
