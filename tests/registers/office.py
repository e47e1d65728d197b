"""What a test does in the database of a site in other processes: `python -m tests.registers.office DEED …`."""

import json
import os
import sys
import time
from datetime import date, timedelta
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from core.jobs import queue  # noqa: E402
from core.models import ActionOnMany, Installation, LifeEvent  # noqa: E402
from core.registers import asked_once  # noqa: E402
from fictional.one_of_everything import OWN, add_person, build  # noqa: E402
from labor.models import Employment  # noqa: E402
from tests.small_town import add_users  # noqa: E402


def hand_on():
    """End some jobs, more than are done at once."""
    asked_once.IN_SETS_AT_ONCE = 1
    Installation.objects.update_or_create(pk=1, defaults={"set_up_at": timezone.now()})
    town, staff, client = build(), add_users()["staff"], Client(SERVER_NAME="localhost")
    common = {"employer": "竹木车间", "channel": "county", "workplace": "城步", "started_on": date(2023, 3, 1)}
    people = [add_person(OWN, 100 + number, "工人", household=town.household) for number in range(3)]
    jobs = [Employment.objects.create(person=person, **common) for person in people]
    client.force_login(staff)
    client.post(reverse("labor:employment_ticks"), {"what": "keep", "row": [str(job.pk) for job in jobs]})
    sent = {"ended_on": "2023-05-10", "change_reason": "车间停产", "confirmed": "1", "token": str(uuid4())}
    client.post(reverse("labor:employment_many", kwargs={"action": "end"}), sent)


def sweep():
    """Find what a killed worker left, at once."""
    queue.sweep(silence=timedelta(0))


def wait():
    """Wait until a worker has done it."""
    end = time.monotonic() + 120
    while not ActionOnMany.objects.get().is_over and time.monotonic() < end:
        time.sleep(0.2)


def look():
    """Print how things are."""
    ended = Employment.objects.filter(ended_on=date(2023, 5, 10)).count()
    history = Employment.history.filter(ended_on=date(2023, 5, 10)).count()
    print(json.dumps([ActionOnMany.objects.get().state, ended, history, LifeEvent.objects.count()]))


if __name__ == "__main__":
    for deed in sys.argv[1:]:
        {"hand_on": hand_on, "sweep": sweep, "wait": wait, "look": look}[deed]()
