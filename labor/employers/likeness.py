"""Which names of employers are alike: 鸿泰鞋业, 厚街鸿泰鞋业公司 and 东莞市厚街鸿泰鞋业有限公司 may be one."""

import re
from collections.abc import Iterable

#: What says how a firm is constituted, and nothing of which one it is.
FORMS = re.compile(r"(股份|有限|责任|集团|公司|\W|_)")
#: Alike from here on: from 0, nothing in common, to 1.
ALIKE = 0.5
#: A name that stands whole inside the other is as good as that.
INSIDE = 0.9


def core_of(name: str) -> str:
    """What tells it from others."""
    return FORMS.sub("", name) or name


def likeness(one: str, other: str) -> float:
    """How much two names have in common, by the pairs of characters in them."""
    first, second = core_of(one), core_of(other)
    if first == second:
        return 1
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) > 2 and shorter in longer:
        return INSIDE
    pairs, others = _pairs(first), _pairs(second)
    return 2 * len(pairs & others) / (len(pairs) + len(others) or 1)


def most_alike(name: str, named: Iterable[tuple[Iterable[str], object]], most: int) -> list[object]:
    """Of things with their names the few whose names are most alike, the likest first."""
    found = ((max((likeness(name, each) for each in names), default=0.0), thing) for names, thing in named)
    alike = sorted(((how, thing) for how, thing in found if how >= ALIKE), key=lambda each: -each[0])
    return [thing for _, thing in alike[:most]]


def _pairs(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}
