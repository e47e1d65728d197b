"""A memo of what was counted, keyed by all that the answer depends on: the data's versions, and the program's.

It may be thrown away at any moment and gives the same answer without. Nothing in it can go stale: a write changes the
key, and what was counted while somebody was writing is not kept. See docs/adr/0026-memo-under-writes.md for the proof.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache import cache

from core import program
from core.history import data_versions, tables_being_written

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
    versions, shared = data_versions(), (program.digest(), *circumstances)
    keys = {name: _key(name, *shared, *(versions[table] for table in sorted(read))) for name, read in parts.items()}
    known = cache.get_many(keys.values())
    missing = [name for name, key in keys.items() if key not in known]
    if missing:
        moving = tables_being_written()  # asked after the versions and before counting: the proof stands on this order
        found = find(missing)
        cache.set_many({keys[name]: found[name] for name in missing if moving.isdisjoint(parts[name])}, SECONDS)
        known |= {keys[name]: found[name] for name in missing}
    return {name: known[key] for name, key in keys.items()}


def _key(*parts: object) -> str:
    return f"memo:{hashlib.sha256(':'.join(map(str, parts)).encode()).hexdigest()}"
