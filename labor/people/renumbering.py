"""Putting an identity number right."""

from django.db import transaction

from core import audit
from core.links import renamings
from core.models import AuditEvent
from labor.models import Person, PersonAlias


@transaction.atomic
def change_number(*, person: Person, number: str, reason: str) -> Person:
    """Give `person` the valid, free `number`; the old one goes on leading to the person, in look-ups and imports."""
    former = person.id_number.plain
    person.aliases.filter(id_number=number).delete()
    PersonAlias.objects.create(person=person, id_number=former)
    person.id_number = number
    following = renamings(person)
    person.derive()
    person._change_reason = f"更正证件号码：{reason}"[:100]
    person.save()
    for each in following:
        each.follow(person, "更正证件号码")
    audit.record(AuditEvent.Action.RENUMBER, subject=person, details={"reason": reason})
    return person
