"""Broken in every way that chance finds, a workbook is read or refused in Chinese, within the limits."""

import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.files.workbooks import WorkbookFile
from foreign import process
from foreign.faults import UnreadableWorkbook
from ledger.sheets import SHEETS_BY_NAME
from tests.case import CASES
from tests.foreign.fuzz import broken
from tests.ledger.corpus import FIELD, HOSTILE
from tests.once import once

SMALL = 25_000
FILES = [
    *(path for folder in (HOSTILE, FIELD) for path in sorted(folder.glob("*.xlsx")) if path.stat().st_size < SMALL),
    *(CASES / "edges" / f"{name}.xlsx" for name in ("7.1-8.1-late-but-done", "reading-strict-open-xml")),
]
#: What reading a damaged archive or XML raises. A fault of our own, a TypeError say, is not among it.
EXPECTED = {
    "ExpatError", "BadZipFile", "error", "KeyError", "ValueError", "LookupError", "UnicodeDecodeError", "EOFError",
    "NotImplementedError", "RuntimeError", "OverflowError", "UnicodeError",
}  # fmt: skip

pytestmark = once


@pytest.fixture
def seed():
    """Another one each day, or FUZZ_SEED; printed where the test fails."""
    chosen = os.environ.get("FUZZ_SEED") or str(int(time.time()) // 86_400)
    print(f"FUZZ_SEED={chosen}")
    return chosen


def outcomes(seed, count):
    """What became of `count` broken files, read one after the other in one process."""
    program = [sys.executable, "-I", "-S", str(Path(__file__).with_name("fuzz.py")), str(process.ROOT)]
    told = subprocess.run(
        [*program, seed, str(count), ",".join(SHEETS_BY_NAME), *map(str, FILES)], capture_output=True, check=False
    )
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, len(lines)) == (0, count), f"died of file {len(lines)}: {told.stderr.decode()[-2000:]}"
    return lines


def assert_answered(lines, expected=EXPECTED):
    strange = [
        (number, said) for number, said in lines
        if said != "read" and said not in expected and not re.search(r"[\u4e00-\u9fff]{4}", said)
    ]  # fmt: skip
    assert strange == []
    assert len({said for _, said in lines}) > 1


def test_400_broken_files_are_read_or_refused(seed):
    assert_answered(outcomes(seed, 400))


def through_the_boundary(seed, numbers, folder):
    """What became of broken files in children of their own."""
    for number in numbers:
        chance = random.Random(f"{seed} {number}")
        path = folder / f"{number}.xlsx"
        path.write_bytes(broken(str(chance.choice(FILES)), chance))
        yield number, read(path)


def read(path):
    try:
        book = WorkbookFile(path, SHEETS_BY_NAME)
        for name in filter(SHEETS_BY_NAME.get, book.names):
            book.sheet(name)
    except UnreadableWorkbook as reason:
        return str(reason)
    return "read"


def test_a_few_of_them_pass_the_boundary_in_the_same_way(seed, tmp_path):
    assert_answered(list(through_the_boundary(seed, range(12), tmp_path)), expected=())


@pytest.mark.long
def test_20000_broken_files_are_read_or_refused(seed):
    assert_answered(outcomes(f"{seed} long", 20_000))


@pytest.mark.long
def test_500_of_them_pass_the_boundary(seed, tmp_path):
    assert_answered(list(through_the_boundary(f"{seed} long", range(500), tmp_path)), expected=())
