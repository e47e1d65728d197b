"""Sheets of workshops and their inspections."""

from ledger.columns import Column, Reference
from ledger.sheets.base import Sheet
from workshops.models import Inspection, Workshop


class WorkshopSheet(Sheet):
    sheet_name = "帮扶车间"
    model = Workshop

    code = Column("车间编号", key=True)
    name = Column("车间名称")
    village = Reference("村代码")
    kind = Column("类型")
    site = Reference("安置点编号")
    certified_on = Column("认定日期")
    stopped_on = Column("停产日期")
    withdrawn_on = Column("退出日期")


class InspectionSheet(Sheet):
    sheet_name = "车间检查"
    model = Inspection

    workshop = Reference("车间编号", key=True)
    inspected_on = Column("检查日期", key=True)
    result = Column("检查结果")
    problem = Column("问题")
    rectified_on = Column("整改完成日期")
