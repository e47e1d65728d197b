"""Whose value counts where a list differs from what was written by hand: the last that was said, of what was seen."""

import pytest
from time_machine import travel

from labor.models import Employment
from tests.ledger.builders import PERSON
from tests.ledger.conftest import imported, staff, workbook  # noqa: F401
from tests.rosters.test_importing import SECOND, job
from tests.rosters.test_pages import act, address, corrected, page, town, upload  # noqa: F401

WAGES = "就业记录·月收入"

pytestmark = pytest.mark.django_db


@pytest.fixture
def known_otherwise(page):  # noqa: F811
    """A list that differs in a wage which was changed by hand, and has something new besides."""
    pay(5200, "2023-10-20")
    return upload(page, job(wage="4800"), job("试二", SECOND, "2023-03-01", "某五金厂"))


def pay(yuan, day):
    with travel(day, tick=False):
        known = Employment.objects.get(person__id_number=PERSON)
        known.monthly_wage = yuan
        known.save()


def wage():
    return Employment.objects.get(person__id_number=PERSON).monthly_wage


def say(page, of, word, about):  # noqa: F811
    """Of a column by its name, of its only conflict by None."""
    said = {"row": f"{word} {of.effects.get(kind='by-hand').pk}"} if about is None else {"column": f"{word} {about}"}
    page.post(address("decide", of), said)


@pytest.mark.parametrize(("first", "last"), [(WAGES, None), (None, WAGES), (None, None), (WAGES, WAGES)])
@pytest.mark.parametrize("word", ["ask", "keep"])
def test_the_last_that_was_said_holds(page, known_otherwise, first, last, word):  # noqa: F811
    say(page, known_otherwise, "take", first)
    say(page, known_otherwise, word, last)
    act(page, "write", known_otherwise, mode="good_rows")
    assert (wage(), Employment.objects.count()) == (5200, 2)


@pytest.mark.parametrize("said", [WAGES, None])
def test_what_was_said_of_another_stored_value_is_open_again(page, known_otherwise, said):  # noqa: F811
    say(page, known_otherwise, "take", said)
    pay(6000, "2023-10-21")
    written = act(page, "write", known_otherwise, mode="good_rows")
    conflict = written.effects.get(kind="by-hand")
    assert (wage(), Employment.objects.count()) == (6000, 2)
    assert (conflict.stored, conflict.value, conflict.decision) == ("6000", "4800", "ask")


@pytest.mark.parametrize("said", [WAGES, None])
def test_what_was_said_holds_where_the_list_is_read_again(page, known_otherwise, said):  # noqa: F811
    say(page, known_otherwise, "take", said)
    again = corrected(page, known_otherwise)
    assert again.effects.get(kind="by-hand").decision == "take"
    act(page, "write", again, mode="good_rows")
    assert wage() == 4800
