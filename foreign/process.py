"""The program's side: have a file opened in a child that can harm nobody, whatever is in it.

    child = Child("read", path, sheets=[…])
    while piece := child.answer(): …                # raises UnreadableWorkbook, at any piece

What the child answers is data: it is checked, never run. Any death of it, by its limits or by its own hand, means that
the file is damaged. It works while its answer is being read.
"""

import json
import logging
import os
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any, cast

from foreign import frames
from foreign.faults import DAMAGED, UnreadableWorkbook

logger = logging.getLogger(__name__)

#: The child's address space, and what it may answer.
MEMORY, ANSWER = 500 * 2**20, 256 * 2**20
#: Seconds. A town of 20,000 people takes four; a slow or busy machine a multiple of it.
CPU, WALL = 40, 300
ROOT = Path(__file__).parent.parent
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from foreign.child import main; main(*sys.argv[2:])"
#: What a Python may need to start. Nothing else is given: the environment holds the program's secrets.
NEEDED = ("SYSTEMROOT", "LD_LIBRARY_PATH")
#: The status with which a child leaves that refuses the file and says why.
REFUSED = 3


class Child:
    """A child doing `deed` with the file at `path`, or with `content`. Forgotten, it ends."""

    def __init__(self, deed: str, path: Path | None = None, content: bytes = b"", **request: Any) -> None:
        if path:
            _refuse_unopenable(path)
            request["path"] = str(path.absolute())
        self._deed = deed
        self._left = ANSWER
        self._process = _start(deed)
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._streams = cast("tuple[IO[bytes], IO[bytes], IO[bytes]]", pipes)
        self._timer = Timer(WALL, self._process.kill)
        self._timer.daemon = True
        self._timer.start()
        self._end = weakref.finalize(self, _end, self._process, self._timer)
        with suppress(BrokenPipeError), self._streams[0] as stream:
            stream.write(json.dumps(request).encode() + b"\n" + content)

    def answer(self) -> bytes:
        """The next piece of the answer; blank after the last one, however often. Raises UnreadableWorkbook."""
        if self._streams[1].closed:
            return b""
        try:
            piece = frames.read(self._streams[1], self._left)
        except frames.Cut:
            self._process.kill()
            self._refuse_unless_well()
            raise UnreadableWorkbook(DAMAGED) from None
        self._left -= len(piece)
        if not piece:
            self._refuse_unless_well()
        return piece

    def _refuse_unless_well(self) -> None:
        said = self._streams[2].read(2000).decode("utf-8", "replace")
        status = self._process.wait()
        self._end()
        if status == REFUSED:
            raise UnreadableWorkbook(said)
        if status:
            logger.warning("the child that was to %s a file ended with %s: %s", self._deed, status, said)
            raise UnreadableWorkbook(DAMAGED)


def _start(deed: str) -> subprocess.Popen[bytes]:
    limits = json.dumps({"AS": MEMORY, "CPU": CPU, "FSIZE": 0, "CORE": 0})
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", PROGRAM, str(ROOT), deed, limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={name: os.environ[name] for name in NEEDED if name in os.environ},
    )


def _end(process: subprocess.Popen[bytes], timer: Timer) -> None:
    timer.cancel()
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream:
            with suppress(BrokenPipeError):
                stream.close()


def _refuse_unopenable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise UnreadableWorkbook(f"无法打开文件：{error.strerror or '读取失败'}") from error
