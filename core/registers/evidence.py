"""The files that prove what the records of a place say, newest first, whatever kind of record they are attached to."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast

from core.models import Document
from core.records import Record
from core.registers.declaration import declared

#: So many are shown of a place; the others stand on the pages of their records.
SHOWN = 10


class Evidence(NamedTuple):
    """A file, and the record on whose page it lies."""

    document: Document
    record: Record


class EvidenceOf(NamedTuple):
    """The newest files of a place, and how many there are."""

    shown: list[Evidence]
    total: int


def evidence_of(place: str, user: Any) -> EvidenceOf:
    """As far as the user sees the records; one question, and one a kind of record for what is shown."""
    found = Q(pk__in=[])
    for model in _kinds():
        keys = _rows(model, user).within(place).annotate(key=Cast("pk", CharField())).order_by().values("key")
        found |= Q(content_type=ContentType.objects.get_for_model(model), object_pk__in=keys)
    documents = Document.objects.filter(found, voided_at__isnull=True).select_related("uploaded_by")
    documents = documents.order_by("-uploaded_at", "-pk")
    return EvidenceOf(list(_with_records(list(documents[:SHOWN]), user)), documents.count())


def _kinds() -> list[Any]:
    """The models of which files are taken; what belongs to a whole town is in no village."""
    return [register.model for register in declared if register.takes_documents]


def _rows(model: Any, user: Any) -> Any:
    return model._default_manager.visible_to(user)


def _with_records(documents: list[Document], user: Any) -> Iterator[Evidence]:
    keys: dict[Any, set[str]] = {}
    for document in documents:
        keys.setdefault(document.content_type_id, set()).add(document.object_pk)
    records: dict[tuple[int, str], Any] = {}
    for kind, wanted in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        records |= {(kind, str(row.pk)): row for row in _rows(model, user).filter(pk__in=wanted)}
    yield from (Evidence(each, records[each.content_type_id, each.object_pk]) for each in documents)
