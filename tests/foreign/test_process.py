"""Whatever becomes of the child that opens a file: it is said in a sentence, and the next file is read."""

import subprocess
import sys

import pytest

from core.files.workbooks import WorkbookFile
from foreign import process
from foreign.faults import DAMAGED, UnreadableWorkbook
from foreign.process import Child
from ledger.sheets import SHEETS_BY_NAME
from tests.case import CASES
from tests.ledger.test_wrong_files import rewritten, sheet_xml
from tests.once import once

pytestmark = once

GOOD = CASES / "edges" / "7.1-8.1-late-but-done.xlsx"


def told(path, **request):
    """Everything that a child tells of a file."""
    child = Child("read", path, sheets=["村社区", "农户"], **request)
    pieces = []
    while piece := child.answer():
        pieces.append(piece)
    return pieces


@pytest.fixture
def laborious(tmp_path):
    """A sheet of many different texts."""
    cells = "".join(f'<row><c t="str"><v>{number:0500}</v></c></row>' for number in range(40_000))
    return rewritten(tmp_path / "laborious.xlsx", {"xl/worksheets/sheet1.xml": sheet_xml(cells)})


def test_a_good_file_is_told_in_pieces():
    assert len(told(GOOD)) == 1 + 2 * 3


def test_a_sheet_that_the_file_names_and_does_not_hold_a_second_time_is_damage():
    book = WorkbookFile(GOOD, SHEETS_BY_NAME)
    name = next(name for name in book.names if name in SHEETS_BY_NAME)
    book.sheet(name)
    for _ in range(2):
        with pytest.raises(UnreadableWorkbook, match=DAMAGED):
            book.sheet(name)


@pytest.mark.parametrize(("limit", "value"), [("MEMORY", 64 * 2**20), ("CPU", 0), ("WALL", 0.2), ("ANSWER", 1000)])
def test_a_limit_ends_the_child_and_not_the_program(laborious, monkeypatch, limit, value):
    monkeypatch.setattr(process, limit, value)
    with pytest.raises(UnreadableWorkbook, match=DAMAGED):
        told(laborious)
    monkeypatch.undo()
    assert told(laborious)


@pytest.mark.parametrize(
    "deed",
    ["import os; os.abort()", "import os; os._exit(1)", "print('nonsense')", "print(end='ab')", "raise KeyError"],
)
def test_any_death_means_that_the_file_is_damaged(monkeypatch, deed):
    monkeypatch.setattr(process, "PROGRAM", deed)
    with pytest.raises(UnreadableWorkbook, match=DAMAGED):
        told(GOOD)


def test_the_child_knows_neither_django_nor_the_secrets_of_the_program(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    look = "import sys, os; sys.path.insert(0, sys.argv[1]); import foreign.child"
    look += "; print(len([name for name in sys.modules if 'django' in name]), os.environ.get('SECRET_KEY'))"
    monkeypatch.setattr(process, "PROGRAM", look)
    started = process._start("read")
    assert started.communicate()[0].split() == [b"0", b"None"]


def test_a_child_that_nobody_listens_to_any_more_ends(laborious):
    child = Child("read", laborious, sheets=["村社区"])
    child.answer()
    started = child._process
    del child
    assert started.poll() is not None


def test_every_module_of_the_child_needs_the_standard_library_alone():
    command = "import sys; sys.path.insert(0, '.'); import foreign.child"
    assert subprocess.run([sys.executable, "-I", "-S", "-c", command], cwd=process.ROOT, check=False).returncode == 0


NONSENSE = ["", "null", "[", "7", '{"a": 1}', '["村社区"]']


@pytest.mark.parametrize("told", NONSENSE)
def test_an_answer_that_makes_no_sense_is_a_damaged_file(monkeypatch, told):
    """A child that was taken over may say anything, and leave as if all were well."""
    say = "import sys; from struct import pack; out = sys.stdout.buffer; told = {!r}.encode()"
    say += "; [out.write(pack('>I', len(told)) + told) for _ in range(4)]"
    monkeypatch.setattr(process, "PROGRAM", say.format(told))
    with pytest.raises(UnreadableWorkbook, match=DAMAGED):
        WorkbookFile(GOOD, SHEETS_BY_NAME).sheet("村社区")
