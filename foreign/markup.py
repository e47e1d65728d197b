"""XML from outside, read as a stream: no document type, hence no entities, and no nesting without end.

Elements are told by the prefix of the outermost one, not by name space: so 'Strict Open XML', whose name spaces are
others and whose elements are the same, is read in the same way.
"""

from collections.abc import Callable
from typing import IO
from xml.parsers.expat import ParserCreate

from foreign.faults import DAMAGED, UnreadableWorkbook

CHUNK = 2**16
DEEPEST = 64


class Reader:
    """Reads one part. Subclasses say what to do by element, under its name without prefix.

    `starts` are called with the attributes. Within an element that gathers text, `pieces` has come together at its end.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: dict[str, Callable[[dict[str, str]], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}
        self._depth = 0

    def read(self, stream: IO[bytes]) -> None:
        """Tell the whole part; raises what the actions raise, and ExpatError."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        parser.StartDoctypeDeclHandler = self._refuse
        parser.CharacterDataHandler = self.pieces.append
        parser.StartElementHandler, parser.EndElementHandler = self._open, self._close
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def start_text(self, attributes: dict[str, str]) -> None:
        """The action for elements whose text counts: what stood before them does not."""
        self.pieces.clear()

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if not self._depth:
            self._take_prefix(name)
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableWorkbook(DAMAGED)
        if action := self.starts.get(name):
            action(attributes)

    def _close(self, name: str) -> None:
        self._depth -= 1
        if action := self.ends.get(name):
            action()

    def _take_prefix(self, outermost: str) -> None:
        prefix, colon, _ = outermost.rpartition(":")
        if colon:
            self.starts = {f"{prefix}:{name}": action for name, action in self.starts.items()}
            self.ends = {f"{prefix}:{name}": action for name, action in self.ends.items()}

    def _refuse(self, *declared: object) -> None:
        raise UnreadableWorkbook(DAMAGED)


def local(attributes: dict[str, str], name: str) -> str:
    """The attribute `name`, whatever its prefix (it has one); blank where there is none."""
    return next((value for key, value in attributes.items() if key.endswith(f":{name}")), "")
