"""Sheets of villages and relocation sites."""

from core.models import RelocationSite, Village
from ledger.cells import Code
from ledger.columns import Column, Reference, VillageCode
from ledger.sheets.base import Sheet


class VillageSheet(Sheet):
    sheet_name = "村社区"
    model = Village

    code = VillageCode("村代码", key=True, widget=Code(12))
    name = Column("村名称")
    platform_required = Column("是否应建平台")
    stopped_on = Column("停用日期")


class RelocationSiteSheet(Sheet):
    sheet_name = "安置点"
    model = RelocationSite

    code = Column("安置点编号", key=True)
    name = Column("安置点名称")
    village = Reference("村代码")
    population = Column("安置人数")
    opened_on = Column("启用日期")
    window_opened_on = Column("服务窗口设立日期")
