"""The sheet 填写说明 of the template, generated from the declarations, so that it is never out of date."""

from collections.abc import Iterable
from typing import Any

from core.models import Village
from ledger import cells
from ledger.columns import Reference, SheetColumn, SubjectReference, Workplace
from ledger.sheets import SHEETS_BY_MODEL, Sheet

SHEET_NAME = "填写说明"
RULES = (
    "一行一条记录；列的顺序可以调整，可以增加自己的列（导入时不读取）；不需要的工作表可以删去。",
    "证件号码、编号、电话请按文本填写，不要让 Excel 变成数字；日期写成 2023-06-30 或 2023年6月30日。",
    "选填的格可以留空，也可以写 无、/、-；再次导入时，空格保留原来的内容，要去掉原来的内容，在格里写 清空。",
    "合并的格等于每一格都填了同样的内容；合计、制表人、审核、备注等行不读取。",
    "标为“唯一”的列合起来确定一条记录：已有的更新，没有的新增；导入从不删除记录。",
)


def write(book: Any, sheets: Iterable[type[Sheet]]) -> None:
    """Add the guide to these sheets to `book` (an xlsxwriter workbook)."""
    page = book.add_worksheet(SHEET_NAME)
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for position, width in enumerate((14, 22, 8, 8, 60)):
        page.set_column(position, position, width, wrap)
    row = 0
    for rule in RULES:
        page.write_string(row, 0, rule)
        row += 1
    for position, title in enumerate(("工作表", "列", "必填", "唯一", "怎么填")):
        page.write_string(row, position, title, bold)
    for sheet in sheets:
        for column in sheet.columns:
            row += 1
            line = (sheet.sheet_name, column.column_name, "是" if column.required else "", "是" if column.key else "")
            for position, text in enumerate((*line, explain(column))):
                page.write_string(row, position, text, wrap)


def explain(column: SheetColumn) -> str:
    """How to fill a column, in a sentence."""
    if isinstance(column, Reference):
        sheet = SHEETS_BY_MODEL.get(column.target)
        if column.target is Village:
            return "填“村社区”表中已有的村代码，也可以填村名"
        return f"填“{sheet.sheet_name}”表中已有的{column.column_name}" if sheet else "9 位乡镇区划代码，例如 430529104"
    if isinstance(column, SubjectReference):
        return "填证件号码、户编号或车间编号，须已登记"
    if isinstance(column, Workplace):
        return "工作地的名称或区划代码，例如 广东省东莞市、430529"
    if column.choices:
        return f"从中选一：{'、'.join(column.choices)}"
    return _EXPLANATIONS.get(type(column.widget), "文字")


_EXPLANATIONS = {
    cells.IdNumber: "18 位居民身份证号码，按文本填写",
    cells.Code: "12 位村（社区）区划代码",
    cells.Day: "日期，例如 2023-06-30",
    cells.Count: "不小于 0 的整数，不带单位",
    cells.Year: "四位年份，例如 2023",
    cells.Money: "金额（元），不带单位",
}
