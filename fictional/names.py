"""Made-up names as people of the town bear them: the village's surnames, given names by sex and generation."""

from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

from core.personal_data.pinyin import initials, sort_key

COMMON = "杨吴陈龙李石肖银唐蓝饶丁段兰伍刘张王戴彭沈易阳罗曾周莫赵邓黄蒋胡谢欧"

#: First and second characters of given names, by generation (born up to) and sex.
GENERATIONS = (
    (
        1974,
        {
            "男": ("建国永德光正开昌世家顺再求良代运祖启通显", "军华平生文林山清发贵财福云祥明成忠义松斌"),
            "女": ("桂秀玉春冬满银金月爱凤兰翠美菊莲雪彩小喜", "香英兰梅花娥莲秀凤云桃珍菊妹娇姣芝群芳翠"),
        },
    ),
    (
        1991,
        {
            "男": ("小志海建文立新晓伟少永云红忠长友中家学先", "军强波平辉勇刚华兵峰林斌涛明雄超鹏东良红"),
            "女": ("丽海小春红艳晓玉美燕雪秋冬彩慧建金爱利月", "萍燕红梅霞艳芳娟玲华英平琴云娥芬丽群香媛"),
        },
    ),
    (
        9999,
        {
            "男": ("子俊宇浩思家文志嘉鑫泽明天梓锦佳晨昊景一", "豪杰轩涛远鹏斌强伟龙宇辉洋航凯鸿铭林权博"),
            "女": ("雨欣思诗梦佳子婷紫慧晓嘉静可梓雅倩文心依", "婷怡涵琪瑶颖妍萱雯洁欣璐娜玲雪敏倩琳宁彤"),
        },
    ),
)


def surname(random: Random, own: str = "") -> str:
    """Mostly one of the village's `own` surnames."""
    return random.choice(own if own and random.random() < 0.65 else COMMON)


def given_name(random: Random, sex: str, birth_year: int) -> str:
    """One or two characters that were given to a boy or a girl in those years."""
    first, second = next(by_sex[sex] for latest, by_sex in GENERATIONS if birth_year <= latest)
    end = random.choice(second)
    if random.random() < 0.12:
        return end
    start = random.choice(first)
    return start + end if start != end else start


class Name(NamedTuple):
    """A name with the keys that the register stores beside it."""

    text: str
    pinyin: str
    initials: str


@cache
def pool() -> tuple[Name, ...]:
    """Some thousand names, each with its pinyin, so that a million people cost no more than these."""
    given = [
        "".join(pair) for _, by_sex in GENERATIONS for pairs in by_sex.values() for pair in zip(*pairs, strict=False)
    ]
    texts = ("".join(pair) for pair in product(COMMON, given))
    return tuple(Name(text, sort_key(text), initials(text)) for text in texts)
