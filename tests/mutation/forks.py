"""Work in a process of its own, that begins where this one stands: with everything loaded."""

import os
import signal
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

DONE, BROKEN = 0, 70


def in_fork(work: Callable[[TextIO], int], seconds: int) -> tuple[int, str]:
    """What `work` returned and wrote; a negative number is the signal that ended it, SIGALRM that it took too long."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        if not (pid := os.fork()):
            _work(work, seconds, output)
        _, status = os.waitpid(pid, 0)
        _end_group(pid)
        output.seek(0)
        return os.waitstatus_to_exitcode(status), output.read()


def _work(work: Callable[[TextIO], int], seconds: int, output: TextIO) -> None:
    code = BROKEN
    try:
        os.setsid()  # whatever it starts ends with it
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)
        code = work(output)
    except BaseException:
        traceback.print_exc(file=output)
    finally:
        output.flush()
        os._exit(code)


def be_quiet() -> None:
    """What tests of mutants print is of no use."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _end_group(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
