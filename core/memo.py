"""A memo of what was counted, keyed by all that the answer depends on, the version of the data included.

It may be thrown away at any moment and gives the same answer without: nothing in it can go stale, because a write
changes the key. See docs/adr/0007-memo-by-history.md.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache

from core.history import data_versions

SECONDS = 24 * 60 * 60
Name = TypeVar("Name")


def remembered(
    parts: Mapping[Name, Collection[str]],
    circumstances: Iterable[object],
    find: Callable[[Collection[Name]], Mapping[Name, Any]],
) -> dict[Name, Any]:
    """What `find` makes of each part, found anew only for those of which a table has changed.

    A part is a name and the tables that it is made from; `circumstances` are what else all answers depend on.
    """
    versions, shared = data_versions(), tuple(circumstances)
    keys = {name: _key(name, *shared, *(versions[table] for table in sorted(read))) for name, read in parts.items()}
    known = cache.get_many(keys.values())
    missing = [name for name, key in keys.items() if key not in known]
    if missing:
        found = find(missing)
        fresh = {keys[name]: found[name] for name in missing}
        cache.set_many(fresh, SECONDS)
        known |= fresh
    return {name: known[key] for name, key in keys.items()}


def _key(*parts: object) -> str:
    return f"memo:{hashlib.sha256(':'.join(map(str, parts)).encode()).hexdigest()}"
