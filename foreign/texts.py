"""The texts of a workbook: what stands in its table of shared strings."""

import re

from foreign.faults import DAMAGED, UnreadableWorkbook
from foreign.markup import Reader

#: The longest text that Excel puts into a cell.
LONGEST = 32_767
#: The shortest element of the table is `<si/>`.
SHORTEST_ELEMENT = 5
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class TextReader(Reader):
    """Puts a text together from its elements; pinyin guides are no part of it, nor what is longer than any text."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._guide = False
        self.starts = {"rPh": self._begin_guide, "t": self.start_text}
        self.ends = {"rPh": self._end_guide, "t": self.add_text}

    def add_text(self) -> None:
        """The action at the end of elements whose text counts."""
        if not self._guide and len(self.text) <= LONGEST:
            self.text += "".join(self.pieces)

    def _begin_guide(self, attributes: dict[str, str]) -> None:
        self._guide = True

    def _end_guide(self) -> None:
        self._guide = False


class SharedTexts(TextReader):
    """The table of shared strings of `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._size = size
        self.starts |= {"sst": self._begin, "si": self._begin_text}
        self.ends |= {"si": self._end_text}

    def _begin(self, attributes: dict[str, str]) -> None:
        if int(attributes.get("uniqueCount", 0)) * SHORTEST_ELEMENT > self._size:
            raise UnreadableWorkbook(DAMAGED)

    def _begin_text(self, attributes: dict[str, str]) -> None:
        self.text = ""

    def _end_text(self) -> None:
        self.texts.append(unescaped(self.text))


def unescaped(text: str) -> str:
    """`text` with what a workbook spells _x000D_ as the character that it means; halves of characters stay spelt."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code)
