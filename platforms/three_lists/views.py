"""三个清单 as pages and as workbooks: three lists side by side, each narrowed down and saved as it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import URLPattern, path, reverse

from core.exports.views import ExportMixin
from core.filters import RegisterFilter
from core.tables import RegisterTable
from core.views import RegisterListView
from platforms.three_lists import filters, querysets, tables


@dataclass(frozen=True)
class Listed:
    """One of the three; `sheet` is the table of its workbook."""

    route: str
    title: str
    meaning: str
    rows: Callable[[date], Any]
    totals: Callable[[Any, date], querysets.Totals]
    table: type[RegisterTable]
    sheet: type[RegisterTable]
    filter: type[RegisterFilter]
    looks_for: str
    nothing_yet: str

    @property
    def address(self) -> str:
        return reverse(f"platforms:{self.route}")

    @property
    def export_address(self) -> str:
        return reverse(f"platforms:{self.route}_export")


LISTS = (
    Listed(
        "three_lists",
        "输出地清单",
        "本地可以输出的劳动力：有就业意愿、求职登记还没有终结的人。办理求职登记、登记就业，清单随之变化。",
        querysets.to_send,
        querysets.count_to_send,
        tables.SupplyTable,
        tables.SupplySheet,
        filters.SupplyFilter,
        "姓名",
        "现在没有求职的人。在人员页面点“登记求职”。",
    ),
    Listed(
        "three_lists_demand",
        "输入地清单",
        "输入地的岗位：工作地认得出在县外的，或登记时选了劳务协作协议的招聘岗位。",
        querysets.offered_elsewhere,
        querysets.count_offered,
        tables.DemandTable,
        tables.DemandSheet,
        filters.DemandFilter,
        "岗位、单位、输入地",
        "还没有县外的招聘岗位。岗位由镇里在“招聘岗位”中登记；推荐给某个人的岗位，在他的人员页面上。",
    ),
    Listed(
        "three_lists_placed",
        "就业地清单",
        "已经输出就业的人：由劳务输出上岗的，和就业地在县外的。回访情况来自“稳岗回访”。",
        querysets.placed_people,
        querysets.count_placed,
        tables.PlacedTable,
        tables.PlacedSheet,
        filters.PlacedFilter,
        "姓名、单位、就业地",
        "还没有人在县外就业。",
    ),
)


class ThreeListPage(RegisterListView):
    """One of the three lists, with the way to the other two."""

    template_name = "platforms/three_lists.html"
    listed: Listed = LISTS[0]

    @property
    def table_class(self) -> type[RegisterTable]:
        return self.listed.table

    @property
    def filter_class(self) -> type[RegisterFilter]:
        return self.listed.filter

    @property
    def nothing_yet(self) -> str:
        return self.listed.nothing_yet

    def get_queryset(self) -> Any:
        return self.listed.rows(self.on).visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(listed=self.listed, lists=LISTS, **kwargs)
        return found | {"totals": self.listed.totals(found["filter"].narrow(self.object_list), self.on)}


class ThreeListExport(ExportMixin, ThreeListPage):
    """The list as it is narrowed down, to take along."""

    @property
    def export_title(self) -> str:
        return self.listed.title

    @property
    def back(self) -> str:
        return self.listed.address

    @property
    def table_class(self) -> type[RegisterTable]:
        return self.listed.sheet


def pages(prefix: str) -> list[URLPattern]:
    """The addresses of the three lists and of their workbooks."""
    found = []
    for listed in LISTS:
        address = f"{prefix}{listed.route.removeprefix('three_lists').strip('_')}".rstrip("/") + "/"
        found += [
            path(address, ThreeListPage.as_view(listed=listed), name=listed.route),
            path(f"{address}export/", ThreeListExport.as_view(listed=listed), name=f"{listed.route}_export"),
        ]
    return found
