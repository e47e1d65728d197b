"""Sheets of villages and relocation sites."""

from core.models import RelocationSite, Village
from ledger.cells import Code
from ledger.columns import Reference, SheetColumn, VillageCode
from ledger.sheets.base import Sheet


class VillageSheet(Sheet):
    sheet_name = "村社区"
    model = Village

    code = VillageCode("村代码", key=True, widget=Code(12))
    name = SheetColumn("村名称")
    platform_required = SheetColumn("是否应建平台")
    stopped_on = SheetColumn("停用日期")


class RelocationSiteSheet(Sheet):
    sheet_name = "安置点"
    model = RelocationSite

    code = SheetColumn("安置点编号", key=True)
    name = SheetColumn("安置点名称")
    village = Reference("村代码")
    population = SheetColumn("安置人数")
    opened_on = SheetColumn("启用日期")
    window_opened_on = SheetColumn("服务窗口设立日期")
