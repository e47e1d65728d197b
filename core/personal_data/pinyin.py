"""Sort and search keys of Chinese names. A surname is often read unlike the same character elsewhere."""

from functools import cache

#: Only those that are read otherwise as surnames.
SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai",
    "曾": "zeng", "翟": "zhai", "牟": "mu", "卜": "bu", "查": "zha", "覃": "qin", "薄": "bo", "单": "shan", "解": "xie",
    "盖": "ge", "仇": "qiu", "都": "du", "乐": "yue", "区": "ou", "朴": "piao", "缪": "miao", "种": "chong", "黑": "he",
    "繁": "po", "召": "shao", "折": "she", "员": "yun", "秘": "bi", "隗": "wei", "佴": "nai", "乜": "nie", "祭": "zhai",
    "句": "gou", "粘": "nian", "洗": "xian", "阚": "kan",
}  # fmt: skip


@cache
def _syllable(character: str) -> str:
    # a fifth of the time in which the program starts, and most programs that start spell no name
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0].lower()


def _syllables(name: str) -> list[str]:
    """One syllable a character; blanks and the dot within a name have none."""
    spoken = [character for character in name if character.isalnum()]
    for length in (2, 1):
        surname = SURNAMES.get("".join(spoken[:length]))
        if surname and len(spoken) > length:
            return [*surname.split(), *map(_syllable, spoken[length:])]
    return [_syllable(character) for character in spoken]


def sort_key(name: str) -> str:
    """Full pinyin, syllables apart by a blank: 曾小军 → 'zeng xiao jun'."""
    return " ".join(_syllables(name))[:100]


def initials(name: str) -> str:
    """First letters, as people type them to search: 曾小军 → 'zxj'."""
    return "".join(syllable[:1] for syllable in _syllables(name))[:40]
