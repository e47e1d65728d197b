"""XML written out again as it is read, but for what a subclass changes on the way."""

from collections.abc import Mapping
from typing import IO

from foreign.markup import Reader

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BATCH = 10_000
#: What XML cannot hold is left out.
_TEXT = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]) | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
)
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escaped(text: str) -> str:
    """`text` as it stands between elements."""
    return text.translate(_TEXT)


def element(name: str, attributes: Mapping[str, str], content: str = "") -> str:
    """An element; `content` is XML already."""
    return f"{opening(name, attributes)}{content}</{name}>"


def opening(name: str, attributes: Mapping[str, str]) -> str:
    told = "".join(f' {key}="{value.translate(_ATTRIBUTE)}"' for key, value in attributes.items())
    return f"<{name}{told}>"


class Copier(Reader):
    """Copies one part. Actions may change the attributes, `put` something before, or `drop` the element."""

    def __init__(self, target: IO[bytes]) -> None:
        super().__init__()
        self.prefix = ""
        self._target = target
        self._pieces_out: list[str] = [HEAD]
        self._dropped_from = 0

    def read(self, stream: IO[bytes]) -> None:
        super().read(stream)
        self._write()

    def put(self, xml: str) -> None:
        """Write `xml` here, unless what it stands in is dropped."""
        if not self._dropped_from:
            self._pieces_out.append(xml)
            if len(self._pieces_out) > BATCH:
                self._write()

    def drop(self) -> None:
        """Leave out the element that begins, with all that is in it."""
        self._dropped_from = self._dropped_from or self._depth

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._put_text()
        super()._open(name, attributes)
        self.put(opening(name, attributes))

    def _close(self, name: str) -> None:
        self._put_text()
        super()._close(name)
        if self._dropped_from > self._depth:
            self._dropped_from = 0
        else:
            self.put(f"</{name}>")

    def _put_text(self) -> None:
        if self.pieces:
            self.put(escaped("".join(self.pieces)))
            self.pieces.clear()

    def _take_prefix(self, outermost: str) -> None:
        super()._take_prefix(outermost)
        prefix, colon, _ = outermost.rpartition(":")
        self.prefix = f"{prefix}{colon}"

    def _write(self) -> None:
        self._target.write("".join(self._pieces_out).encode("utf-8", "replace"))
        self._pieces_out = []
