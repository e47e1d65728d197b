"""Layouts as text: read within bounds, for anybody may have written it, and written."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.rosters.layout_files import WrongLayout

#: The longest layout that is shipped has 6,000 characters.
LONGEST = 60_000
#: So deep are tables and lists in a layout: all, feeds, one, its columns, one, its alternatives, one, its words.
DEEPEST = 8
_PLACE = re.compile(r"line ([0-9]+), column ([0-9]+)")
#: So many dots has a line at most outside of what is quoted: the reader takes the square of them.
MOST_DOTS = 20
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
TOO_LONG = f"版式文件最多 {LONGEST} 字"
TOO_DEEP = "版式文件一层套一层，太深了"


def told_by(text: str) -> dict[str, Any]:
    """What the text of a layout says; raises WrongLayout."""
    if len(text) > LONGEST:
        raise WrongLayout(TOO_LONG)
    if any(_QUOTED.sub("", line).count(".") > MOST_DOTS for line in text.splitlines()):
        raise WrongLayout(TOO_DEEP)
    try:
        told = tomllib.loads(text)
        deepest = _depth(told)
    except RecursionError:
        raise WrongLayout(TOO_DEEP) from None
    except ValueError as fault:
        raise WrongLayout(_in_chinese(str(fault))) from None
    if deepest > DEEPEST:
        raise WrongLayout(TOO_DEEP)
    return told


def _in_chinese(fault: str) -> str:
    """What the reader of TOML says, which says it in English."""
    found = _PLACE.search(fault)
    where = f"第 {found[1]} 行第 {found[2]} 个字" if found else "到结尾时"
    return f"不是有效的 TOML，{where}：{'同一个名字写了两次' if 'overwrite' in fault else '写法不对'}"


def _depth(told: Any) -> int:
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else None
    return 0 if parts is None else 1 + max(map(_depth, parts), default=0)


def comments_in(text: str) -> list[str]:
    """What stands beside: kept, shown and shared like the rest."""
    return [_QUOTED.sub("", line).partition("#")[2] for line in text.splitlines()]


def texts_in(told: Any) -> Iterator[str]:
    """Every word of a layout."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        for name, each in told.items():
            yield name
            yield from texts_in(each)
    elif isinstance(told, list):
        for each in told:
            yield from texts_in(each)


def text_of_layout(told: Mapping[str, Any]) -> str:
    """The text that says this."""
    tables = {name: told[name] for name in ("headings",) if name in told}
    plain = {name: value for name, value in told.items() if name not in ("headings", "maps", "feed")}
    parts = ["".join(_lines(plain))]
    parts += [f"[{name}]\n{''.join(_lines(table))}" for name, table in tables.items()]
    parts += [f"[maps.{_quoted(name)}]\n{''.join(_lines(words))}" for name, words in told.get("maps", {}).items()]
    for feed in told.get("feed", []):
        about = {name: value for name, value in feed.items() if name != "columns"}
        columns = "".join(_lines(feed.get("columns", {})))
        parts.append(f"[[feed]]\n{''.join(_lines(about))}[feed.columns]\n{columns}")
    return "\n".join(parts)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_name(name)} = {_value(value)}\n" for name, value in table.items())


def _name(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _quoted(name)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(name)} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value).lower() if isinstance(value, bool) else _quoted(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
