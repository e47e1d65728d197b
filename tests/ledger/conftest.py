"""Workbooks made by hand, and small towns to import them into."""

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from ledger import actions, tasks
from ledger.importing import import_ledger
from ledger.models import ImportJob


@pytest.fixture
def workbook(tmp_path):
    """Write sheets, given as name → rows of cells, and return the file."""
    made = []

    def write(sheets):
        path = tmp_path / f"ledger-{len(made)}.xlsx"
        made.append(path)
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for name, rows in sheets.items():
                page = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    page.write_row(number, 0, row)
        return path

    return write


@pytest.fixture
def imported(workbook, divisions):
    """Import sheets and return the report."""

    def run(sheets, **options):
        return import_ledger(workbook(sheets), **options)

    return run


@pytest.fixture
def staff(divisions):
    """Somebody of the home town's office."""
    user = User.objects.create_user("staff", role=User.Role.STAFF, first_name="龙海英")
    user.divisions.set(["430529104"])
    return user


@pytest.fixture
def neighbour(divisions):
    """Somebody of the next town's office."""
    user = User.objects.create_user("neighbour", role=User.Role.STAFF)
    user.divisions.set(["430529103"])
    return user


@pytest.fixture
def administrator(divisions):
    """Somebody of the county."""
    user = User.objects.create_user("administrator", role=User.Role.ADMINISTRATOR)
    user.divisions.set(["430529"])
    return user


@pytest.fixture
def uploaded(workbook, staff):
    """Upload sheets, or a file, and let a worker do its part; returns the import as it then is."""

    def run(sheets, mode=ImportJob.Mode.CHECK, user=staff):
        path = workbook(sheets) if isinstance(sheets, dict) else sheets
        file = SimpleUploadedFile("台账.xlsx", path.read_bytes())
        job = actions.upload(user=user, file=file, mode=mode)
        return worked(job)

    return run


def confirmed(job, mode):
    """`job` after its uploader had it written."""
    return actions.write_checked(job=job, mode=mode, user=job.requested_by)


def worked(job):
    """`job` after a worker took it."""
    tasks.import_file(job.pk)
    return type(job).objects.get(pk=job.pk)
