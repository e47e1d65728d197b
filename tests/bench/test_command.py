"""What `python -m bench` prints."""

import json
import sys

import pytest

from bench.__main__ import NAMES, main
from bench.measure import Line
from tests.once import once

pytestmark = once

KEYS = ["bench", "database", "people", "ratio", "target", "queries", "seconds", "floor_seconds", "peak_mb", "ok"]


def test_list_names_every_measurement(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench", "--list"])
    main()
    assert capsys.readouterr().out.split() == list(NAMES)


def test_a_name_that_does_not_exist_is_told(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["bench", "speed"])
    with pytest.raises(SystemExit, match="no such measurement: speed"):
        main()


def test_a_line_has_all_keys_in_their_order():
    line = json.loads(Line("score.town", "sqlite", 2000, ratio=2.34567, target=3).json())
    assert list(line) == KEYS
    assert line["ratio"] == 2.346


@pytest.mark.parametrize(
    ("ratio", "target", "agreed", "ok"),
    [(3, 3, True, True), (3.01, 3, True, False), (1, 3, False, False), (9, None, True, True)],
)
def test_a_line_is_ok_within_its_target_when_both_ways_agree(ratio, target, agreed, ok):
    assert Line("score.town", "sqlite", 2000, ratio=ratio, target=target, agreed=agreed).ok is ok
