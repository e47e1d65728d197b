"""Putting an identity number right."""

from django.db import transaction

from core import audit
from core.models import AuditEvent
from labor.links import by_number
from labor.models import Person, PersonAlias


@transaction.atomic
def change_number(*, person: Person, number: str, reason: str) -> Person:
    """Give `person` the valid, free `number`; the old one goes on leading to the person, in look-ups and imports."""
    former = person.id_number.plain
    facts = [(link, list(link.rows(person))) for link in by_number()]
    person.aliases.filter(id_number=number).delete()
    PersonAlias.objects.create(person=person, id_number=former)
    person.id_number = number
    person.derive()
    person._change_reason = f"更正证件号码：{reason}"[:100]
    person.save()
    for link, rows in facts:
        for row in rows:
            link.point(row, number, "更正证件号码")
    audit.record(AuditEvent.Action.RENUMBER, subject=person, details={"reason": reason})
    return person
