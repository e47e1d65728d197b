"""An Office file as an archive of parts: what they are, what they refer to, and which must not come in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from foreign.faults import DAMAGED, UnreadableWorkbook
from foreign.markup import Reader

#: A ledger of a town of 20,000 people with 100,000 facts unpacks to some 60 MB.
UNPACKED_LIMIT = 200 * 2**20
MACROS = "工作簿含有宏，出于安全不予导入：请另存为不含宏的 .xlsx 再上传"
LINKS = "工作簿含有指向其他文件的外部链接：请在“数据—编辑链接”中断开链接后再上传"
EMBEDDED = "工作簿里嵌有别的文件或控件，出于安全不予导入：请删去嵌入的对象再上传"
#: Parts that run something or reach elsewhere, by a word of what they are (their content type) or of their name.
UNWANTED = {
    "macro": MACROS, "vbaproject": MACROS, "externallink": LINKS,
    "oleobject": EMBEDDED, "activex": EMBEDDED, "embeddings/": EMBEDDED,
}  # fmt: skip
RUNNING = ("macro", "vbaproject", "activex")
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_TYPES = {
    f"{OFFICE}.wordprocessingml.document.main+xml": "docx",
    f"{OFFICE}.spreadsheetml.sheet.main+xml": "xlsx",
}


@dataclass(frozen=True)
class Relation:
    """What one part says of another: `kind` is the last word of the relation's type."""

    key: str
    kind: str
    part: str


class Package:
    """The archive in `source`. Parts are named without the first slash; the case of letters makes no difference."""

    def __init__(self, source: Path | IO[bytes]) -> None:
        try:
            self._archive = ZipFile(source)
        except BadZipFile:
            raise UnreadableWorkbook(foreign_kind(_start(source)) or DAMAGED) from None
        self._entries = {_plain(entry.filename): entry for entry in self._archive.infolist()}
        entries = self._archive.infolist()
        if len(self._entries) < len(entries):
            raise UnreadableWorkbook(DAMAGED)
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise UnreadableWorkbook(DAMAGED)
        if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT:
            size = UNPACKED_LIMIT // 2**20
            raise UnreadableWorkbook(f"文件解压后超过 {size} 兆，不予导入：请删去多余的内容或分几个文件上传")

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def size(self, part: str) -> int:
        return self._entries[part.lower()].file_size

    def open(self, part: str) -> IO[bytes]:
        return self._archive.open(self._entries[part.lower()])

    def parts(self) -> list[str]:
        """The name of every part, in small letters."""
        return [name for name in self._entries if not name.endswith("/")]

    def spelt(self, part: str) -> str:
        """The name of `part` as the archive spells it."""
        return self._entries[part.lower()].filename

    def relations(self, part: str) -> Iterator[Relation]:
        """What `part` refers to within the package; a blank name stands for the package as a whole."""
        told = join(dirname(part), "_rels", f"{basename(part)}.rels")
        if told not in self:
            return
        for node in _nodes(self.open(told), "Relationship"):
            if node.get("TargetMode") != "External":
                target = normpath(join("/", dirname(part), node.get("Target", ""))).lstrip("/")
                yield Relation(node.get("Id", ""), basename(node.get("Type", "")), target)

    def main_part(self) -> str:
        """The part that the file is about: its workbook or its text; blank where there is none."""
        found = (relation.part for relation in self.relations("") if relation.kind == "officeDocument")
        return next((part for part in found if part in self), "")

    def content_types(self) -> dict[str, str]:
        """The content type of every part, in small letters."""
        if "[content_types].xml" not in self:
            return {}
        types = _ContentTypes()
        types.read(self.open("[content_types].xml"))
        return {part: types.of(part) for part in self.parts()}

    def refuse_unwanted(self) -> None:
        """Refuse macros, links to other files, and files within the file."""
        for part, kind in self.content_types().items():
            for word, reason in UNWANTED.items():
                if word in part or word in kind:
                    raise UnreadableWorkbook(reason)


def foreign_kind(start: bytes) -> str:
    """Why a file that begins with `start` cannot be an .xlsx; blank where it may be one."""
    if not start:
        return "文件是空的（0 字节）：请重新导出或下载模板填写"
    if start.startswith(b"PK"):
        return ""
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return "这是旧版 .xls 文件或加了密码的工作簿：请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx 再上传"
    return "这不是 Excel 工作簿（.xlsx）：请上传下载的台账模板或导出的台账文件"


def office_format(package: Package) -> str:
    """`docx` or `xlsx` where `package` is such a file and runs nothing; else blank."""
    types = package.content_types()
    if any(word in kind for kind in types.values() for word in RUNNING):
        return ""
    return MAIN_TYPES.get(types.get(package.main_part().lower(), ""), "")


def _start(source: Path | IO[bytes]) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return file.read(8)
    source.seek(0)
    return source.read(8)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _nodes(stream: IO[bytes], name: str) -> list[dict[str, str]]:
    """The attributes of every element `name`."""
    found: list[dict[str, str]] = []
    reader = Reader()
    reader.starts = {name: found.append}
    reader.read(stream)
    return found


class _ContentTypes(Reader):
    def __init__(self) -> None:
        super().__init__()
        self._by_ending: dict[str, str] = {}
        self._by_part: dict[str, str] = {}
        self.starts = {"Default": self._default, "Override": self._override}

    def of(self, part: str) -> str:
        return self._by_part.get(part) or self._by_ending.get(part.rpartition(".")[2], "")

    def _default(self, attributes: dict[str, str]) -> None:
        self._by_ending[attributes.get("Extension", "").lower()] = attributes.get("ContentType", "").lower()

    def _override(self, attributes: dict[str, str]) -> None:
        self._by_part[_plain(attributes.get("PartName", ""))] = attributes.get("ContentType", "").lower()
