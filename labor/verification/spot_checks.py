"""Who may not spot-check whom: what somebody entered or verified is looked at by somebody else."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from core.audit.changes import IMPORTED
from core.records import Record
from labor.models import Person, SpotCheck


def knows_facts_of(user: Any, person: Person) -> bool:
    """Whether `user` entered or verified a fact about `person`, or the person's own row, by hand.

    An import does not count: it brings in what others found out.
    """
    written = [Person.history.filter(id=person.pk), *(model.history.filter(person=person) for model in _facts())]
    imported = Q(history_change_reason__startswith=IMPORTED)
    return any(rows.filter(~imported, history_user=user).exists() for rows in written)


def _facts() -> list[Any]:
    """The kinds of records that tell of a person; of all apps, so that services of those above are among them."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model.about == "person" and model is not SpotCheck
    ]
