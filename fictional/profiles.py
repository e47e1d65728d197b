"""The names, codes and numbers of the towns of `one_of_everything`: no two of them share one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model

from core.models import Division, Village
from fictional.places import TOWN

M = TypeVar("M", bound=Model)
OWN, NEXT, FAR, FARTHER = "430529104204", "430529104206", "430529103205", "430529103202"
FAR_TOWN = "430529103"
DIVISIONS = {
    "43": "湖南省",
    "4305": "邵阳市",
    "430529": "城步苗族自治县",
    FAR_TOWN: "丹口镇",
    TOWN: "五团镇",
    OWN: "白水头村",
    NEXT: "木瓜村",
    FAR: "丹口村",
    FARTHER: "仙鹅村",
}
PHONE = "15400000017"


@dataclass(frozen=True)
class Profile:
    """What tells one town's things from another's."""

    town: str
    #: The village with one of everything, and the one next door.
    own: str
    next: str
    #: Identity numbers are numbered on from here.
    people_before: int = 0
    #: The town's own word, code or number for each of the first town's.
    words: Mapping[str, str] = field(default_factory=dict)

    def word(self, text: str) -> str:
        """What this town says where the first says `text`."""
        return self.words.get(text, text)

    def create(self, model: type[M], **fields: Any) -> M:
        """A new record, which says in this town's words what `fields` say in the first one's."""
        own = {name: self.word(value) if type(value) is str else value for name, value in fields.items()}
        return model._default_manager.create(**own)

    @property
    def villages(self) -> tuple[str, str]:
        return (self.own, self.next)


WUTUAN = Profile(TOWN, OWN, NEXT)
DANKOU = Profile(
    FAR_TOWN,
    FAR,
    FARTHER,
    people_before=50,
    words={
        # people
        "石大山": "银高岭", "石小军": "银丹口", "shi xiao jun": "yin dan kou", "sxj": "ydk", "杨木瓜": "肖仙鹅",
        "石平台": "银守台", "龙组长": "戴镇长", "石专干": "银查岗", "竹编合作社": "油茶联社", PHONE: "15400000113",
        "15400000025": "15400000121", "15400000033": "15400000139", "五团镇": "丹口镇",
        # codes
        "AZ01": "AZ51", "H1": "HU51", "CJ01": "CJ51", "ZC01": "ZC51", "DB01": "DB51", "BJ01": "BJ51", "GY01": "GY51",
        "PX01": "PX51", "ZP01": "ZP51", "XZ01": "XZ51", "SC01": "SC51",
        # places of work, and what happens there
        "白水头安置点": "仙鹅新居", "白水头车间": "丹口鞋厂", "白水头村委会": "仙鹅护路队", "某厂": "丹口某矿",
        "城步服装厂": "丹口电子厂", "石家米粉店": "银记粮油铺", "竹编车间": "榨油作坊", "无消防器材": "通道堆满了货",
        "单位不符": "电话打不通", "返乡": "矿上停工", "缝纫工": "电焊学员", "缝纫": "电焊", "保洁": "护路巡查",
        "城步": "丹口工业点", "儒林服装": "丹口电子",
        # what the town does
        "车间补贴": "稳岗奖补办法", "场地租金补贴": "电费减免办法", "县人社局": "市督查组",
        "核实就业数据": "补齐走访记录", "行动方案": "丹口实施方案", "已逐人核实": "走访记录补齐了",
        "就业地写得不明": "合同没有签字", "平台业务培训": "政策宣讲会", "春风行动": "夏季夜市招聘",
        "广东省东莞市": "浙江省义乌市", "东莞市人力资源协会": "义乌劳务商会", "赴粤专车": "赴浙包车",
        "清零月抽查": "年中抽查", "5a3c": "77d1",
        "东莞市": "义乌市", "县专班通报第3号": "市里查核单第8号",
    },
)  # fmt: skip


def add_divisions(villages: Iterable[str]) -> None:
    """Villages, and the divisions above them."""
    villages = list(villages)
    for code, name in DIVISIONS.items():
        if not any(village.startswith(code) for village in villages):
            continue
        parent = next((known for known in reversed(DIVISIONS) if code != known and code.startswith(known)), None)
        Division.objects.get_or_create(code=code, defaults={"name": name, "level": len(code), "parent_id": parent})
    for code in villages:
        Village.objects.create(code=code, name=DIVISIONS[code])
