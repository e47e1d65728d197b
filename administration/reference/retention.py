"""Uploaded lists do not stay: a worker deletes each when it has read it, and this what no worker came to."""

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from administration.reference.models import FOLDER, ReferenceChange

#: A check that failed may be repeated so long.
KEPT_FOR = timedelta(days=7)


def delete_old() -> int:
    """Delete uploads that were left, also those of which no row knows; returns how many."""
    before = timezone.now() - KEPT_FOR
    there = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    names = [f"{FOLDER}/{name}" for name in there]
    old = [name for name in names if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    ReferenceChange.objects.filter(file__in=old).update(file="")
    return len(old)
