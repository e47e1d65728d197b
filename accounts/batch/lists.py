"""Lists of people who are to get accounts, as they are pasted or uploaded: village, name, and a user name if wanted."""

import re
import unicodedata
from typing import Any, NamedTuple

from core.files.lists import rows_of

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
    """The lines of an uploaded sheet, .xlsx or .csv. UnreadableWorkbook says why it is neither."""
    return "\n".join("\t".join("".join(cell.split()) for cell in row[:3]) for row in rows_of(file.read()))
