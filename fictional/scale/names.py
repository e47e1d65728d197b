"""Made-up names of people, places and employers; any likeness comes from how common the characters are."""

from functools import cache
from itertools import product
from typing import NamedTuple

from core.personal_data.pinyin import initials, sort_key

SURNAMES = "杨李刘陈王肖张黄戴蒋周唐曾罗何兰彭段石邓谢阳银伍丁易吴贺欧游饶吕沈袁龙邹尹赵胡许"
GIVEN = (
    *("小军", "建国", "志强", "桂香", "春梅", "秀英", "玉兰", "建华", "海燕", "丽萍", "国华", "冬生", "满秀", "银花"),
    *("伟", "敏", "静", "磊", "艳", "勇", "芳", "涛", "娟", "超", "霞", "平", "刚", "辉", "玲", "鹏", "燕", "斌", "波"),
    *("文彬", "子豪", "雨婷", "欣怡", "俊杰", "思远", "家豪", "晓玲", "立新", "和平", "红梅", "美玲", "永福", "长生"),
    *("启明", "世昌", "运来", "金凤", "爱莲", "月娥", "良才", "德胜", "求生", "顺发", "云生", "喜妹", "再兴", "冬梅"),
)
EMPLOYERS = tuple(
    f"{place}{trade}{kind}"
    for place, trade, kind in product(
        ("东莞", "深圳", "佛山", "义乌", "长沙", "邵阳", "城步", "怀化"),
        ("宏达", "鑫源", "永盛", "南山", "金叶", "华兴"),
        ("电子厂", "制衣有限公司", "竹木制品厂", "建筑劳务有限公司", "餐饮店"),
    )
)
WORKPLACES = ("广东省", "浙江省", "邵阳市", "城步苗族自治县", "五团镇", "广东省东莞市", "长沙市", "本村")
POSTS = ("普工", "缝纫工", "保洁员", "电工", "服务员", "司机", "保安", "包装工", "厨师", "焊工")
TRADES = ("中式烹调", "家政服务", "电工", "缝纫", "竹编", "电子商务", "母婴护理", "挖掘机驾驶")


class Name(NamedTuple):
    """A name with the keys that the register stores beside it."""

    text: str
    pinyin: str
    initials: str


@cache
def pool() -> tuple[Name, ...]:
    """All names, each with its pinyin, so that a million people cost no more than these."""
    texts = (surname + given for surname, given in product(SURNAMES, GIVEN))
    return tuple(Name(text, sort_key(text), initials(text)) for text in texts)
