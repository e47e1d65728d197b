"""The child: bounds itself, does one deed with one file, and answers on standard output.

It is started afresh for each file (`foreign.process`), with the standard library alone, without the program's
environment, and with a copy of nothing: whatever happens in here, the program goes on.
"""

import json
import os
import signal
import sys
from array import array
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from foreign import frames, marking, tables
from foreign.faults import UnreadableWorkbook
from foreign.package import Package, office_format
from foreign.sheet import Broken, SheetContent, Value
from foreign.workbook import Workbook

REFUSED, DIED = 3, 4


def main(deed: str, limits: str) -> None:
    """Do `deed` as the request on standard input tells; what goes wrong is said on standard error, in a line."""
    _bound(json.loads(limits))
    request = json.loads(sys.stdin.buffer.readline())
    try:
        source = Path(request.pop("path")) if "path" in request else BytesIO(sys.stdin.buffer.read())
        DEEDS[deed](source, sys.stdout.buffer, **request)
        sys.stdout.buffer.flush()
    except UnreadableWorkbook as reason:
        _leave(REFUSED, str(reason))
    except BaseException as fault:  # a MemoryError, too
        _leave(DIED, _place(fault))


def _bound(limits: dict[str, int]) -> None:
    """Take limits upon itself, and outlive the signals that end the program: that it ends is no fault of the file."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{kind}"), (most, most))


def _leave(status: int, words: str) -> None:
    os.write(2, words.encode("utf-8", "replace"))
    os._exit(status)  # nothing more of this process is of any use


def _place(fault: BaseException) -> str:
    """Where `fault` arose, without what it says: that may quote the file."""
    step = fault.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    where = f"{os.path.basename(step.tb_frame.f_code.co_filename)}:{step.tb_lineno}" if step else ""
    return f"{type(fault).__name__} {where}"


# --- deeds ---


def read(source: Path | IO[bytes], target: IO[bytes], sheets: list[str]) -> None:
    """Answer with the names of all sheets, then with those of `sheets` that there are, in this order."""
    package = Package(source)
    package.refuse_unwanted()
    book = Workbook(package)
    _send(target, list(book.parts))
    target.flush()
    for name, sheet in book.sheets(sheets):
        _send_sheet(target, name, sheet)
        target.flush()


def table(source: Path | IO[bytes], target: IO[bytes], title: str, libraries: str) -> None:
    """Answer as to `read`, with all sheets of a list that somebody else made; macros and links are left alone."""
    names, sheets = tables.open_table(source, title, libraries)
    _send(target, names)
    target.flush()
    for name, sheet in sheets:
        _send_sheet(target, name, sheet)
        target.flush()


def mark(source: Path | IO[bytes], target: IO[bytes], marks: dict[str, Any]) -> None:
    """Answer with the workbook, marked."""
    package = Package(source)
    package.refuse_unwanted()
    frames.write(target, marking.mark(Workbook(package), marks))


def tell_format(source: Path | IO[bytes], target: IO[bytes]) -> None:
    """Answer with the kind of an Office file; with nothing where it is none, or brings macros along."""
    frames.write(target, office_format(Package(source)).encode())


DEEDS: dict[str, Callable[..., None]] = {"read": read, "table": table, "mark": mark, "format": tell_format}


def _send_sheet(target: IO[bytes], name: str, sheet: SheetContent) -> None:
    """Three pieces: what the sheet is, the distinct values of its cells, and the cells as positions among them."""
    cells = array("I", (value for row in sheet.rows for value in row))
    _send(target, {"name": name, "width": sheet.width, "merged": sheet.merged, "hidden": sheet.hidden})
    _send(target, [_told(value) for value in sheet.values])
    frames.write(target, cells.tobytes())


def _told(value: Value) -> Any:
    if isinstance(value, Broken):
        return {"found": value.found, "reason": value.reason}
    return value if isinstance(value, str | float | bool) else {"day": value.isoformat()}


def _send(target: IO[bytes], told: Any) -> None:
    frames.write(target, json.dumps(told).encode())
