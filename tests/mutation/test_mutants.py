"""What is changed in a module, and what is left alone."""

import pytest

from tests.mutation.mutants import Module, mutants
from tests.mutation.session import Session
from tests.mutation.table import Findings
from tests.once import once

pytestmark = once


@pytest.fixture
def changes(tmp_path):
    """What the mutants of a text become."""

    def of(text):
        (tmp_path / "changed.py").write_text(f"{text}\n", encoding="utf-8")
        return {mutant.becomes for mutant in mutants(Module("changed", tmp_path))}

    return of


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("found = rows.filter(day__gte=first).count()", "found = rows.filter(day__gt=first).count()"),
        ("found = rows.filter(day=first).count()", "found = rows.filter().count()"),
        ("found = rows.filter(day=first).count()", "found = rows.count()"),
        ('found = {f"{path}__lt": code}', 'found = {f"{path}__lte": code}'),
        ("found = a or b", "found = a and b"),
        ("found = one | other", "found = one & other"),
        ("found = [row for row in rows if row]", "found = [row for row in rows if not (row)]"),
        ("found = code in known", "found = code not in known"),
        ("found = max(rows)", "found = min(rows)"),
        ("record.save()", "pass"),
        ("record.name = name", "pass"),
        ("found = limit <= 3", "found = limit < 3"),
        ("found = limit <= 3", "found = limit <=4"),
    ],
)
def test_what_is_changed(changes, text, becomes):
    assert {"".join(each.split()) for each in changes(text)} >= {"".join(becomes.split())}


@pytest.mark.parametrize(
    "text",
    [
        "limit: int | None",
        "def find(limit: int | None, *rest: int) -> int | None: ...",
        'reason = f"第{number + 1}条"',
        'logger.info("done", extra=3)',
        "days = models.IntegerField(default=0)",
        "@dataclass(frozen=True)\nclass Row: ...",
        'def find():\n    """So many: 3."""',
    ],
)
def test_what_is_left_alone(changes, text):
    assert changes(text) == set()


def test_a_mutant_is_known_by_what_it_changes_wherever_that_has_gone(tmp_path):
    found = []
    for before in ("", "import os\n\n\n"):
        (tmp_path / "moved.py").write_text(f"{before}class Rows:\n    def some(self):\n        return 1 < 2\n")
        found.append({(m.within, m.was, m.becomes) for m in mutants(Module("moved", tmp_path))})
    assert found[0] == found[1]
    assert ("Rows.some", "return 1 < 2", "return 1 <= 2") in found[0]


def test_a_sample_is_drawn_by_its_seed_and_the_row_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.mutation.table.last_change", lambda path: "2026-11-27 | 0")
    (tmp_path / "sampled.py").write_text("def some(rows):\n    return [row for row in rows if 1 < row <= 5]\n")
    sessions = [Session(Module("sampled", tmp_path), sample=4, seed=seed) for seed in (7, 8)]
    sessions[0].begin()
    drawn, others = (session.pending() for session in sessions)
    assert len(drawn) == len(others) == 4
    assert set(drawn) != set(others)
    for key in drawn:
        sessions[0].note(key, True, "by a test")
    assert sessions[0].pending() == []
    assert f"| 4 of {len(sessions[0].mutants)}, seed 7 | 4 | 0 | 0 | 100 % |" in Findings.of(sessions[0], []).row()
