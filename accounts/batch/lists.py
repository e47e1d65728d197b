"""Lists of people who are to get accounts, as they are pasted or uploaded: village, name, and a user name if wanted."""

import csv
import re
import unicodedata
from io import StringIO
from typing import Any, NamedTuple

from core.files.workbooks import first_sheet
from core.reference.files import ENCODINGS

#: What stands between the cells of a pasted line.
BETWEEN = re.compile(r"\s*[\t,;，、；]\s*|\s+")
HEADS = {"村", "村社区", "村（社区）", "村(社区)", "村代码", "区划", "单位"}


class ListedPerson(NamedTuple):
    """A line of a list; `number` is the line, counted from 1."""

    number: int
    place: str
    name: str
    username: str = ""

    @property
    def line(self) -> str:
        return "\t".join((self.place, self.name, self.username)).rstrip()


def people_in(text: str) -> list[ListedPerson]:
    """One person a line; blank lines and a line of heads are none."""
    plain = unicodedata.normalize("NFKC", text)
    lines = [(number, BETWEEN.split(line.strip())) for number, line in enumerate(plain.splitlines(), 1) if line.strip()]
    if lines and lines[0][1][0] in HEADS:
        lines = lines[1:]
    return [ListedPerson(number, *[*cells, "", ""][:3]) for number, cells in lines]


def text_of(file: Any) -> str:
    """The lines of an uploaded sheet, .xlsx or .csv. UnreadableWorkbook or ValueError where it is neither."""
    content = file.read()
    if content.startswith(b"PK"):
        rows = [[_told(cell) for cell in row] for row in first_sheet(content).rows]
    else:
        rows = list(csv.reader(StringIO(_decoded(content)), delimiter="," if b"," in content else "\t"))
    return "\n".join("\t".join("".join(cell.split()) for cell in row[:3]) for row in rows)


def _told(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str("" if cell is None else cell)


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor GB 18030")
