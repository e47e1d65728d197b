"""What is counted again only when a record has changed; see docs/adr/0007-memo-by-history.md.

It may be thrown away at any moment and gives the same answer without: nothing in it can go stale, because a write
changes the key.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from core.history import data_version

SECONDS = 24 * 60 * 60
Found = TypeVar("Found")


def remembered(name: str, find: Callable[[], Found]) -> Found:
    """What `find` finds; `name` tells everything that it depends on besides the records."""
    key = f"memo:{hashlib.sha256(f'{name}:{data_version()}'.encode()).hexdigest()}"
    found: Found | None = cache.get(key)
    if found is None:
        found = find()
        cache.set(key, found, SECONDS)
    return found
