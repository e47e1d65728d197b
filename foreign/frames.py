"""How the child's answer is put together: pieces, each after its length. JSON or plain numbers, nothing that runs."""

from struct import Struct
from typing import IO

LENGTH = Struct(">I")


class Cut(Exception):
    """An answer that ends in the middle, or has no end."""


def write(stream: IO[bytes], content: bytes) -> None:
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)


def read(stream: IO[bytes], most: int) -> bytes:
    """The next piece, of `most` bytes; blank after the last one. Raises Cut."""
    if not (length := stream.read(LENGTH.size)):
        return b""
    if len(length) < LENGTH.size or (size := LENGTH.unpack(length)[0]) > most:
        raise Cut
    content = stream.read(size)
    if len(content) < size:
        raise Cut
    return content
