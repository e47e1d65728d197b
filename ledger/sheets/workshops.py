"""Sheets of workshops and their inspections."""

from ledger.columns import Reference, SheetColumn
from ledger.sheets.base import Sheet
from workshops.models import Inspection, Workshop


class WorkshopSheet(Sheet):
    sheet_name = "帮扶车间"
    model = Workshop

    code = SheetColumn("车间编号", key=True)
    name = SheetColumn("车间名称")
    village = Reference("村代码")
    kind = SheetColumn("类型")
    site = Reference("安置点编号")
    certified_on = SheetColumn("认定日期")
    stopped_on = SheetColumn("停产日期")
    withdrawn_on = SheetColumn("退出日期")


class InspectionSheet(Sheet):
    sheet_name = "车间检查"
    model = Inspection

    workshop = Reference("车间编号", key=True)
    inspected_on = SheetColumn("检查日期", key=True)
    result = SheetColumn("检查结果")
    problem = SheetColumn("问题")
    rectified_on = SheetColumn("整改完成日期")
