"""Sort and search keys of Chinese names. A surname is often read unlike the same character elsewhere."""

from functools import cache

from pypinyin import Style, lazy_pinyin

SURNAMES = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "朴": "piao", "任": "ren", "查": "zha", "华": "hua",
    "覃": "qin", "盖": "ge", "翟": "zhai", "乐": "yue", "区": "ou", "缪": "miao", "宓": "mi", "冼": "xian",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "尹": "yin", "折": "she", "员": "yun", "秘": "bi",
}  # fmt: skip


@cache
def _syllable(character: str) -> str:
    return lazy_pinyin(character, style=Style.NORMAL)[0]


def _syllables(name: str) -> list[str]:
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname and len(name) > length:
            return [surname, *map(_syllable, name[length:])]
    return [_syllable(character) for character in name]


def sort_key(name: str) -> str:
    """Full pinyin, syllables apart by a blank: 曾小军 → 'zeng xiao jun'."""
    return " ".join(_syllables(name))[:100]


def initials(name: str) -> str:
    """First letters, as people type them to search: 曾小军 → 'zxj'."""
    return "".join(syllable[:1] for syllable in _syllables(name))[:40].lower()
