"""The program that this process runs, told by its source: what an older one has counted means nothing to this one."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings


@cache
def digest() -> str:
    """The SHA-256 of our source and of the libraries pinned; asked at the start, before anybody changes a file."""
    found = hashlib.sha256()
    for path in sorted(_sources()):
        found.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def _sources() -> Iterator[Path]:
    yield Path(settings.BASE_DIR, "requirements.txt")
    for config in apps.get_app_configs():
        folder = Path(config.path)
        if folder.parent == Path(settings.BASE_DIR):
            yield from folder.rglob("*.py")
