"""Where the demo town lies: its villages, relocation sites and workshops."""

from typing import NamedTuple


class VillageOf(NamedTuple):
    code: str
    name: str
    #: Its share of the town's people, in percent.
    share: int
    surnames: str


VILLAGES = (
    VillageOf("430529104003", "中山社区", 14, "杨肖唐"),
    VillageOf("430529104004", "金树居委会", 12, "银吴李"),
    VillageOf("430529104204", "白水头村", 11, "石杨陈"),
    VillageOf("430529104205", "蜡里村", 7, "龙吴"),
    VillageOf("430529104206", "木瓜村", 10, "蓝杨饶"),
    VillageOf("430529104207", "巡头村", 8, "肖段"),
    VillageOf("430529104210", "腾坪村", 9, "杨丁"),
    VillageOf("430529104211", "初水村", 8, "银沈"),
    VillageOf("430529104212", "茶元村", 9, "陈兰"),
    VillageOf("430529104213", "恒州村", 6, "唐杨"),
    VillageOf("430529104216", "金童山村", 6, "吴石"),
)
#: In the next town: some workshop workers come from there.
NEIGHBOUR = VillageOf("430529106005", "南山社区居委会", 0, "杨伍")

#: Villages with a part in the scenario (see scenario.py).
CLERKS_VILLAGE = "430529104204"
NEW_PLATFORM = "430529104207"
CHANGE_OF_STAFF = "430529104213"
STAFF_LEAVING = "430529104210"


class SiteOf(NamedTuple):
    code: str
    name: str
    village: str
    people: int
    #: How many days ago its service window opened; None where there is none.
    window: int | None


SITES = (
    SiteOf("AZ01", "木瓜村集中安置点", "430529104206", 178, 1150),
    SiteOf("AZ02", "白水头村集中安置点", "430529104204", 134, 1120),
    SiteOf("AZ03", "茶元村集中安置点", "430529104212", 100, None),
    SiteOf("AZ04", "金童山村集中安置点", "430529104216", 46, None),
)


class WorkshopOf(NamedTuple):
    """A workshop; `certified`, `stopped` and `withdrawn` in days ago."""

    code: str
    name: str
    firm: str
    village: str
    site: str | None
    posts: tuple[str, ...]
    certified: int
    stopped: int | None = None
    withdrawn: int | None = None


CLOTHES = WorkshopOf(
    "CJ01", "木瓜村制衣就业帮扶车间", "城步木瓜惠民服饰有限公司", "430529104206", "AZ01",
    ("缝纫工", "缝纫工", "裁剪工", "尾部包装工", "质检员"), 1480,
)  # fmt: skip
BAMBOO = WorkshopOf(
    "CJ02", "白水头村竹木制品就业帮扶车间", "城步白水头竹木制品厂", "430529104204", "AZ02",
    ("竹编工", "打磨工", "包装工"), 1190, stopped=20,
)  # fmt: skip
TEA = WorkshopOf(
    "CJ03", "初水村茶叶加工就业帮扶车间", "城步初水茶叶专业合作社", "430529104211", None,
    ("采茶工", "炒茶工", "分拣工"), 1260, stopped=470, withdrawn=430,
)  # fmt: skip
EMBROIDERY = WorkshopOf(
    "CJ04", "腾坪村苗绣居家就业帮扶车间", "城步腾坪苗绣专业合作社", "430529104210", None,
    ("绣工",), 640, stopped=118, withdrawn=100,
)  # fmt: skip
WORKSHOPS = (CLOTHES, BAMBOO, TEA, EMBROIDERY)
