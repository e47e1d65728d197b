"""Nothing that is remembered is ever wrong: random transactions of several connections, with readers between them."""

import pytest
from django.db import connection

from tests.databases import finish, ready_database, start

pytestmark = pytest.mark.django_db


def played(folder, *words):
    """Exit status and what was printed, the seed first."""
    with ready_database(folder) as environment:
        process = start("-m", "tests.interleaving", *words, VAR_DIR=str(folder), **environment)
        status, printed = finish(process, timeout=3600)
    print(printed)
    return status, printed


@pytest.mark.parametrize("steps", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_each_answer_is_what_a_count_finds(tmp_path, steps):
    status, printed = played(tmp_path, "--steps", str(steps))
    assert status == 0, printed


@pytest.mark.long
@pytest.mark.parametrize("forgotten", ["generation", "locks"])
def test_a_memo_that_forgets_what_makes_it_right_is_found_out(tmp_path, forgotten):
    if forgotten == "locks" and connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    status, printed = played(tmp_path, "--steps", "5000", "--careless", forgotten)
    assert status, printed
    assert "is remembered otherwise than it is counted" in printed
