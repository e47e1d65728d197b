"""就业渠道 from a place: whether it lies in the county, in the province, or beyond."""

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.functional import cached_property

from core.models import Division
from core.models.installation import home_town
from core.wall import everywhere
from ledger.rosters.words import unblanked

AWAY, IN_PROVINCE, IN_COUNTY = "省外务工", "省内县外务工", "县内务工"
COUNTRY = "中国"
ABROAD = ("香港", "澳门", "台湾", "国外", "境外")
_IGNORED = str.maketrans("", "", "/·,、-")
_SHORTENED = ("省", "市", "县", "区", "旗")
_AUTONOMOUS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗")
_NATIONS = re.compile(
    "(?:(?:各|壮|回|苗|土家|侗|瑶|满|藏|彝|蒙古|维吾尔|布依|朝鲜|白|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇"
    "|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京"
    "|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺)族|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古)+$"
)
_TOO_SHORT = 3
Level = Division.Level


class Channels:
    """The division list by name. Each place is worked out once."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def of(self, place: str) -> str | None:
        """The 就业渠道 of work at `place`; None where that can't be told."""
        if place not in self._known:
            self._known[place] = self._find(place)
        return self._known[place]

    def _find(self, place: str) -> str | None:
        text = unblanked(place).translate(_IGNORED).removeprefix(COUNTRY)
        return AWAY if text.startswith(ABROAD) else self._within(text, "")

    def _within(self, text: str, division: str) -> str | None:
        """The channel of the longest name in front, among what lies within `division`."""
        longest = min(len(text), self._longest)
        for length in range(longest, 0, -1):
            bearers = [c for c in self._codes.get(text[:length], ()) if c != division and c.startswith(division)]
            if bearers:
                return self._channel(bearers, text[length:])
        return None

    def _channel(self, bearers: list[str], rest: str) -> str | None:
        above = [code for code in bearers if len(code) < Level.COUNTY and self._county.startswith(code)]
        if len(bearers) == 1 and above:
            return self._within(rest, bearers[0])
        channels = {None if code in above else self._of_division(code) for code in bearers}
        return channels.pop() if len(channels) == 1 else None

    def _of_division(self, code: str) -> str:
        if code.startswith(self._county):
            return IN_COUNTY
        return IN_PROVINCE if code.startswith(self._county[: Level.PROVINCE]) else AWAY

    @cached_property
    def _county(self) -> str:
        return home_town()[: Level.COUNTY]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._codes), default=0)

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        with everywhere("the code list is public"):
            listed = list(Division.objects.order_by("code").values_list("code", "name"))
        for code, name in listed:
            for called in {name, *(_short(name) if len(code) <= Level.COUNTY else ())}:
                found[called].append(code)
        return found


def _short(name: str) -> Iterator[str]:
    """What a province, a city or a county is called for short."""
    for ending in _AUTONOMOUS:
        if name.endswith(ending):
            core = _NATIONS.sub("", name.removesuffix(ending))
            if len(core) > 1:
                yield core
                yield core + ending[-1]
            return
    if len(name) >= _TOO_SHORT and name.endswith(_SHORTENED):
        yield name[:-1]
