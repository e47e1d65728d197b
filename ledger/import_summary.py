"""What an import did, sheet by sheet, and why it refused cells."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from ledger.models import ImportJob
from ledger.report import EffectKind
from ledger.rosters.decisions import Decision
from ledger.sheets import SHEETS


@dataclass(frozen=True)
class SheetLine:
    """What an import did with one sheet: `counts` is empty where none of its rows could be read."""

    name: str
    counts: dict[str, int]
    refused_cells: int


def sheet_lines(job: ImportJob, refused: list[tuple[str, int]]) -> list[SheetLine]:
    """The sheets of an import, in the contract's order; `refused` are its `refused_sheets`.

    Those of a list are the worksheets of the file, and no sheets of the ledger.
    """
    counts, cells = job.report.get("sheets", {}), {} if job.is_roster else dict(refused)
    names = [sheet.sheet_name for sheet in SHEETS if sheet.sheet_name in counts or sheet.sheet_name in cells]
    return [SheetLine(name, counts.get(name, {}), cells.get(name, 0)) for name in names]


def refused_sheets(job: ImportJob) -> list[tuple[str, int]]:
    """The worksheets that have refused cells, with how many."""
    return list(job.refused_cells.order_by("sheet").values_list("sheet").annotate(Count("pk")))


#: What each effect means for the people in the registers, in the order in which they are to be looked at.
MEANINGS = {
    EffectKind.NEW_PERSON: "劳动力台账里没有，新登记",
    EffectKind.WORK_CHANGED: "登记的工作没有结束，名册里换了单位：原来的到新的开始前一天为止",
    EffectKind.NEW_WORK: "原来没有登记在做的工作，新登记一份",
    EffectKind.RETURNED: "登记的工作有了结束日期，名册里没有接着的工作",
    EffectKind.NAME_DIFFERS: "证件号码相同，姓名没有一个字相同：多半是号码填串了人",
    EffectKind.MOVED: "人或户换了村、换了户，或不再属于任何一户",
    EffectKind.REOPENS: "退出、结束、终结等日期被清空或推后，已经了结的又算在内",
    EffectKind.BY_HAND: "有人在页面上录入或改过，文件里的内容不同",
    EffectKind.CLEARED: "格里写了“清空”，原来的内容去掉",
    EffectKind.RENAMED: "姓名有改动，请核对",
    EffectKind.SAME_START: "这个人同一天已有另一份工作，也许只是单位换了名字",
    EffectKind.KEPT: "格里写了“无”“/”“-”“—”，原来的内容不变；要去掉请写“清空”",
    EffectKind.ENDED: "原来没有结束的，有了结束日期",
    EffectKind.CORRECTED: "登记的内容和名册不同，照名册改",
    EffectKind.FILLED: "登记时空着，照名册补上",
    EffectKind.NEW_RECORD: "农户、岗位、求职、参训等新登记",
    EffectKind.REPEATED: "名册里几行说的是同一条，合成一条",
    EffectKind.MISSING: "台账里有，这份应当完整的名册里没有；不会因此改动",
}

#: What a list does, in the words in which people ask for it.
PEOPLE = {
    EffectKind.NEW_PERSON: "新登记 {} 人",
    EffectKind.WORK_CHANGED: "{} 人换了单位",
    EffectKind.NEW_WORK: "{} 人新就业",
    EffectKind.RETURNED: "{} 人返乡或离岗",
    EffectKind.MOVED: "{} 处换村换户",
    EffectKind.BY_HAND: "{} 处和手工改过的不同",
    EffectKind.MISSING: "{} 条名册里没有",
}


def people_told(job: ImportJob) -> list[tuple[EffectKind, str]]:
    """What a list does, said of people."""
    counts = job.report.get("effects", {}) if job.is_roster else {}
    return [(kind, words.format(counts[kind])) for kind, words in PEOPLE.items() if kind in counts]


def corrections_told(job: ImportJob) -> dict[str, int]:
    """How many cells of a list were put right on its page, and how many of them are refused all the same."""
    if not job.is_roster:
        return {}
    return job.roster.corrections.aggregate(all=Count("pk"), refused=Count("pk", filter=Q(is_refused=True)))


def columns_in_conflict(job: ImportJob) -> list[dict[str, Any]]:
    """The columns in which a file differs from what somebody wrote by hand, with how many values are decided."""
    found = job.effects.filter(kind=EffectKind.BY_HAND).order_by("sheet", "column").values("sheet", "column")
    return list(found.annotate(count=Count("pk"), taken=Count("pk", filter=Q(decision=Decision.TAKE))))


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
