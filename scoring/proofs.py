"""What proves that a sub-item's points were earned: the records that are the proof, and the files attached to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Window
from django.db.models.functions import Cast
from django.urls import reverse

from core.models import Document
from core.registers.declaration import Register, declared
from scoring.drilldown import Drilldown

#: So many files of each register are named.
NAMED = 5


class Proven(NamedTuple):
    """A record that proves what a sub-item asks for, and the files attached to it."""

    record: Any
    documents: list[Document]


@dataclass(frozen=True)
class Proving:
    """The register in whose records the proof is, and where it is; `more` files are attached there than are named."""

    title: str
    address: str
    records: list[Proven]
    more: int = 0


class Proofs(NamedTuple):
    """What proves a sub-item, and the registers to which files may be attached where full marks rest on none."""

    found: list[Proving]
    lacking: list[Proving]


def proofs_of(drilldown: Drilldown, user: Any) -> Proofs:
    """The files that are attached to what the sub-item counts in the place, as far as the user sees it."""
    among = [_proving(drilldown, register, user) for register in proving(drilldown.sub_item.rule.name)]
    found, result = [each for each in among if each.records], drilldown.result
    in_full = result.score is not None and not result.deducted
    return Proofs(found, among if in_full and not found else [])


def proving(rule: str) -> Iterator[type[Register]]:
    """The registers to whose records files are attached that prove what a rule counts: its own, and their parts."""
    counted = {register.model for register in declared if rule in register.counted_in}
    for register in declared:
        of = register.model._meta.get_field(register.parent).related_model if register.parent else None
        if register.takes_documents and (register.model in counted or of in counted):
            yield register


def _proving(drilldown: Drilldown, register: type[Register], user: Any) -> Proving:
    if (records := drilldown.proofs(user)) is not None:
        attached = Document.objects.of_all(records)
        found = [Proven(record, attached.get(record.pk, [])) for record in records]
        return Proving(register.title(), reverse(register.route("list")), found)
    rows = register.rows().within(drilldown.place).visible_to(user)
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    kind = ContentType.objects.get_for_model(register.model)
    files = Document.objects.filter(content_type=kind, object_pk__in=keys, voided_at=None)
    named = list(files.annotate(attached=Window(Count("pk"))).order_by("-uploaded_at", "-pk")[:NAMED])
    seen = {str(record.pk): record for record in rows.filter(pk__in=[each.object_pk for each in named])}
    by_record: dict[str, list[Document]] = {}
    for document in named:
        by_record.setdefault(document.object_pk, []).append(document)
    found = [Proven(seen[key], documents) for key, documents in by_record.items()]
    more = max(named[0].attached - NAMED, 0) if named else 0
    return Proving(register.title(), reverse(register.route("list")), found, more)
