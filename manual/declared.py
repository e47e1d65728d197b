"""What stands on the pages of a register, as its declaration says: the words that its help has to explain."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from core.pages.display import field_at
from core.pages.panels import PANELS
from core.registers import Register
from core.registers.layouts import besides
from core.registers.narrowing import filter_of
from core.tables import RegisterTable, record_table

PAGES = (
    *("list", "arrange", "saved", "export", "add", "", "change", "action", "many", "void", "revive"),
    *("file_add", "file", "file_void"),
)
#: What is asked before a list is taken along.
EXPORT = ("选栏目、打印", "栏目", "形式", "证件号码和电话", "导出完整号码的事由", "导出")
#: How the list looks, and what of it is kept under a name.
OWN_LIST = (
    *("栏目和行数", "每页行数", "恢复原来的", "常用", "管理", "已存的"),
    *("存下这些条件", "名称", "本单位的人都能用", "存下", "删除"),
)
#: What the pages of every register have.
BUTTONS = (
    *("查找", "筛选", "更多筛选", "导出 Excel", *EXPORT, *OWN_LIST),
    *("登记", "登记…", "…登记", "修改", "保存", "保存并登记下一个", "取消", "返回"),
    *("作废", "作废原因", "恢复", "原因", "撤销…", "修改记录", "出表：…"),
)
#: What a list has whose rows can be ticked.
TICKS = (
    *("选择", "选本页", "选全部…", "全不选", "粘贴编号", "勾选这些"),
    "从表格里复制一列证件号码、编号或姓名，粘贴在这里",
)
DOCUMENTS = ("佐证材料", "上传", "下载", "看图", "打开", "证明什么", "文件")


class Everybody:
    """Whose list names the villages."""

    has_one_village = False


def pages_of(register: type[Register]) -> list[str]:
    """The routes of its pages."""
    choosing = [f"{intake.name}{page}" for intake in register.intakes for page in ("", "_enter")]
    return [register.route(page) for page in (*PAGES, *choosing)]


def declared_words(register: type[Register]) -> Iterator[str]:
    """Heads of columns, filters, facts, fields, actions and panels, then the buttons that every register has."""
    yield from _columns(register)
    yield from _filters(register)
    yield from (each[0] if isinstance(each, tuple) else _label(register, each) for each in register.facts)
    yield from (_label(register, name) for name in register.fields)
    yield from (str(each.column.label) for each in besides(register))
    for action in register.actions:
        yield from (action.label, *(_label(register, name) for name in action.fields))
    yield from BUTTONS
    for intake in register.intakes:
        yield from (intake.label, "填写、登记", *(_label(register, name) for name in intake.fields))
        yield from _columns(register.of_parent())
        yield from (_label(register.of_parent(), name) for name in register.of_parent().fields)
        yield from _filters(register.of_parent())
    yield from TICKS if register.actions_for_many() or register.intakes else ()
    yield from DOCUMENTS if register.takes_documents else ()


def _filters(register: type[Register]) -> Iterator[str]:
    """What it is narrowed down by; spans and words in its own columns are named like these."""
    found = filter_of(register)
    yield from (choice.label_on(timezone.localdate()) for choice in found.choices)
    yield from (each.label for each in found.words)


def _columns(register: type[Register]) -> Iterator[str]:
    """Heads of its list and of the panels on its records' pages, with the titles of these."""
    today = timezone.localdate()
    yield from _heads(register.list_table(Everybody), today)
    for panel in (each.panel for each in PANELS if each.page is register.model):
        yield panel.title
        with suppress(ObjectDoesNotExist):  # asks what the record belongs to: the page names those words itself
            rows = panel.rows(register.model(pk=0), today)
            yield from _heads(record_table(rows.model, panel.columns, panel.related, panel.table), today)


def _heads(table: type[RegisterTable], today: date) -> list[str]:
    return [column.label_on(today) for column in table.columns]


def _label(register: type[Register], path: str) -> str:
    return str(getattr(field_at(register.model, path), "verbose_name", path))
