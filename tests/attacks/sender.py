"""Somebody whose forms are sent from a process of its own: `python -m tests.attacks.sender DEED …`."""

import json
import os
import sys
from pathlib import Path
from time import sleep
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutuan.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from core.models import Installation  # noqa: E402
from core.records.conflicts import latest_version  # noqa: E402
from fictional.one_of_everything import NEXT, build  # noqa: E402
from labor.models import Verification  # noqa: E402
from ledger.models import ImportJob  # noqa: E402
from tests.small_town import add_users  # noqa: E402
from workshops.models import Workshop  # noqa: E402

FOLDER = Path(os.environ["VAR_DIR"])


def prepare(workbook):
    """Build the small town; print forms that are filled in: where each goes, and what it says."""
    Installation.objects.create(pk=1, is_demo=False, set_up_at=timezone.now())
    town = build()
    add_users()
    new = {"code": "CJ09", "name": "木瓜竹编车间", "village": NEXT, "kind": "home", "certified_on": "2023-05-01"}
    stop = {"stopped_on": "2023-06-01", "change_reason": "订单不足", "seen": latest_version(town.workshop)}
    forms = [
        (reverse("workshops:workshop_add"), new),
        (reverse("workshops:workshop_action", args=[town.workshop.pk, "stop"]), stop),
        (reverse("labor:answer", args=[town.person.public_id]), {"method": "phone", "result": "unchanged"}),
        (reverse("ledger:exchange"), {"mode": "check", "file": workbook}),
    ]
    print(json.dumps([(address, {**form, "token": str(uuid4()), "confirmed": "1"}) for address, form in forms]))


def send(name, forms):
    """Send each of the forms when it is time; print what each was answered with."""
    client, answers = Client(SERVER_NAME="localhost"), []
    client.force_login(User.objects.get(username="staff"))
    for number, (address, form) in enumerate(json.loads(forms)):
        files = {"file": uploaded(form["file"])} if "file" in form else {}
        while not (FOLDER / f"go{number}").exists():
            sleep(0.01)
        answer = client.post(address, {**form, **files})
        answers.append((answer.status_code, answer.headers.get("Location", "")))
        (FOLDER / f"done{number}{name}").touch()
    print(json.dumps(answers))


def uploaded(workbook):
    return SimpleUploadedFile("台账.xlsx", Path(workbook).read_bytes())


def look():
    """Print how often the work of each form was done."""
    stopped = Workshop.history.filter(stopped_on="2023-06-01").count()
    added = Workshop.history.filter(code="CJ09").count()
    print(json.dumps([added, stopped, Verification.history.count(), ImportJob.objects.count()]))


if __name__ == "__main__":
    {"prepare": prepare, "send": send, "look": look}[sys.argv[1]](*sys.argv[2:])
