"""村名 for 村代码: what the villages inside an importer's divisions are called, and which of them a word tells."""

import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from typing import Any

from django.utils.functional import cached_property

from core.models import Village
from ledger.parsed_sheet import ParsedSheet
from ledger.reach import Reach

#: So many villages are named where a code is wrong; a town's fit.
NAMED = 12


class VillageNames:
    """The villages that `reach` holds, stored or registered by the file itself; of those elsewhere nothing is told."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._in_file: dict[str, str] = {}

    def learn(self, parsed: ParsedSheet) -> None:
        """What the file's own 村社区 calls its villages."""
        if {"code", "name"} <= {column.attribute for column in parsed.columns}:
            codes, names = (parsed.values[parsed.position(name)] for name in ("code", "name"))
            told = {codes[row]: names[row] for row in parsed.good}
            self._in_file |= {code: name for code, name in told.items() if self._reach.holds(code)}

    @cached_property
    def _stored(self) -> dict[str, str]:
        return dict(self._reach.held(Village).values_list("code", "name"))

    @cached_property
    def _codes(self) -> dict[str, set[str]]:
        """The codes by name, by former names too."""
        found: dict[str, set[str]] = defaultdict(set)
        former = Village.history.filter(code__in=self._stored).values_list("code", "name").distinct()
        for code, name in (*former, *self._stored.items(), *self._in_file.items()):
            found[_plain(name)].add(code)
        return found

    def code_of(self, text: Any) -> Any:
        """The code of the one village that is called so; anything else, codes too, as it was."""
        if not isinstance(text, str) or not text or text.isdecimal():
            return text
        codes = self._codes.get(_plain(text), set())
        return next(iter(codes)) if len(codes) == 1 else text

    def hint(self, text: Any) -> str:
        """What may be filled in where a code or a name tells no village, or several."""
        named = {**self._stored, **self._in_file}
        several = self._codes.get(_plain(str(text)), set())
        codes = sorted(several) or (sorted(named) if len(named) <= NAMED else self._nearest(str(text), named))
        listed = "、".join(f"{code} {named[code]}" for code in codes[:NAMED])
        if not listed:
            return "。还没有登记村社区，请先填“村社区”表"
        more = f"等{len(named)}个" if len(codes) < len(named) and not several else ""
        return f"。{'同名的有几个，请填代码' if several else '可填'}：{listed}{more}"

    def _nearest(self, text: str, named: dict[str, str]) -> list[str]:
        """The few villages whose code or name comes nearest."""
        by_word = {**{code: code for code in named}, **{name: code for code, name in named.items()}}
        near = get_close_matches(text, by_word, n=5, cutoff=0.3) or sorted(named)[:5]
        return list(dict.fromkeys(by_word[word] for word in near))


def _plain(name: str) -> str:
    """A name without blanks, its letters and digits at half width."""
    return "".join(unicodedata.normalize("NFKC", name).split())
