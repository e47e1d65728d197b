"""What is remembered is what a count would find: beside open transactions, after a restore and after an upgrade."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from simple_history.signals import pre_create_historical_record

from core import program
from core.actor import acting_as
from core.models import Village, new_generation
from core.records.dated import anything_changed
from fictional.one_of_everything import NEXT, OWN, TOWN, add_person
from labor.models import Household, PersonChange, Verification
from labor.verification.campaign import Campaign
from labor.verification.cards import Deck
from labor.verification.filters import VerificationFilter
from scoring.score import score_of
from scoring.targets import target_progress
from scoring.task_groups import task_groups
from tests.small_town import add_users

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2023, 12, 31)
#: Everything that remembers, as it is asked for the town.
MEMOS: dict[str, Callable] = {
    "score": lambda user: score_of(TOWN, DAY).result(TOWN),
    "inbox": lambda user: task_groups(TOWN, DAY),
    "targets": lambda user: target_progress(TOWN, DAY),
    "progress": lambda user: Campaign.containing(DAY).progress(user),
    "villages": lambda user: Campaign.containing(DAY).by_village(user),
    "cards": lambda user: Deck(VerificationFilter({}, user=user, on=DAY), Campaign.containing(DAY), {}).places,
}


@pytest.fixture
def people(small_town):
    """Somebody to verify in each of two villages."""
    cache.clear()
    for village in (OWN, NEXT):
        Household.objects.create(code=f"T{village}", head_name="杨家", village_id=village, kind="out_of_poverty")
    homes = Household.objects.filter(code__startswith="T").order_by("code")
    return [add_person(home.village_id, 50 + order, "杨待核", household=home) for order, home in enumerate(homes)]


@pytest.fixture
def answers(people):
    user = add_users()["staff"]
    return lambda: {name: ask(user) for name, ask in MEMOS.items()}


@pytest.fixture
def counted(answers):
    """The same answers with nothing remembered."""

    def count():
        cache.clear()
        return answers()

    return count


def verify(person):
    return Verification.objects.create(person=person, verified_on=DAY, method="visit", result="unchanged")


class Writer:
    """Somebody else, with a connection and a transaction of their own."""

    def __enter__(self):
        self.thread = ThreadPoolExecutor(1)
        self.do(transaction.set_autocommit, False)
        return self

    def do(self, deed, *arguments):
        return self.thread.submit(deed, *arguments).result()

    def __exit__(self, *fault):
        self.do(lambda: connection.close())  # the connection of that thread
        self.thread.shutdown()


needs_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


@needs_writers
@pytest.mark.parametrize("end", [transaction.commit, transaction.rollback])
@pytest.mark.parametrize("later_first", [True, False])
def test_what_is_counted_between_two_commits_is_not_shown_after_the_second(people, answers, counted, later_first, end):
    with Writer() as earlier, Writer() as later:
        earlier.do(verify, people[0])
        later.do(verify, people[1])
        first, last = (later, earlier) if later_first else (earlier, later)
        first.do(transaction.commit)
        between = answers()
        last.do(end)
        after = answers()
    assert after == counted()
    changed = {name for name in MEMOS if after[name] != between[name]}
    assert changed == (MEMOS.keys() if end is transaction.commit else set())


@needs_writers
def test_what_is_counted_while_somebody_commits_is_not_shown_later(people, counted, answers, monkeypatch):
    """The other transaction has the lower number, and ends when the versions are known and nothing is counted yet."""
    from core import memo

    with Writer() as earlier, Writer() as later:
        earlier.do(verify, people[0])
        later.do(verify, people[1])
        later.do(transaction.commit)
        asked = memo.data_versions()
        earlier.do(transaction.commit)
        monkeypatch.setattr(memo, "data_versions", lambda: asked)
        during = answers()
        monkeypatch.undo()
    assert answers() == during == counted()


@needs_writers
def test_who_looks_at_an_older_state_keeps_nothing(people, answers, counted):
    with Writer() as earlier, Writer() as later, Writer() as reader:
        earlier.do(verify, people[0])
        later.do(verify, people[1])
        later.do(transaction.commit)
        reader.do(look_at_one_state)
        earlier.do(transaction.commit)
        reader.do(answers)
    assert answers() == counted()


def look_at_one_state():
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT 1")


def test_what_was_counted_in_peace_is_not_counted_again(people, answers, django_assert_max_num_queries):
    known = answers()
    # the rubric once for all, the names of villages, whose divisions they are; twice whether anything has changed
    with acting_as(None), django_assert_max_num_queries(len(MEMOS) + 6):
        assert answers() == known


def test_what_we_wrote_and_took_back_is_not_remembered(people, answers, counted):
    with transaction.atomic():
        verify(people[0])
        answers()
        transaction.set_rollback(True)
    verify(people[1])  # SQLite gives the number that was taken back once more
    assert answers() == counted()


def test_a_change_recorded_while_tasks_are_gathered_is_not_kept_out_of_them(people, answers, counted, monkeypatch):
    """Nothing had changed when the inbox asked, and the change was there before it read the versions."""
    from scoring import catalogue

    answers()
    with monkeypatch.context() as at_first:
        at_first.setattr(catalogue, "anything_changed", lambda: False)
        PersonChange.objects.create(person=people[0], item="capacity", changed_on=date(2024, 1, 1), was_text="lost")
        answers()
    assert answers() == counted()
    assert anything_changed()


def test_a_restored_database_gives_numbers_out_again(people, answers, counted):
    verify(people[0])
    lost = answers()
    number = lose(people[0])
    new_generation()
    verify(people[1])
    Verification.history.filter(person=people[1]).update(history_id=number)
    assert answers() == counted()
    assert answers()["cards"] != lost["cards"]


def lose(person):
    """What was written about a person after the backup; returns the number that its history had."""
    history = Verification.history.filter(person=person)
    number = history.get().history_id
    history.delete()
    Verification.objects.filter(person=person).delete()
    return number


def test_another_program_counts_for_itself(people, answers, monkeypatch):
    known = answers()
    monkeypatch.setattr("scoring.score.count", lambda *_: pytest.fail("counted again"))
    assert score_of(TOWN, DAY).result(TOWN) == known["score"]
    monkeypatch.setattr(program, "digest", lambda: "another")
    with pytest.raises(pytest.fail.Exception, match="counted again"):
        score_of(TOWN, DAY)


@pytest.mark.parametrize("changed", ["scoring/rubric/item_6.py", "labor/people/conditions.py", "requirements.txt"])
def test_another_rule_is_another_program(monkeypatch, changed):
    read, path = Path.read_bytes, Path(settings.BASE_DIR, changed)
    known = program.digest.__wrapped__()
    assert known == program.digest()
    monkeypatch.setattr(Path, "read_bytes", lambda self: read(self) + (b" " if self == path else b""))
    assert program.digest.__wrapped__() != known


def test_a_record_is_not_saved_without_its_history(small_town):
    def die(**_):
        raise RuntimeError

    pre_create_historical_record.connect(die)
    try:
        with pytest.raises(RuntimeError):
            Village(code=OWN, name="改了名").save()
    finally:
        pre_create_historical_record.disconnect(die)
    assert Village.objects.get(code=OWN).name == "白水头村"
