"""The reports of official lists in Chinese, for a terminal."""

from collections.abc import Iterator
from typing import Any

from ledger.rosters.decisions import Decision

NOTES = {
    "serial": "数字当作日期", "about": "约数", "lower": "取下限", "unit": "换算成元/月", "first-phone": "取第一个号码",
    "disability": "残疾证号，取证件号码", "masked": "按姓名和号码两端认出", "by-name": "按名称认出",
    "start": "开始日期以台账为准", "closed": "上一份工作到此为止", "not-stored": "台账里没有，不更新",
}  # fmt: skip


def import_lines(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(told)
    for name, counts in told["counts"].items():
        yield (
            f"{name}：共 {counts['rows']} 行，新增 {counts['added']}，更新 {counts['changed']}，"
            f"未变 {counts['unchanged']}，拒绝 {counts['refused']}，"
            f"结束上一份工作 {counts['closed']}，名单里没有 {counts['missing']}"
        )
    yield from _errors(told)
    for note in told["notes"]:
        took = f"，取 {note['took']}" if note["took"] else ""
        place = f"【{note['sheet']}】第 {note['row']} 行 {note['column']}{_quoted(note['value'])}"
        yield f"注意{place}：{NOTES[note['kind']]}{took}"
    for each in told["conflicts"]:
        yield (
            f"手工改过【{each['sheet']}】{_key(each)} {each['column']}：台账{_quoted(each['ours'])}，"
            f"名单{_quoted(each['theirs'])}（第 {each['row']} 行），{Decision(each['decision']).label}"
        )
    for each in told["missing"]:
        yield f"名单里没有【{each['sheet']}】{_key(each)}"
    yield "已写入。" if told["written"] else "没有写入任何数据。"


def comparison_lines(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(told)
    for name, counts in told["counts"].items():
        yield (
            f"{name}：只在台账 {counts['only_here']}，只在名单 {counts['only_there']}，不同 {counts['different']}，"
            f"相同 {counts['same']}，拒绝 {counts['refused']}"
        )
    yield from _errors(told)
    for each in told["only_here"]:
        yield f"只在台账【{each['sheet']}】{_key(each)}"
    for each in told["only_there"]:
        yield f"只在名单【{each['sheet']}】{_key(each)}（第 {'、'.join(map(str, each['rows']))} 行）"
    for each in told["different"]:
        values = f"台账{_quoted(each['ours'])}，名单{_quoted(each['theirs'])}（第 {each['row']} 行）"
        yield f"不同【{each['sheet']}】{_key(each)} {each['column']}：{values}"


def candidate_lines(told: dict[str, Any]) -> Iterator[str]:
    yield "没有合适的版式。没有读的工作表：" + "、".join(told["skipped"])
    for each in told["candidates"]:
        lacks = [*each["lacks"], *(f"不应有{name}" for name in each["unwanted"])]
        yield f"【{each['sheet']}】第 {each['row']} 行最像 {each['layout']}，缺：{'、'.join(lacks)}"


def _head(told: dict[str, Any]) -> Iterator[str]:
    yield f"名单日期：{told['as_of'] or '不明'}"
    for sheet in told["sheets"]:
        left_out = sum(sheet["left_out"].values())
        rows = f"{sheet['rows']} 行，略去 {left_out} 行，隐藏 {sheet['hidden']} 行"
        yield f"【{sheet['sheet']}】版式 {sheet['layout']}，{rows}"
        if sheet["unknown"]:
            yield f"未识别的列：{sheet['sheet']} {'、'.join(sheet['unknown'])}"
    if told["skipped"]:
        yield f"没有读的工作表：{'、'.join(told['skipped'])}"
    if told["outside"]:
        yield f"别的乡镇的 {told['outside']} 行没有读"


def _errors(told: dict[str, Any]) -> Iterator[str]:
    for error in told["errors"]:
        yield (
            f"【{error['sheet']}】第 {error['row']} 行 {error['column']}{_quoted(error['value'])}："
            f"{error['message']}（不写入：{'、'.join(error['into'])}）"
        )


def _key(told: dict[str, Any]) -> str:
    return " ".join(part or "（空）" for part in told["key"])


def _quoted(value: str | None) -> str:
    return f"“{value}”" if value else "（空）"
