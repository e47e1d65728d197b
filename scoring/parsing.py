"""The rubric of a year is read from text in TOML, and refused where it does not hold together."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import scoring.rubric  # noqa: F401 -- its modules register the rules
from core.assessment import LaborForce
from scoring.rules import RULES
from scoring.years import FULL_MARKS, Item, Parameter, Rubric, SubItem, Target

Made = TypeVar("Made")
#: The parameters of all sub-items of a text, by code and name.
Parameters = Mapping[str, Mapping[str, dict[str, Any]]]


class InvalidRubric(ValueError):
    """Says in Chinese what is wrong with a year's text."""


def parse(text: str) -> Rubric:
    """Read a year's text; InvalidRubric when its points do not add up or a rule or parameter does not exist."""
    rubric = read(text)
    if wrong := next(sums(rubric), ""):
        raise InvalidRubric(wrong)
    return rubric


def read(text: str) -> Rubric:
    """Read a year's text whose points need not add up yet, as those of a draft."""
    data = tomllib.loads(text, parse_float=Decimal)
    given = {each["code"]: each.get("parameters", {}) for item in data["items"] for each in item["sub_items"]}
    known: dict[str, SubItem] = {}
    items = tuple(_item(item, given, known) for item in data["items"])
    targets = {name: Target(name, **given) for name, given in data.get("targets", {}).items()}
    populations = tuple(_parameter("", name, each, given) for name, each in data["labor_force"].items())
    return Rubric(
        data["year"],
        data["title"],
        data["source"],
        items,
        data.get("questions", {}),
        hashlib.sha256(text.encode()).hexdigest(),
        targets,
        _made(LaborForce, "劳动力", {each.name: each.value for each in populations}),
        populations,
    )


def sums(rubric: Rubric) -> Iterator[str]:
    """What does not add up, in Chinese."""
    for item in rubric.items:
        total = sum(sub_item.rule.max for sub_item in item.sub_items)
        if total != item.max:
            yield f"第{item.code}项各目合计{total}分，应为{item.max}分"
    total = sum(item.max for item in rubric.items)
    if total != FULL_MARKS:
        yield f"{rubric.year}年各项合计{total}分，应为{FULL_MARKS}分"


def _item(data: dict[str, Any], given: Parameters, known: dict[str, SubItem]) -> Item:
    for sub_item in data["sub_items"]:
        if sub_item["code"] in known:
            raise InvalidRubric(f"{sub_item['code']}出现了两次")
        known[sub_item["code"]] = _sub_item(sub_item, given)
    sub_items = tuple(known[sub_item["code"]] for sub_item in data["sub_items"])
    return Item(data["code"], data["title"], Decimal(data["max"]), data["checked_by"], sub_items)


def _sub_item(data: dict[str, Any], given: Parameters) -> SubItem:
    code = data["code"]
    rule = RULES.get(data["rule"])
    if rule is None:
        raise InvalidRubric(f"{code}的计分规则“{data['rule']}”不存在")
    parameters = tuple(_parameter(code, name, each, given) for name, each in data.get("parameters", {}).items())
    values = {"code": code, "max": data["max"], **{parameter.name: parameter.value for parameter in parameters}}
    numbers = MappingProxyType(data.get("numbers", {}))
    return SubItem(
        code, data["title"], data["wording"], data["counting"], _made(rule, code, values), parameters, numbers
    )


def _parameter(code: str, name: str, values: dict[str, Any], given: Parameters) -> Parameter:
    if "same_as" in values:
        other = values["same_as"]
        values = given.get(other, {}).get(name, {})
        if "value" not in values:
            raise InvalidRubric(f"{code}的{name}写着与{other}相同，但{other}没有{name}")
    readings = MappingProxyType(values.get("readings", {}))
    return Parameter(name, values["value"], values["label"], values["source"], readings)


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
