"""What a test does in the database of a site that runs in other processes: `python -m tests.ledger.office DEED …`."""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402

from accounts.models import User  # noqa: E402
from core.jobs import queue  # noqa: E402
from core.models import AuditEvent, Village  # noqa: E402
from labor.models import Employment, Household, Person  # noqa: E402
from ledger import actions  # noqa: E402
from ledger.comparisons.actions import decide, digest_of_lines  # noqa: E402
from ledger.models import ComparedLine, ImportBatch, ImportJob  # noqa: E402
from ledger.rosters.actions import upload_roster  # noqa: E402


def upload():
    """Upload the workbook that the environment names, as somebody of the town's office."""
    user, _ = User.objects.get_or_create(username="staff", defaults={"role": User.Role.STAFF})
    user.divisions.set(["430529104"])
    file = ContentFile(Path(os.environ["WORKBOOK"]).read_bytes(), name="台账.xlsx")
    actions.upload(user=user, file=file, mode=ImportJob.Mode.GOOD_ROWS)


def sweep():
    """Find what a killed worker left, at once."""
    queue.sweep(silence=timedelta(0))


def wait():
    """Wait until a worker has done the latest import."""
    end = time.monotonic() + 120
    while not ImportJob.objects.first().is_over and time.monotonic() < end:
        time.sleep(0.2)


def look():
    """Print how things are."""
    job = ImportJob.objects.first()
    records = [model.objects.count() for model in (Village, Household, Person)]
    history = [model.history.count() for model in (Village, Household, Person)]
    batches = [ImportBatch.objects.count(), AuditEvent.objects.filter(action="import").count()]
    print(json.dumps([job.state, job.outcome, records, history, batches]))


def compare():
    """Have the list that the environment names compared."""
    name = Path(os.environ["LIST"])
    file = ContentFile(name.read_bytes(), name=name.name)
    upload_roster(user=User.objects.get(username="staff"), file=file, mode=ImportJob.Mode.COMPARE)


def take():
    """Decide that the list is right wherever it has another value."""
    user, job = User.objects.get(username="staff"), ImportJob.objects.get(mode=ImportJob.Mode.COMPARE)
    lines = ComparedLine.objects.visible_to(user).filter(job=job, colour="different")
    decide(job=job, lines=lines, decision="take", seen=digest_of_lines(list(lines.with_standing())), user=user)


def look_at_lines():
    """Print what has become of what was taken, and of the wages."""
    lines = ComparedLine.objects.with_standing().filter(colour="different")
    told = list(lines.values_list("standing", "outcome"))
    print(json.dumps([told, list(map(str, Employment.objects.values_list("monthly_wage", flat=True)))]))


DEEDS = {
    "upload": upload, "sweep": sweep, "wait": wait, "look": look, "compare": compare, "take": take,
    "look_at_lines": look_at_lines,
}  # fmt: skip

if __name__ == "__main__":
    for deed in sys.argv[1:]:
        DEEDS[deed]()
