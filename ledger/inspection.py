"""Looking into an uploaded file before the parser does: refuse what is no ledger, bound what reading it may cost.

Every entry is unpacked once under a limit: an .xlsx is a zip, and one cell far to the right and down would make the
parser lay out everything in between.
"""

import re
import struct
import zipfile
import zlib
from pathlib import Path

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException


class UnreadableWorkbook(Exception):
    """The file cannot be taken at all; the message says in Chinese why and what to do."""


#: What the standard library raises on archives and XML that are broken, cut off, encrypted or made to harm.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ElementTree.ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)


def inspect(path: Path) -> dict[str, set[tuple[int, int]]]:
    """Refuse a file that must not be read; for the others, tell each sheet's cells (row, column, from 0) whose formula
    has no usable result."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_foreign_contents(archive)
            return {name: _inspect_sheet(name, archive.read(part)) for name, part in _sheet_parts(archive).items()}
    except BROKEN:
        raise UnreadableWorkbook(_what_is_it(path)) from None
    except OSError as error:
        raise UnreadableWorkbook(f"无法打开文件：{error.strerror or '读取失败'}") from error


#: Bounds of one upload: a town of 20,000 people with 100,000 facts unpacks to some 60 MB.
UNPACKED_LIMIT = 200 * 2**20
ROW_LIMIT = 150_000
COLUMN_LIMIT = 60

DAMAGED = "文件已损坏，无法读取：请用 Excel 或 WPS 打开检查后另存为 .xlsx 再上传"


def _what_is_it(path: Path) -> str:
    """Say what a file is that is no readable .xlsx."""
    with path.open("rb") as file:
        return foreign_kind(file.read(8)) or DAMAGED


def foreign_kind(start: bytes) -> str:
    """Why a file that begins with `start` cannot be an .xlsx; blank where it may be one."""
    if not start:
        return "文件是空的（0 字节）：请重新导出或下载模板填写"
    if start.startswith(b"PK"):
        return ""
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "这是旧版 .xls 文件或加了密码的工作簿：请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx 再上传"
    return "这不是 Excel 工作簿（.xlsx）：请上传下载的台账模板或导出的台账文件"


def _refuse_foreign_contents(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableWorkbook("工作簿含有宏，出于安全不予导入：请另存为不含宏的 .xlsx 再上传")
    if any("externalLinks/" in name for name in names):
        raise UnreadableWorkbook("工作簿含有指向其他文件的外部链接：请在“数据—编辑链接”中断开链接后再上传")
    if "xl/workbook.xml" not in names:
        raise UnreadableWorkbook("这不是 Excel 工作簿（.xlsx）：压缩包内没有工作表")
    if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
        size = UNPACKED_LIMIT // 2**20
        raise UnreadableWorkbook(f"文件解压后超过 {size} 兆，不予导入：请删去多余的内容或分几个文件上传")
    damaged = archive.testzip()
    if damaged:
        raise UnreadableWorkbook(DAMAGED)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the archive entry that holds it."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {node.get("Id"): node.get("Target", "") for node in relations}
    parts = {}
    for node in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if node.tag.endswith("}sheet"):
            target = targets.get(node.get(relation), "")
            parts[node.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return {name: part for name, part in parts.items() if part in archive.namelist()}


_OPEN = rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']"
#: Cells with contents beyond column Z or row 99999: an ordinary ledger has none, and finding none is fast.
_FAR_CELL = re.compile(_OPEN + rb"(?:([A-Za-z]{2,3})(\d+)|([A-Za-z])(\d{6,7}))[\"'][^>]*(?<!/)>")
#: A formula without its result (most programs write it only on calculation), or a result that is an error.
_DEAD_FORMULA = re.compile(
    _OPEN + rb"([A-Za-z]+)(\d+)[\"'](?![^>]*t=\"str\")[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])[^>]*?\br=[\"']([A-Za-z]+)(\d+)[\"']")


def _inspect_sheet(name: str, xml: bytes) -> set[tuple[int, int]]:
    _refuse_huge(name, xml)
    broken = set()
    patterns = [_DEAD_FORMULA] if b"<f" in xml or b":f>" in xml else []
    for pattern in [*patterns, _ERROR_CELL] if b't="e"' in xml or b"t='e'" in xml else patterns:
        broken |= {(int(row) - 1, _column_index(letters)) for letters, row in pattern.findall(xml)}
    return broken


def _refuse_huge(name: str, xml: bytes) -> None:
    deepest = widest = 0
    for wide, wide_row, narrow, deep_row in (match.groups() for match in _FAR_CELL.finditer(xml)):
        deepest = max(deepest, int(wide_row or deep_row))
        widest = max(widest, _column_index(wide or narrow))
        if deepest > ROW_LIMIT:
            raise UnreadableWorkbook(f"工作表“{name}”超过 {ROW_LIMIT} 行：请分几个文件上传，或删去表尾多余的内容")
        if widest > COLUMN_LIMIT:
            raise UnreadableWorkbook(f"工作表“{name}”在第 {widest + 1} 列仍有内容，不像台账：请删去右侧多余的列")


def _column_index(letters: bytes) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - 64
    return index - 1
