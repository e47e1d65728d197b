"""Villages as official lists name them, and whether they are the importer's."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.functional import cached_property

from core.models import Division, Village
from core.wall import everywhere
from ledger.reach import Reach
from ledger.rosters.words import squeezed

TOWN, VILLAGE = int(Division.Level.TOWN), int(Division.Level.VILLAGE)
_TAILS = ("社区居民委员会", "社区居委会", "村民委员会", "居民委员会", "村委会", "居委会", "社区", "村")
_BEHIND = re.compile(r".*(?:镇|乡|街道)(.+)", re.DOTALL)
NOT_A_VILLAGE = "找不到这个村：只能填已登记的村社区"
SEVERAL = "这样叫的村不止一个，请写代码或写明乡镇"
NO_TOWN = "没有这个乡镇"


class ToldVillage(NamedTuple):
    """What a row says of its village: a code, or why there is none; whether it lies elsewhere."""

    code: str = ""
    kind: str = ""
    message: str = ""
    outside: bool = False


NOWHERE = ToldVillage()


class RosterVillages:
    """The registered villages, and the towns of the code list. `divisions` are the importer's; None is all."""

    def __init__(self, divisions: Sequence[str] | None) -> None:
        self._divisions, self._reach = divisions, Reach(divisions)
        self._known: dict[tuple[str, str], ToldVillage] = {}

    def place_of(self, town: str, village: str) -> ToldVillage:
        """What the texts of 乡镇 and 村 tell; blank ones tell nothing."""
        asked = squeezed(town), squeezed(village)
        if asked not in self._known:
            self._known[asked] = self._find(*asked)
        return self._known[asked]

    def is_village(self, text: str) -> bool:
        """Whether a worksheet's title reads as a village of the importer's towns."""
        return len(self._called(squeezed(text), self._own())) == 1

    def _find(self, town: str, village: str) -> ToldVillage:
        towns = self._towns(town) if town else None
        if towns == []:
            return ToldVillage(kind="village", message=NO_TOWN)
        own = [code for code in towns or () if self._may_be_own(code)]
        if towns and not own:
            return ToldVillage(outside=True)
        return self._village(village, own) if village else NOWHERE

    def _village(self, text: str, towns: list[str]) -> ToldVillage:
        if len(text) == VILLAGE and text.isdecimal():
            codes = [text] if text in self._names else []
        else:
            within = [code for code in self._names if code.startswith(tuple(towns))] if towns else self._own()
            codes = self._called(text, within)
        if len(codes) > 1:
            return ToldVillage(kind="ambiguous", message=SEVERAL)
        if not codes:
            return ToldVillage(kind="village", message=NOT_A_VILLAGE)
        return ToldVillage(codes[0], outside=not self._reach.holds(codes[0]))

    def _called(self, text: str, among: Collection[str]) -> list[str]:
        """Those that are called so, or else were once.

        By the whole name, by its stem, and both for what stands behind the town.
        """
        behind = _BEHIND.fullmatch(text)
        words = (text, behind[1]) if behind else (text,)
        for names in (self._of_today, self._former):
            for word in words:
                for form in (str, stem):
                    if found := [code for code in among if form(word) in map(form, names.get(code, ()))]:
                        return found
        return []

    def _towns(self, text: str) -> list[str]:
        """The codes of the towns of the code list that are called so."""
        return [code for code, name in self._listed_towns if text in (code, name, name[:-1])]

    def _own(self) -> list[str]:
        """The villages of the importer's towns."""
        return [code for code in self._names if self._may_be_own(code[:TOWN])]

    def _may_be_own(self, town: str) -> bool:
        divisions = self._divisions
        return divisions is None or any(town.startswith(own) or own.startswith(town) for own in divisions)

    @cached_property
    def _names(self) -> dict[str, str]:
        with everywhere("villages are named, and those elsewhere only left out"):
            rows: Iterable[tuple[str, str]] = list(Village.objects.order_by("code").values_list("code", "name"))
        return {code: squeezed(name) for code, name in rows}

    @cached_property
    def _of_today(self) -> Mapping[str, Collection[str]]:
        return {code: (name,) for code, name in self._names.items()}

    @cached_property
    def _former(self) -> Mapping[str, Collection[str]]:
        """What villages were called before: lists are older than the register, or their writers are."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, name in Village.history.values_list("code", "name").distinct():
            if code in self._names and squeezed(name) != self._names[code]:
                found[code].add(squeezed(name))
        return found

    @cached_property
    def _listed_towns(self) -> list[tuple[str, str]]:
        with everywhere("the code list is public"):
            towns = list(Division.objects.towns().order_by("code").values_list("code", "name"))
        return [(code, squeezed(name)) for code, name in towns]

    def name_of(self, code: str) -> str:
        return self._names.get(code, "")


def stem(name: str) -> str:
    """A name without what any village may be called besides."""
    while tail := next((tail for tail in _TAILS if name.endswith(tail) and name != tail), ""):
        name = name.removesuffix(tail)
    return name
