"""A comparison with its file is kept longer than an import, and goes with its time; what was kept ours stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ledger.models import COMPARED_FOR, KEPT_FOR, ComparedLine, ImportJob, KeptDifference
from ledger.retention import delete_old
from tests.comparisons.conftest import compared, line_of
from tests.comparisons.test_deciding import press

pytestmark = pytest.mark.django_db


def uploaded_before(job, ago):
    """As if it had been uploaded so long ago, with its file."""
    ImportJob.objects.filter(pk=job.pk).update(uploaded_at=timezone.now() - ago)
    job.refresh_from_db()


def test_it_outlives_imports_and_goes_with_its_own_time(page, monkeypatch):
    found = compared(page)
    press(page, line_of(found, name="试三"), "keep")
    monkeypatch.setattr("ledger.retention.default_storage.get_modified_time", lambda name: found.uploaded_at)
    uploaded_before(found, KEPT_FOR + timedelta(days=1))
    delete_old()
    assert (found.has_file, ComparedLine.objects.filter(job=found).count()) == (True, 5)
    uploaded_before(found, COMPARED_FOR + timedelta(days=1))
    delete_old()
    assert (found.has_file, ComparedLine.objects.filter(job=found).count()) == (False, 0)
    assert KeptDifference.objects.count() == 1
