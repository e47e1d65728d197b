"""Real workers, brokers and a mail server: whatever happens to them, nobody is reminded twice or not at all."""

from collections import Counter
from contextlib import ExitStack

import pytest

from tests.databases import finish, ready_database, start
from tests.reminders.sinks import MailServer, serving
from tests.servers import redis
from tests.wutuan.processes import broker, kill, query, running, until

SET_UP = """
import django
django.setup()
from datetime import date
"""
ARRANGE = """
from tests.reminders.arranged import arrange
arrange()
"""
MAKE = """
from reminders.reminder_run import make_reminders
make_reminders(date(2026, 6, 29))
"""
ONE_MORE_TASK = """
from oversight.models import SupervisionTask
SupervisionTask.objects.create(
    code="DB99", town_id="430529104", source="县", matter="x", assigned_on=date(2026, 6, 1), due_on=date(2026, 6, 30)
)
"""
#: 29 June 2026: clerk and neighbour have people to verify, staff get the digest, the leader hears of both villages.
ON_THE_EVE = 4


@pytest.fixture
def mail():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture(scope="module")
def town(tmp_path_factory, django_db_setup, django_db_blocker):
    """A database with a small town in it."""
    with django_db_blocker.unblock(), ready_database(tmp_path_factory.mktemp("town")) as environment:
        run(ARRANGE, **environment)
        yield environment


@pytest.fixture
def database(town, tmp_path, mail):
    """What programs find in their environment, but for the broker: the town, nobody told yet, and where mail goes."""
    for table in ("reminders_delivery", "reminders_reminder", "oversight_supervisiontask WHERE code = 'DB99'"):
        query(f"DELETE FROM {table}", **town)  # noqa: S608
    return town | {
        "VAR_DIR": str(tmp_path / "var"),
        "REDIS_URL": "",
        "REMINDER_CHANNELS": "bell,email",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
    }


@pytest.fixture
def environment(database):
    with broker() as address:
        yield database | address


def run(code, **environment):
    assert finish(start("-c", SET_UP + code, **environment)) == (0, "")


def worker(today, **environment):
    """A worker with a clock of its own, at the time `today` in the town."""
    alone = ("--concurrency=1", "--without-mingle", "--without-gossip", "--beat")
    command = ["-m", "celery", "--quiet", "-A", "tests.reminders.hurry", "worker", *alone]
    return running(*command, TODAY=f"{today}+08:00", **environment)


def states(environment):
    return Counter(state for (state,) in query("SELECT state FROM reminders_delivery", **environment))


def numbers(mail):
    return [message["Message-ID"] for message in mail.taken]


def stages(mail, kind):
    """Recipient and stage of the mails of a kind, in the order in which they came."""
    found = [
        (message["To"].partition("@")[0], message["Message-ID"].strip("<>").split("@")[0]) for message in mail.taken
    ]
    return [(to, int(number.rsplit(".", 1)[1])) for to, number in found if number.split(".")[1] == kind]


def test_a_worker_killed_between_sending_and_recording_has_nothing_sent_twice(environment, mail):
    mail.going.clear()
    with worker("2026-06-29T09:00", **environment) as first:
        until(lambda: mail.taken, "the mail server to have taken a message that it has not yet confirmed")
        kill(first)
    mail.going.set()
    assert states(environment) == {"sending": 1, "waiting": ON_THE_EVE - 1}

    with worker("2026-06-29T09:10", **environment):
        until(lambda: states(environment) == {"unknown": 1, "sent": ON_THE_EVE - 1}, "the others to be sent")
    assert len(set(numbers(mail))) == len(mail.taken) == ON_THE_EVE


def test_a_machine_that_was_off_over_the_deadline_tells_once_that_it_was_missed(environment, mail):
    with worker("2026-06-24T09:00", **environment) as first:
        until(lambda: states(environment)["sent"] == ON_THE_EVE, "a week before the deadline to be told of")
        kill(first)
    with worker("2026-07-03T09:00", **environment):
        until(lambda: states(environment)["sent"] >= 2 * ON_THE_EVE, "the missed deadline to be told of")
    assert sorted(stages(mail, "verification")) == [("clerk", -1), ("clerk", 7), ("neighbour", -1), ("neighbour", 7)]
    assert len(set(numbers(mail))) == len(mail.taken)


def test_two_clocks_and_two_workers_at_once_tell_everything_once(database, mail, tmp_path):
    with redis() as server, ExitStack() as workers:
        for name in ("one", "other"):  # two machines: each has a lock and a schedule of its own
            own = database | server | {"VAR_DIR": str(tmp_path / name)}
            workers.enter_context(worker("2026-06-29T09:00", **own))
        until(lambda: states(database) == {"sent": ON_THE_EVE}, "everything to be sent")
        run(ONE_MORE_TASK, **database)
        until(lambda: states(database) == {"sent": ON_THE_EVE + 1}, "the new task to be told of")
    assert len(set(numbers(mail))) == len(mail.taken) == ON_THE_EVE + 1


def test_passes_that_run_at_once_make_each_reminder_once(database):
    passes = [start("-c", SET_UP + MAKE, **database) for _ in range(4)]
    assert [finish(each) for each in passes] == [(0, "")] * 4
    assert states(database) == {"waiting": ON_THE_EVE}
    assert query("SELECT count(*) FROM reminders_reminder", **database) == [(ON_THE_EVE,)]


def test_a_broker_that_restarts_empty_costs_nothing_and_doubles_nothing(database, mail):
    mail.going.clear()
    with ExitStack() as after:
        with redis() as server:
            after.enter_context(worker("2026-06-29T09:00", **(database | server)))
            until(lambda: mail.taken, "the worker to be in the middle of sending")
        mail.going.set()
        with redis(server["REDIS_URL"]):
            run(ONE_MORE_TASK, **database)
            until(lambda: states(database) == {"sent": ON_THE_EVE + 1}, "what came later to be sent too")
    assert len(set(numbers(mail))) == len(mail.taken) == ON_THE_EVE + 1
