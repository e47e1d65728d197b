"""What a test does with lists where a site runs in other processes: `python -m tests.rosters.list_office DEED …`."""

import json
import os
import sys
from pathlib import Path

from tests.ledger import office

from django.core.files.base import ContentFile  # isort: skip
from django.db import transaction  # isort: skip

from accounts.models import User  # isort: skip
from core.models import AuditEvent  # isort: skip
from labor.models import Employment  # isort: skip
from ledger.models import ImportBatch, ImportJob  # isort: skip
from ledger.rosters.actions import upload_roster  # isort: skip


@transaction.atomic
def upload_list():
    """Upload the list that the environment names, to be written at once."""
    file = ContentFile(Path(os.environ["LIST"]).read_bytes(), name="务工20230930.csv")
    job = upload_roster(user=User.objects.get(username="staff"), file=file)
    job.mode = ImportJob.Mode.GOOD_ROWS
    job.save(update_fields=["mode"])


def look():
    """Print how things are."""
    job = ImportJob.objects.first()
    known = [Employment.objects.count(), Employment.history.count()]
    batches = [ImportBatch.objects.count(), AuditEvent.objects.filter(action="import").count()]
    print(json.dumps([job.state, job.outcome, known, batches]))


if __name__ == "__main__":
    for deed in sys.argv[1:]:
        {"upload": office.upload, "upload-list": upload_list, "sweep": office.sweep, "wait": office.wait, "look": look}[
            deed
        ]()
