"""What forms ask beyond the 49 rules, as rules of the same kind: listed on the page, never told by check_data.

The functions are those that a form asks (`core.checks`); titles stand in `fixtures/doubts-on-entry.toml`.
A hit is about a record by its model and key: no number of the ledger names what these look at.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

from django.conf import settings

from core.audit import division_of
from core.checks import CHECKS, Check
from core.doubts import Doubt, Snapshot
from doubts.catalogue import DoubtRule, InvalidDoubts, Severity

OPTIONS = ("at_risk", "enabled", "since", "until")
#: What such a rule's message says: the sentence of its function.
SENTENCE = "说明"


@lru_cache
def noticed() -> dict[str, DoubtRule]:
    """Each such rule by its code, in the order of the file; InvalidDoubts where it does not fit the functions."""
    written = tomllib.loads((settings.BASE_DIR / "fixtures" / "doubts-on-entry.toml").read_text("utf-8"))
    checks = {check.code: check for check in CHECKS if check.code}
    if missing := written.keys() ^ checks.keys():
        raise InvalidDoubts(f"fixtures/doubts-on-entry.toml 与登记时的询问对不上：{'、'.join(sorted(missing))}")
    return {code: _rule(code, table, checks[code]) for code, table in written.items()}


def _rule(code: str, table: Mapping[str, Any], check: Check) -> DoubtRule:
    options = {name: table[name] for name in OPTIONS if name in table}
    return DoubtRule(
        code, table["title"], Severity(table["severity"]), f"{{{SENTENCE}}}", table.get("remedy", "核对后改正"),
        partial(find_all, check), on_entry=False, model=check.model, **options,
    )  # fmt: skip


def find_all(check: Check, facts: Snapshot) -> Iterator[Doubt]:
    """What the function says of each record that is stored."""
    model: Any = check.model
    path = model.division_path.split("__")[:-1] or ([model.about] if model.about else [])
    rows = model.objects.everywhere("each doubt is shown to who may see it").order_by("pk")
    for record in rows.select_related("__".join(path)) if path else rows:
        yield from find_of(check, record, facts)


def find_of(check: Check, record: Any, facts: Snapshot) -> Iterator[Doubt]:
    """What the function says of one record, each sentence by its place."""
    for place, sentence in enumerate(check.find(record, facts.on)):
        yield Doubt(name_in(record), str(place or ""), division_of(record), {SENTENCE: sentence})


def name_in(record: Any) -> str:
    """What these doubts call a record by."""
    return f"{record._meta.label_lower}:{record.pk}"


def key_in(subject: str) -> str:
    """The key of the record that is called so."""
    return subject.rpartition(":")[2]
