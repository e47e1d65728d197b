"""Lists that go out, as files: read, and refused where they ask for what there is not."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from ledger.official.layouts import DAYS, MASKS, PERIODS, TELLING, OfficialColumn, OfficialList
from ledger.official.sources import SOURCES

_LIST = {"title": str, "about": str, "group": str, "source": str, "public": bool, "period": str, "above": list,
         "below": list, "counts": str, "called": str, "beside": list, "order": int, "column": list}  # fmt: skip
_COLUMN = {"heading": str, "field": str, "mask": str, "days": str, "sums": bool}
_REQUIRED = ("title", "about", "group", "source", "column")


class WrongOfficialList(ValueError):
    """A list that asks for what there is not; says where, in Chinese."""


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "layouts" / "out"


@lru_cache(maxsize=1)
def official_lists() -> dict[str, OfficialList]:
    """Every list that goes out by its name, in their order."""
    found = [official_list(file.stem, file.read_text(encoding="utf-8")) for file in folder().glob("*.toml")]
    return {each.name: each for each in sorted(found, key=lambda each: (each.order, each.name))}


def official_list(name: str, text: str) -> OfficialList:
    """The list that a file tells; raises WrongOfficialList."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise WrongOfficialList(f"表 {name} 不是有效的 TOML：{fault}") from fault
    _check(name, told, _LIST)
    if missing := [key for key in _REQUIRED if key not in told]:
        raise WrongOfficialList(f"表 {name} 缺少 {'、'.join(missing)}")
    if told["source"] not in SOURCES:
        raise WrongOfficialList(f"表 {name}：没有这个来源：{told['source']}")
    if told.get("period", "") not in ("", *PERIODS):
        raise WrongOfficialList(f"表 {name}：period 只能是 {'、'.join(PERIODS)}")
    source = SOURCES[told["source"]]
    columns = tuple(_column(name, source.labels, each) for each in told["column"])
    if told.get("public") and _tells_too_much(columns):
        raise WrongOfficialList(f"表 {name}：公示的表里，证件号码旁边不能有年龄、出生日期")
    lines = {key: tuple(told.get(key, ())) for key in ("above", "below", "beside")}
    rest = {key: value for key, value in told.items() if key not in ("source", "column", *lines)}
    return OfficialList(**{"called": told["title"], **rest}, name=name, source=source, columns=columns, **lines)


def _column(name: str, labels: tuple[str, ...], told: Mapping[str, Any]) -> OfficialColumn:
    _check(name, told, _COLUMN)
    column = OfficialColumn(**{"heading": "", **told})
    for key, known in (("field", labels), ("mask", MASKS), ("days", DAYS)):
        value = getattr(column, key)
        if value and value not in known:
            raise WrongOfficialList(f"表 {name}，{column.heading}：{key} 没有“{value}”")
    return column


def _tells_too_much(columns: tuple[OfficialColumn, ...]) -> bool:
    """The last digits of an identity number beside an age tell the day of birth."""
    return any(each.mask == "id_number" for each in columns) and any(each.field in TELLING for each in columns)


def _check(name: str, told: Any, known: Mapping[str, Any]) -> None:
    if not isinstance(told, dict):
        raise WrongOfficialList(f"表 {name} 的写法不对")
    for key, value in told.items():
        if key not in known or not isinstance(value, known[key]):
            raise WrongOfficialList(f"表 {name}：{key} 不认识，或写法不对")
