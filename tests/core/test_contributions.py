"""What apps contribute to each other: all of it is there when the program starts, and nothing lands nowhere."""

import subprocess
import sys
from pathlib import Path
from types import FunctionType
from typing import NamedTuple

import pytest
from django.conf import settings

from core.contributions import Slot, contribute
from tests.once import once
from tests.policies.test_layers import modules

pytestmark = once

LOADED = "import django, sys; django.setup(); print(*sys.modules)"


class Kept(NamedTuple):
    find: FunctionType
    model: type
    first: bool = False


def find():
    """Something to contribute."""


def test_each_module_that_contributes_is_loaded_when_the_program_starts():
    """In a process of its own: what tests import is no proof."""
    started = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=settings.BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "wutuan.settings", "DATABASE_URL": "sqlite:///:memory:"},
        capture_output=True,
        text=True,
        check=True,
    )
    contributing = {name for name, path in modules() if "contribute(" in path.read_text(encoding="utf-8")}
    contributing -= {"core.contributions"}
    assert len(contributing) > 20
    assert not contributing - set(started.stdout.split())


def test_an_app_contributes_by_its_contributions_alone():
    """Whoever looks for what an app adds to others looks into one file."""
    contributing = [name for name, path in modules() if "contribute(" in path.read_text(encoding="utf-8")]
    assert all(Path(settings.BASE_DIR, name.partition(".")[0], "contributions.py").exists() for name in contributing)


def test_what_is_contributed_is_kept_in_order_with_where_it_belongs():
    slot = Slot(FunctionType, Kept)
    assert contribute(slot, int)(find) is find
    contribute(slot, str, first=True)(find)
    assert list(slot) == [Kept(find, int), Kept(find, str, True)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda slot: contribute("slot", int)(find),
        lambda slot: contribute(slot, int)("no function"),
        lambda slot: contribute(slot)(find),
        lambda slot: contribute(slot, int, last=True)(find),
    ],
    ids=["no slot", "another type", "nowhere", "an unknown word"],
)
def test_what_fits_nowhere_fails_at_the_start(wrong):
    slot = Slot(FunctionType, Kept)
    with pytest.raises(TypeError):
        wrong(slot)
    assert list(slot) == []
