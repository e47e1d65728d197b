"""The sheet 状态变更: values that people, households and workshops had before a day, told apart row by row."""

from collections.abc import Mapping
from typing import Any, ClassVar

from labor.models import HouseholdChange, PersonChange
from ledger.columns import Reference, SheetColumn
from ledger.sheets.base import Sheet
from ledger.sheets.labor import HouseholdSheet, PersonSheet
from ledger.sheets.workshops import WorkshopSheet
from ledger.status_columns import BeforeCell, BeforeColumn, ChangedItem, ChangedNumber, ItemColumn
from workshops.models import WorkshopChange

SHEET_NAME = "状态变更"
NUMBER, BEFORE = "对象编号", "变更前"


def dated_columns(sheet: type[Sheet]) -> list[SheetColumn]:
    return [column for column in sheet.columns if column.attribute in sheet.model.dated]  # type: ignore[attr-defined]


class ChangeSheet(Sheet):
    """The rows of 状态变更 about one kind of object."""

    #: Whether an object may have come from another town.
    changes_town: ClassVar[bool] = True

    @classmethod
    def fault_of(cls, row: Mapping[str, Any]) -> tuple[str, str]:
        column = next(column for column in cls.before_column().columns.values() if column.attribute == row["item"])
        blank = all(row[name] in (None, "") for name in cls.before_column().outputs)
        missing = f"{column.column_name}不能空着：请填变更前的{column.column_name}"
        return ("before", missing) if column.required and blank else ("", "")

    @classmethod
    def before_column(cls) -> BeforeColumn:
        return next(column for column in cls.columns if isinstance(column, BeforeColumn))


class PersonChangeSheet(ChangeSheet):
    sheet_name = SHEET_NAME
    model = PersonChange

    person = Reference(NUMBER, key=True)
    item = ItemColumn("项目", key=True)
    changed_on = SheetColumn("变更日期", key=True)
    before = BeforeColumn(BEFORE, dated_columns(PersonSheet))
    reason = SheetColumn("原因")
    basis = SheetColumn("依据")


class HouseholdChangeSheet(ChangeSheet):
    sheet_name = SHEET_NAME
    model = HouseholdChange

    household = Reference(NUMBER, key=True)
    item = ItemColumn("项目", key=True)
    changed_on = SheetColumn("变更日期", key=True)
    before = BeforeColumn(BEFORE, dated_columns(HouseholdSheet))
    reason = SheetColumn("原因")
    basis = SheetColumn("依据")


class WorkshopChangeSheet(ChangeSheet):
    sheet_name = SHEET_NAME
    model = WorkshopChange
    changes_town = False

    workshop = Reference(NUMBER, key=True)
    item = ItemColumn("项目", key=True)
    changed_on = SheetColumn("变更日期", key=True)
    before = BeforeColumn(BEFORE, dated_columns(WorkshopSheet))
    reason = SheetColumn("原因")
    basis = SheetColumn("依据")


class StatusChangeSheet(Sheet):
    """The sheet as it stands in a workbook."""

    sheet_name = SHEET_NAME
    model = PersonChange
    parts = (PersonChangeSheet, HouseholdChangeSheet, WorkshopChangeSheet)

    number = ChangedNumber(NUMBER, key=True)
    item = ChangedItem("项目", (header for part in parts for header in part.before_column().columns), key=True)
    changed_on = SheetColumn("变更日期", key=True)
    before = BeforeCell(BEFORE)
    reason = SheetColumn("原因")
    basis = SheetColumn("依据")
