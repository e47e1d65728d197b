"""The rules for doubtful data: the words and numbers of `fixtures/doubts.toml` with the functions of the apps."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from inspect import Parameter, signature
from string import Formatter
from typing import Any

from django.conf import settings
from django.db.models import TextChoices

from core.doubts import DOUBTS, Doubt, Snapshot
from core.doubts.doubt import Find


class Severity(TextChoices):
    WRONG = "错误", "错误"
    DOUBTFUL = "可疑", "可疑"
    INCOMPLETE = "提示", "提示"


class InvalidDoubts(ValueError):
    """`fixtures/doubts.toml` and the functions do not fit together; says where."""


@dataclass(frozen=True)
class DoubtRule:
    """A rule with its words, its switch and its parameters."""

    code: str
    title: str
    severity: Severity
    message: str
    remedy: str
    find: Find
    #: The sub-items of the assessment that the data behind a hit can cost, by the names of their rules.
    at_risk: Sequence[str] = ()
    enabled: bool = True
    since: date | None = None
    until: date | None = None
    #: Whether a record is asked it too; and whether a form asks it, or the page of the record says it afterwards.
    on_entry: bool = True
    asked: bool = True
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: The sheet of the ledger whose row a hit is about, unless its key names another.
    sheet: str = "劳动力"
    #: The model of the records that it looks at one by one; None where it reads the sheets of the ledger.
    model: Any = None
    #: What the parameters are called, and which lists can only be shortened.
    labels: Mapping[str, str] = field(default_factory=dict)
    closed: Sequence[str] = ()

    def is_on(self, on: date) -> bool:
        """Switched on, on the day `on`."""
        return self.enabled and (self.since or on) <= on <= (self.until or on)

    def hits(self, facts: Snapshot) -> Iterator[Doubt]:
        yield from self.find(facts, **self.parameters)

    def told(self, hit: Doubt) -> str:
        """What is odd, and what to do, in a sentence."""
        return f"{self.message.format(**hit.values)}；{self.remedy.format(**hit.values)}"

    @property
    def general(self) -> str:
        """What it finds and what to do, of no hit in particular: …月收入…元；核对单位是不是元."""
        if self.model:
            return f"登记{self.model._meta.verbose_name}时询问"
        anything = dict.fromkeys(self.names, "…")
        return f"{self.message.format(**anything)}；{self.remedy.format(**anything)}"

    @property
    def names(self) -> frozenset[str]:
        """What the words name in braces."""
        return frozenset(name for _, name, _, _ in Formatter().parse(f"{self.message}{self.remedy}") if name)


@lru_cache
def rules() -> dict[str, DoubtRule]:
    """Every rule by its code, in the order of the file; InvalidDoubts where it does not fit the functions."""
    written = tomllib.loads((settings.BASE_DIR / "fixtures" / "doubts.toml").read_text("utf-8"))
    finders = {finder.code: finder.find for finder in DOUBTS}
    if missing := written.keys() ^ finders.keys():
        raise InvalidDoubts(f"fixtures/doubts.toml 与规则对不上：{'、'.join(sorted(missing))}")
    return {code: _rule(code, table, finders[code]) for code, table in written.items()}


WORDS = ("title", "severity", "message", "remedy")
OPTIONS = ("at_risk", "enabled", "since", "until", "on_entry", "asked", "sheet", "labels", "closed")


def _rule(code: str, table: Mapping[str, Any], find: Find) -> DoubtRule:
    asked = {name for name, each in signature(find).parameters.items() if each.kind is Parameter.KEYWORD_ONLY}
    parameters = {name: value for name, value in table.items() if name not in (*WORDS, *OPTIONS)}
    if asked != parameters.keys():
        raise InvalidDoubts(f"[{code}] 的参数应为 {'、'.join(sorted(asked)) or '无'}")
    if lacking := [name for name in WORDS if not table.get(name)]:
        raise InvalidDoubts(f"[{code}] 没有写 {'、'.join(lacking)}")
    if parameters.keys() != table.get("labels", {}).keys():
        raise InvalidDoubts(f"[{code}] 的 labels 应写明每个参数的叫法")
    words = {name: table[name] for name in ("title", "message", "remedy")}
    options = {name: table[name] for name in OPTIONS if name in table}
    return DoubtRule(code, **words, severity=Severity(table["severity"]), find=find, parameters=parameters, **options)
