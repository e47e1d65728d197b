"""Layouts as files: read, and refused where they ask for what there is not."""

import tomllib
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from ledger.columns import Reference
from ledger.rosters.headings import heading
from ledger.rosters.layouts import (
    CHANNEL,
    END,
    FILE_DATE,
    FIRST,
    ID_NUMBER,
    LAST,
    START,
    Alternative,
    Complete,
    FedColumn,
    Feed,
    Layout,
)  # fmt: skip
from ledger.rosters.words import squeezed
from ledger.sheets import SHEETS_BY_MODEL, SHEETS_BY_NAME, Sheet
from ledger.sheets.labor import EmploymentSheet

COMMON = "common"
UNITS = ("元/年", "万元/年", "万元")
_LAYOUT = {"title": str, "recognise": list, "without": list, "down": list, "banner": list, "names": str,
           "complete": dict, "headings": dict, "maps": dict, "feed": list}  # fmt: skip
_FEED = {"sheet": str, "when": dict, "add": bool, "closes_previous": bool, "columns": dict}
_ALTERNATIVE = {"from": (str, list), "map": (str, dict), "read": str, "month": str, "unit": str, "lower": bool,
                "fill": bool, "default": str, "serial": str}  # fmt: skip


class WrongLayout(ValueError):
    """A layout that asks for what there is not; says where, in Chinese."""


def folder() -> Path:
    return Path(settings.BASE_DIR) / "fixtures" / "layouts"


@lru_cache(maxsize=4)
def load_layouts(path: Path) -> dict[str, Layout]:
    """The layouts in a folder by name, in this order; raises WrongLayout."""
    shared = common(path)
    names = sorted(file.stem for file in path.glob("*.toml"))
    return {name: layout_of(name, _read(path / f"{name}.toml"), shared) for name in names if name != COMMON}


@lru_cache(maxsize=4)
def common(path: Path) -> Mapping[str, Any]:
    """The headings and maps that all layouts in a folder share."""
    return _read(path / f"{COMMON}.toml")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WrongLayout(f"版式 {path.stem} 不是有效的 TOML：{fault}") from fault


def layout_of(name: str, told: Mapping[str, Any], shared: Mapping[str, Any]) -> Layout:
    """The layout that a file tells; `shared` has the headings and maps that it may leave out."""
    return _Builder(name, shared, told.get("maps", {})).layout(told)


class _Builder:
    """Builds one layout; every complaint says where."""

    def __init__(self, name: str, shared: Mapping[str, Any], maps: Any) -> None:
        self._name = name
        self._headings = {**shared.get("headings", {})}
        self._maps = {**shared.get("maps", {}), **(maps if isinstance(maps, dict) else {})}

    def layout(self, told: Mapping[str, Any]) -> Layout:
        self._check(told, _LAYOUT, "版式")
        self._headings |= told.get("headings", {})
        for key, names in self._headings.items():
            self._texts(names, f"headings.{key}")
        for key in told.get("maps", {}):
            self._words(key, "maps")
        if told.get("names", "check") not in ("check", "take"):
            self._refuse("names 只能是 check 或 take")
        lists = {key: tuple(self._texts(told.get(key, []), key)) for key in ("recognise", "without", "down", "banner")}
        feeds = tuple(self._feed(feed, f"第{number}个 feed") for number, feed in enumerate(told.get("feed", []), 1))
        if not feeds or not lists["recognise"]:
            self._refuse("要有 recognise 和至少一个 feed")
        return Layout(
            name=self._name, title=told.get("title", self._name), feeds=feeds, accepted=self._accepted(),
            takes_names=told.get("names") == "take", complete=self._complete(told.get("complete")), **lists,
        )  # fmt: skip

    def _accepted(self) -> dict[str, tuple[str, ...]]:
        return {
            key: tuple(dict.fromkeys(map(heading, (key, *names)))) for key, names in self._headings.items()
        }  # fmt: skip

    def _complete(self, told: Any) -> Complete | None:
        if told is None:
            return None
        self._check(told, {"sheet": str, "within": str}, "complete")
        sheet = self._sheet(told, "complete")
        if "within" not in told or (told["within"] != "村代码" and not self._column(sheet, told["within"])):
            self._refuse(f"complete 的 within 不是“{sheet.sheet_name}”的列：{told.get('within')}")
        return Complete(sheet, told["within"])

    def _feed(self, told: Any, where: str) -> Feed:
        self._check(told, _FEED, where)
        sheet = self._sheet(told, where)
        columns = told.get("columns", {})
        if sheet.parts or not columns:
            self._refuse(f"{where}：“{sheet.sheet_name}”不能由版式填写，或没有 columns")
        closes = told.get("closes_previous", False)
        if closes and sheet is not EmploymentSheet:
            self._refuse(f"{where}：closes_previous 只用于“{EmploymentSheet.sheet_name}”")
        when = {key: tuple(self._texts(words, f"{where} when.{key}")) for key, words in told.get("when", {}).items()}
        fed = {name: self._fed(sheet, name, column, f"{where} {name}") for name, column in columns.items()}
        for column in fed.values():
            self._check_default(column, fed, where)
        return Feed(sheet, fed, when, told.get("add", True), closes)

    def _fed(self, sheet: type[Sheet], name: str, told: Any, where: str) -> FedColumn:
        column = self._column(sheet, name)
        if column is None and name != ID_NUMBER:
            self._refuse(f"{where}：“{sheet.sheet_name}”没有这一列")
        given = [{"from": each} if isinstance(each, str) else each for each in _listed(told)]
        for each in given:
            self._check(each, _ALTERNATIVE, where)
        default = next((each["default"] for each in given if "default" in each), None)
        serial = next((each["serial"] for each in given if "serial" in each), "")
        if serial and not (column and [column] == sheet.key_columns()):
            self._refuse(f"{where}：serial 只用于“{sheet.sheet_name}”的编号列")
        alternatives = tuple(self._alternative(each, where) for each in given if "from" in each)
        return FedColumn(name, column, alternatives, default, serial)

    def _alternative(self, told: Mapping[str, Any], where: str) -> Alternative:
        for key, words in (("read", (START, END, CHANNEL)), ("month", (FIRST, LAST)), ("unit", UNITS)):
            if told.get(key, words[0]) not in words:
                self._refuse(f"{where}：{key} 只能是 {'、'.join(words)}")
        sources = tuple(self._texts(_listed(told["from"]), where))
        options = {key: told[key] for key in ("read", "month", "unit", "lower", "fill") if key in told}
        return Alternative(sources, self._words(told.get("map"), where), **options)

    def _words(self, told: Any, where: str) -> dict[str, str] | None:
        if told is None:
            return None
        words = self._maps.get(told) if isinstance(told, str) else told
        if not isinstance(words, dict) or not all(isinstance(word, str) for word in words.values()):
            self._refuse(f"{where}：没有这个 map：{told}")
        return {squeezed(word): meaning for word, meaning in words.items()}

    def _check_default(self, fed: FedColumn, columns: Mapping[str, FedColumn], where: str) -> None:
        if not fed.default or not fed.default.startswith("@") or fed.default == FILE_DATE:
            return
        name, _, field = fed.default[1:].partition(".")
        column = columns[name].column if name in columns else None
        target = "劳动力" if name == ID_NUMBER else _target(column)
        if target not in SHEETS_BY_NAME or name not in columns or not self._column(SHEETS_BY_NAME[target], field):
            self._refuse(f"{where} {fed.name}：default 看不懂：{fed.default}")

    def _sheet(self, told: Mapping[str, Any], where: str) -> type[Sheet]:
        if told.get("sheet") not in SHEETS_BY_NAME:
            self._refuse(f"{where}：台账没有这张表：{told.get('sheet')}")
        return SHEETS_BY_NAME[told["sheet"]]

    def _column(self, sheet: type[Sheet], name: str) -> Any:
        return next((column for column in sheet.columns if column.column_name == name), None)

    def _check(self, told: Any, known: Mapping[str, Any], where: str) -> None:
        if not isinstance(told, dict):
            self._refuse(f"{where}的写法不对")
        for key, value in told.items():
            if key not in known or not isinstance(value, known[key]):
                self._refuse(f"{where}：{key} 不认识，或写法不对")

    def _texts(self, told: Any, where: str) -> Collection[str]:
        if not isinstance(told, list) or not all(isinstance(text, str) for text in told):
            self._refuse(f"{where} 应是一列文字")
        return told

    def _refuse(self, reason: str) -> Any:
        raise WrongLayout(f"版式 {self._name} 有误：{reason}")


def _listed(told: Any) -> list[Any]:
    return told if isinstance(told, list) else [told]


def _target(column: Any) -> str:
    sheet = SHEETS_BY_MODEL.get(column.target) if isinstance(column, Reference) else None
    return sheet.sheet_name if sheet else ""
