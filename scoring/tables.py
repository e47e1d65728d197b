"""Results as text for a terminal or a printout, aligned although a Chinese character is two columns wide."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from unicodedata import east_asian_width

from scoring.result import Result, SubItemResult, decimal_text
from scoring.rules import Status

REMARKS = {Status.SCORED: "", Status.EMPTY: "无考核对象，未扣分", Status.PENDING: "缺基数，待定"}
Row = Sequence[str]
Number = Callable[[SubItemResult], int | Decimal | None]


def town_table(result: Result, name: str) -> str:
    """One town: every item and sub-item, the total, and what is pending."""
    rows: list[Row] = [("编号", "考核内容", "分值", "得分", "扣分", "数量", "备注")]
    for item in result.items:
        rows.append((item.item.code, item.item.title, _text(item.item.max), _text(item.score), "", "", ""))
        rows += [_sub_item_row(each) for each in item.sub_items]
    rows.append(("合计", "", "", _text(result.total), "", "", ""))
    lines = [_heading(name, result), *table(rows, left=(0, 1, 6)), *_pending(result)]
    return "\n".join([*lines, *_case_lines(result)])


def towns_table(results: Sequence[Result], names: Mapping[str, str]) -> str:
    """Towns below each other: what each item scored, the total, and the points pending."""
    if not results:
        return "没有登记过村社区的乡镇。"
    titles = [item.item.code for item in results[0].items]
    rows: list[Row] = [("代码", "乡镇", *(f"第{title}项" for title in titles), "合计", "待定")]
    for result in results:
        scores = (_text(item.score) for item in result.items)
        rows.append((result.division, names[result.division], *scores, _text(result.total), _text(result.pending)))
    return "\n".join([_heading("各乡镇得分", results[0]), *table(rows, left=(0, 1))])


def villages_table(results: Sequence[Result]) -> str:
    """Villages below each other: their counts, and what these cost before 扣完为止."""
    if not results:
        return "没有登记过村社区。"
    counts = _village_rows(results, "数量合计", lambda share: share.count)
    deducted = _village_rows(results, "扣分合计", lambda share: share.deducted)
    lines = [_heading("各村数量", results[0]), *counts, "", _heading("各村扣分（扣完为止以前）", results[0]), *deducted]
    return "\n".join(lines)


def table(rows: Iterable[Row], left: Sequence[int]) -> list[str]:
    """Rows in columns, two blanks apart; columns in `left` begin at the left, numbers end at the right."""
    rows = list(rows)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lefts = [index in left for index in range(len(widths))]
    return ["  ".join(map(_padded, row, widths, lefts)).rstrip() for row in rows]


def _sub_item_row(each: SubItemResult) -> Row:
    sub_item, remark = each.sub_item, each.before.words if each.before else REMARKS[each.status]
    scored = each.status is not Status.PENDING
    points = (_text(each.score), _text(each.deducted), str(each.count)) if scored else ("—", "", "")
    return (sub_item.code, f"  {sub_item.title}", _text(sub_item.rule.max), *points, remark)


def _village_rows(results: Sequence[Result], last: str, number: Number) -> list[str]:
    shared = [code for code, share in results[0].sub_items.items() if share.sub_item.rule.per_village]
    rows: list[Row] = [("代码", "村社区", *shared, last)]
    for result in results:
        numbers = [Decimal(number(result.sub_items[code]) or 0) for code in shared]
        rows.append((result.division, result.name, *map(_text, numbers), _text(sum(numbers, Decimal(0)))))
    return table(rows, left=(0, 1))


def _heading(name: str, result: Result) -> str:
    return f"{name}  {result.on.year}年度  计分日 {result.on}  考核细则 {result.rubric}年"


def _pending(result: Result) -> list[str]:
    base = (result.pending or Decimal(0)) - result.pending_before
    unknown = {"缺基数": base, "在启用前，未填官方数": result.pending_before}
    return [f"另有 {_text(points)} 分{why}，待定" for why, points in unknown.items() if points]


def _case_lines(result: Result) -> list[str]:
    listed = [each for each in result.sub_items.values() if each.cases]
    return [
        line for each in listed for line in ("", f"{each.sub_item.code} {each.sub_item.title}", *(each.cases or ()))
    ]


def _text(number: Decimal | None) -> str:
    return decimal_text(number) or ""


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, left: bool) -> str:
    blanks = " " * (width - _width(text))
    return text + blanks if left else blanks + text
