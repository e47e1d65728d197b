"""A county's divisions as a list: the county, its towns and its villages, of the statistical code list."""

import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

from core import divisions
from core.models import Division, Village
from core.reference.files import BrokenFile, ListFault, ListRow
from core.reference.lists import Entries
from core.wall import everywhere

Level = Division.Level
LONGEST_NAME = Division._meta.get_field("name").max_length or 0


class CountyList:
    """The file names one county; what it lacks of the stored list vanishes."""

    columns = {"区划代码": ("区划代码", "code", "代码", "统计用区划代码"), "名称": ("名称", "name")}

    @everywhere("the code list is public")
    def understood(self, rows: Iterable[ListRow]) -> Entries:
        entries: Entries = {}
        faults: list[ListFault] = []
        told = [(row, _code(row.cells["区划代码"])) for row in rows]
        known = {code for _, code in told} | set(Division.objects.values_list("code", flat=True))
        counties = {code[: Level.COUNTY] for _, code in told if len(code) >= Level.COUNTY}
        for row, code in told:
            fault = _fault(row, code, known, entries) or _stranger(code, counties, told)
            if fault:
                faults.append(ListFault(row.number, fault))
            entries[code] = [row.cells["名称"]]
        if not counties and not faults:
            faults.append(ListFault(0, "名单里没有县市区、乡镇或村社区"))
        if faults:
            raise BrokenFile(*faults)
        return entries

    @everywhere("the code list is public")
    def stored(self, listed: Entries) -> Entries:
        """What is stored of the county; what lies above it and above the listed is only looked up by the list."""
        county = next(code[: Level.COUNTY] for code in listed if len(code) >= Level.COUNTY)
        below = dict(Division.objects.below(county).values_list("code", "name"))
        higher = [code for code in listed if len(code) < Level.COUNTY]
        above = dict(Division.objects.filter(pk__in=higher).values_list("code", "name"))
        needed = {code[:level] for code in listed for level in Level.values if level < len(code)}
        return {code: [name] for code, name in (below | above).items() if code in listed or code not in needed}

    @everywhere("what needs a division may stand anywhere")
    def in_use(self, keys: Collection[str]) -> dict[str, str]:
        """Records of any kind, voided ones and history too: a code that nobody can name is worse than a long list."""
        found: dict[str, str] = {}
        for model, path in _users():
            named = model._base_manager.filter(**{f"{path}__in": keys}).values_list(path, flat=True).distinct()
            found |= {str(code): str(model._meta.verbose_name) for code in named}
        within = Division.objects.filter(parent__in=keys).exclude(pk__in=keys)
        return found | {str(code): "行政区划" for code in within.values_list("parent_id", flat=True)}

    def put(self, entries: Entries) -> None:
        divisions.bring_in({code: name for code, (name,) in entries.items()})

    @everywhere("the code list is public")
    def drop(self, keys: Collection[str]) -> None:
        for level in reversed(Level.values):
            Division.objects.filter(pk__in=[key for key in keys if len(key) == level]).delete()


def _users() -> list[tuple[type[Model], str]]:
    """Every model that names a division, and by which field; a village bears the division's own code."""
    relations: list[Any] = [
        field for field in Division._meta.get_fields(include_hidden=True) if field.auto_created and not field.concrete
    ]
    named = [(each.related_model, each.field.name) for each in relations if each.related_model is not Division]
    return [*named, (Village, "code")]


def _code(text: str) -> str:
    """The code without the blanks and the zeros that lists of twelve digits fill up with."""
    code = "".join(unicodedata.normalize("NFKC", text).split())
    if len(code) == Level.VILLAGE and code.endswith("000"):
        return next(code[:level] for level in Level.values if not code[level:].strip("0"))
    return code


def _fault(row: ListRow, code: str, known: Collection[str], before: Entries) -> str:
    parent, name = divisions.parent_code(code), row.cells["名称"]
    if not (code.isascii() and code.isdecimal()):
        return f"代码“{code[:20]}”应全是数字"
    if len(code) not in Level.values:
        return f"代码 {code} 有 {len(code)} 位：县 6 位、乡镇 9 位、村社区 12 位"
    if code in before:
        return f"代码 {code} 写了两次"
    if not name or len(name) > LONGEST_NAME:
        return f"代码 {code} 要有名称，最多 {LONGEST_NAME} 个字"
    if parent and parent not in known:
        return f"代码 {code} 的上级 {parent} 不在名单里"
    return ""


def _stranger(code: str, counties: Collection[str], told: list[tuple[ListRow, str]]) -> str:
    """A file is about one county: that of its first row below the cities."""
    first = next((other[: Level.COUNTY] for _, other in told if other[: Level.COUNTY] in counties), "")
    if len(code) >= Level.COUNTY and not code.startswith(first):
        return f"代码 {code} 不在 {first} 内：一个文件只能有一个县市区"
    return ""
