"""What an import did, sheet by sheet, and why it refused cells."""

from dataclasses import dataclass

from django.db.models import Count

from ledger.models import ImportJob
from ledger.report import EffectKind
from ledger.sheets import SHEETS


@dataclass(frozen=True)
class SheetLine:
    """What an import did with one sheet: `counts` is empty where none of its rows could be read."""

    name: str
    counts: dict[str, int]
    refused_cells: int


def sheet_lines(job: ImportJob) -> list[SheetLine]:
    """The sheets of an import, in the contract's order."""
    counts = job.report.get("sheets", {})
    cells = dict(job.refused_cells.order_by().values_list("sheet").annotate(Count("pk")))
    names = [sheet.sheet_name for sheet in SHEETS if sheet.sheet_name in counts or sheet.sheet_name in cells]
    return [SheetLine(name, counts.get(name, {}), cells.get(name, 0)) for name in names]


#: What each effect means for the people in the registers, in the order in which they are to be looked at.
MEANINGS = {
    EffectKind.NAME_DIFFERS: "证件号码相同，姓名没有一个字相同：多半是号码填串了人",
    EffectKind.MOVED: "人或户换了村、换了户，或不再属于任何一户",
    EffectKind.REOPENS: "退出、结束、终结等日期被清空或推后，已经了结的又算在内",
    EffectKind.BY_HAND: "上次导入之后有人在页面上录入或改过，文件里的内容不同",
    EffectKind.CLEARED: "格里写了“清空”，原来的内容去掉",
    EffectKind.RENAMED: "姓名有改动，和原来的有相同的字",
    EffectKind.SAME_START: "这个人同一天已有另一份工作，也许只是单位换了名字",
    EffectKind.KEPT: "格里写了“无”“/”“-”“—”，原来的内容不变；要去掉请写“清空”",
}


@dataclass(frozen=True)
class EffectLine:
    """What an import does in one respect, with how many values; of emptied ones also how many a column."""

    kind: EffectKind
    count: int
    meaning: str
    columns: dict[str, int]


def effect_lines(job: ImportJob) -> list[EffectLine]:
    """What an import does to stored values, the gravest first."""
    counts = job.report.get("effects", {})
    emptied = job.report.get("cleared", {}) if counts else {}
    columns = {f"{sheet}·{column}": n for sheet, each in emptied.items() for column, n in each.items()}
    return [
        EffectLine(kind, counts[kind], meaning, columns if kind == EffectKind.CLEARED else {})
        for kind, meaning in MEANINGS.items()
        if kind in counts
    ]


REASONS_OFFERED = 30


def reasons(job: ImportJob) -> list[tuple[str, int]]:
    """Why cells were refused, with how many each: the commonest first."""
    counted = job.refused_cells.order_by().values_list("message").annotate(cells=Count("pk"))
    return list(counted.order_by("-cells", "message")[:REASONS_OFFERED])
