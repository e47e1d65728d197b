"""The rubric of a year as a page for people: official wording, how it is counted, every number and its source."""

from collections.abc import Iterable, Iterator

from scoring.result import decimal_text
from scoring.years import FULL_MARKS, Item, Parameter, Rubric, SubItem


def handbook(rubric: Rubric) -> str:
    """The Markdown text of docs/rubric-YEAR.md."""
    return "\n".join([*_opening(rubric), *(line for item in rubric.items for line in _item(item)), *_closing(rubric)])


def _opening(rubric: Rubric) -> Iterator[str]:
    yield f"# {rubric.title}：怎样计分"
    yield ""
    yield f"依据：{rubric.source}。"
    yield ""
    yield (
        f"本页由 `fixtures/rubric/{rubric}.toml` 生成（`.venv/bin/python manage.py rubric_doc`），请勿手改。"
        "“原文”是细则的文字，“计法”是程序怎样数，“参数”是可以按年度修改的数字和口径，每个都注明依据；"
        "“疑义”是原文没有说清楚、由本程序选定读法的地方，列在最后。"
    )
    yield ""
    yield "| 序号 | 考核内容 | 分值 | 考核方式 |"
    yield "|---|---|---|---|"
    for item in rubric.items:
        yield f"| {item.code} | {item.title} | {decimal_text(item.max)} | {item.checked_by or '—'} |"
    yield f"| | 合计 | {FULL_MARKS} | |"
    yield ""
    yield "得分、名单、筛选、核对和目标里的劳动力，都是在册、不在校并符合下面几条的："
    yield ""
    yield from _parameters(rubric.populations)


def _closing(rubric: Rubric) -> Iterator[str]:
    yield "## 疑义"
    yield ""
    yield "| 编号 | 原文没有说清楚的 |"
    yield "|---|---|"
    yield from (f"| {number} | {question} |" for number, question in rubric.questions.items())
    yield ""


def _item(item: Item) -> Iterator[str]:
    yield f"## {item.code} {item.title}（{decimal_text(item.max)}分）"
    yield ""
    for sub_item in item.sub_items:
        yield from _sub_item(sub_item)


def _sub_item(sub_item: SubItem) -> Iterator[str]:
    yield f"### {sub_item.code} {sub_item.title}（{decimal_text(sub_item.rule.max)}分）"
    yield ""
    yield f"> {sub_item.wording}"
    yield ""
    yield f"计法：{sub_item.counting}"
    yield ""
    if sub_item.rule.per_village:
        yield "各村的数量相加等于全镇的数量。"
        yield ""
    if sub_item.parameters:
        yield from _parameters(sub_item.parameters)


def _parameters(parameters: Iterable[Parameter]) -> Iterator[str]:
    yield "| 参数 | 值 | 依据 |"
    yield "|---|---|---|"
    yield from (f"| {each.label} | {_value(each)} | {each.source} |" for each in parameters)
    yield ""


def _value(parameter: Parameter) -> str:
    others = parameter.other_readings
    return f"**{parameter.shown}**（另可选：{'；'.join(others)}）" if others else parameter.shown
