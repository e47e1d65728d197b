"""The rubric of a year as data: items, sub-items with their official wording, and the parameters of each rule."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from django.conf import settings

import scoring.rubric  # noqa: F401 -- its modules register the rules
from core.assessment import LaborForce
from scoring.duties import Duty
from scoring.rubric.item_2 import DataMaintenance
from scoring.rules import RULES, Rule
from scoring.tallies import BEGUN, Name, Scope, Tally, begun_villages

Made = TypeVar("Made")
FULL_MARKS = 100
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "rubric"


class InvalidRubric(ValueError):
    """Says in Chinese what is wrong with a year's file."""


@dataclass(frozen=True)
class Parameter:
    """A number, a day or a disputed reading, with the wording it comes from."""

    name: str
    value: Any
    label: str
    source: str
    readings: Mapping[str, str]

    @property
    def shown(self) -> str:
        """The value as a page says it: the chosen reading in words, days and numbers as they are."""
        values = self.value if isinstance(self.value, list | tuple) else [self.value]
        return "、".join(self.readings.get(str(value), str(value)) for value in values)


@dataclass(frozen=True)
class Target:
    """What the plan's section 二 wants beside the points; `value` is None where it names no number.

    `percent` is the share of all those who come into question, where the plan wants so much of them.
    """

    name: str
    clause: str
    label: str
    unit: str
    source: str
    responsible: str
    value: int | None = None
    percent: int = 100


@dataclass(frozen=True)
class SubItem:
    """A sub-item as the year's rubric has it: what it is called, how it is worded, and the rule that scores it."""

    code: str
    title: str
    wording: str
    counting: str
    rule: Rule
    parameters: tuple[Parameter, ...]
    #: What the rule's numbers are called on a page, by the name of their tally.
    numbers: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    code: str
    title: str
    max: Decimal
    checked_by: str
    sub_items: tuple[SubItem, ...]


@dataclass(frozen=True, eq=False)
class Rubric:
    """The rubric of a year. What is made from it once is kept by its identity."""

    year: int
    title: str
    source: str
    items: tuple[Item, ...]
    #: What the wording leaves open, by number.
    questions: Mapping[str, str]
    #: SHA-256 of the year's file.
    digest: str
    #: What the plan wants beside the points, by name.
    targets: Mapping[str, Target]
    #: Who is able to work, and the parameters that say so.
    labor_force: LaborForce
    populations: tuple[Parameter, ...]

    @property
    def sub_items(self) -> Iterator[SubItem]:
        for item in self.items:
            yield from item.sub_items

    @cached_property
    def deadlines(self) -> tuple[str, ...]:
        """Month and day of every deadline within the year, in order."""
        return tuple(sorted({day for sub_item in self.sub_items for day in getattr(sub_item.rule, "deadlines", ())}))

    def tallies(self, scope: Scope) -> dict[Name, Tally]:
        """Everything that the rules count, and the villages of towns that begin with the program during the year."""
        rules = {each.code: each.rule.tallies(scope).items() for each in self.sub_items}
        return {BEGUN: begun_villages(scope)} | {(code, key): tally for code in rules for key, tally in rules[code]}

    def sub_item(self, code: str) -> SubItem:
        """The sub-item with this code; KeyError when there is none."""
        return {sub_item.code: sub_item for sub_item in self.sub_items}[code]

    def scored_by(self, rule: str) -> tuple[SubItem, ...]:
        """The sub-items that the rule of this name scores: none in a year that has dropped it."""
        return tuple(sub_item for sub_item in self.sub_items if sub_item.rule.name == rule)

    @cached_property
    def rules(self) -> dict[str, str]:
        """The names of the rules by code."""
        return {sub_item.code: sub_item.rule.name for sub_item in self.sub_items}

    @cached_property
    def verification_deadlines(self) -> tuple[str, ...]:
        """Month and day of the deadlines of the verification; none where there is none."""
        rules = (sub_item.rule for sub_item in self.sub_items)
        return next((rule.deadlines for rule in rules if isinstance(rule, DataMaintenance)), ())

    def __str__(self) -> str:
        return str(self.year)


def rubric_for(year: int) -> Rubric:
    """The newest rubric that is not later than `year`, or the oldest there is."""
    years = rubric_years()
    return rubric_of(max((known for known in years if known <= year), default=years[0]))


@lru_cache(maxsize=8)
def duties_of(rubric: Rubric, today: date) -> tuple[Duty, ...]:
    """Everything that the rubric wants done as things stand on the day `today`, a sub-item after the other."""
    return tuple(duty for sub_item in rubric.sub_items for duty in sub_item.rule.duties(today))


def first_year() -> int:
    """The first year that has a rubric; the years before it have no score."""
    return rubric_years()[0]


def rubric_years() -> list[int]:
    """The years that have a rubric of their own."""
    return sorted(int(path.stem) for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True)
class Loaded:
    """A year's file as it was when last looked at, and the rubric that holds: its own or, were it faulty, the last."""

    stamp: tuple[int, ...]
    rubric: Rubric
    fault: str = ""


_loaded: dict[Path, Loaded] = {}


def rubric_of(year: int) -> Rubric:
    """The year's rubric as its file stands now, so that pages and commands agree without a restart.

    While the file is faulty, whoever has read it before goes on with what it said (see `faults`), everybody else gets
    InvalidRubric.
    """
    path = FOLDER / f"{year}.toml"
    file = path.stat()
    stamp = (file.st_mtime_ns, file.st_size, file.st_ino)
    known = _loaded.get(path)
    if known is None or known.stamp != stamp:
        known = _loaded[path] = _load(path, stamp, known)
    return known.rubric


def _load(path: Path, stamp: tuple[int, ...], before: Loaded | None) -> Loaded:
    try:
        return Loaded(stamp, parse(path.read_text(encoding="utf-8")))
    except InvalidRubric as invalid:
        fault = f"{path.name}：{invalid}"
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        fault = f"{path.name}：格式不对（{broken}）"
    if before is None:
        raise InvalidRubric(fault)
    return Loaded(stamp, before.rubric, fault)


def faults() -> list[str]:
    """What is wrong with the files as they stand, in Chinese."""
    found = []
    for year in rubric_years():
        try:
            rubric_of(year)
        except InvalidRubric as invalid:
            found.append(str(invalid))
        else:
            found.append(_loaded[FOLDER / f"{year}.toml"].fault)
    return [fault for fault in found if fault]


def parse(text: str) -> Rubric:
    """Read a year's file; InvalidRubric when its points do not add up or a rule or parameter does not exist."""
    data = tomllib.loads(text, parse_float=Decimal)
    known: dict[str, SubItem] = {}
    items = tuple(_item(item, known) for item in data["items"])
    total = sum(item.max for item in items)
    if total != FULL_MARKS:
        raise InvalidRubric(f"{data['year']}年各项合计{total}分，应为{FULL_MARKS}分")
    digest = hashlib.sha256(text.encode()).hexdigest()
    targets = {name: Target(name, **given) for name, given in data.get("targets", {}).items()}
    populations = tuple(_parameter(name, given, known) for name, given in data["labor_force"].items())
    return Rubric(
        data["year"],
        data["title"],
        data["source"],
        items,
        data.get("questions", {}),
        digest,
        targets,
        _made(LaborForce, "劳动力", {each.name: each.value for each in populations}),
        populations,
    )


def _item(data: dict[str, Any], known: dict[str, SubItem]) -> Item:
    for sub_item in data["sub_items"]:
        if sub_item["code"] in known:
            raise InvalidRubric(f"{sub_item['code']}出现了两次")
        known[sub_item["code"]] = _sub_item(sub_item, known)
    sub_items = tuple(known[sub_item["code"]] for sub_item in data["sub_items"])
    total = sum(sub_item.rule.max for sub_item in sub_items)
    if total != data["max"]:
        raise InvalidRubric(f"第{data['code']}项各目合计{total}分，应为{data['max']}分")
    return Item(data["code"], data["title"], Decimal(data["max"]), data["checked_by"], sub_items)


def _sub_item(data: dict[str, Any], known: Mapping[str, SubItem]) -> SubItem:
    code = data["code"]
    rule = RULES.get(data["rule"])
    if rule is None:
        raise InvalidRubric(f"{code}的计分规则“{data['rule']}”不存在")
    parameters = tuple(_parameter(name, given, known) for name, given in data.get("parameters", {}).items())
    values = {"code": code, "max": data["max"], **{parameter.name: parameter.value for parameter in parameters}}
    numbers = MappingProxyType(data.get("numbers", {}))
    return SubItem(
        code, data["title"], data["wording"], data["counting"], _made(rule, code, values), parameters, numbers
    )


def _parameter(name: str, given: dict[str, Any], known: Mapping[str, SubItem]) -> Parameter:
    if "same_as" in given:
        return next(parameter for parameter in known[given["same_as"]].parameters if parameter.name == name)
    readings = MappingProxyType(given.get("readings", {}))
    return Parameter(name, given["value"], given["label"], given["source"], readings)


def _made(kind: type[Made], name: str, values: Mapping[str, Any]) -> Made:
    """What the values make, a rule or the labor force; each is of the type that `kind` declares."""
    types = get_type_hints(kind)
    wanted = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    if missing := wanted - values.keys():
        raise InvalidRubric(f"{name}缺少参数{'、'.join(sorted(missing))}")
    if unknown := values.keys() - wanted:
        raise InvalidRubric(f"{name}没有参数{'、'.join(sorted(unknown))}")
    return kind(**{each: _typed(f"{name}的{each}", types[each], value) for each, value in values.items()})


def _typed(name: str, wanted: Any, value: Any) -> Any:
    if get_origin(wanted) is Literal:
        if value not in get_args(wanted):
            raise InvalidRubric(f"{name}没有“{value}”这种读法")
        return value
    kind = get_origin(wanted) or wanted
    if kind is Decimal and type(value) is int:
        return Decimal(value)
    if kind is tuple and isinstance(value, list):
        return tuple(value)
    if type(value) is not kind:
        raise InvalidRubric(f"{name}的值“{value}”类型不对")
    return value
