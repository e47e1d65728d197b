"""Who may not spot-check whom: what somebody entered or verified is looked at by somebody else."""

from collections.abc import Collection
from typing import Any

from django.apps import apps

from core.audit.changes import IMPORTED
from core.records import Record
from labor.models import Person, SpotCheck

#: Said to who may not check somebody.
OWN_ENTRY = "您登记或核实过此人的信息，镇级自查不能由您来做，请换一位经办人员抽查"


def knows_facts_of(user: Any, person: Person) -> bool:
    """Whether `user` entered or verified a fact about `person`, or the person's own row, by hand.

    An import does not count: it brings in what others found out.
    """
    return bool(who_knows_whom([user], [person]))


def who_knows_whom(users: Collection[Any], people: Collection[Person]) -> set[tuple[int, int]]:
    """The same for many: pairs of keys, of a user and of a person whose facts they know; a query a kind of facts."""
    found: set[tuple[int, int]] = set()
    for rows, key in _written():
        of_them = rows.filter(history_user__in=users, **{f"{key}__in": [person.pk for person in people]})
        by_hand = of_them.exclude(history_change_reason__startswith=IMPORTED)
        found.update(by_hand.order_by().values_list("history_user", key).distinct())
    return found


def _written() -> list[tuple[Any, str]]:
    """The histories of people and of all that tells of them, each with the column that says of whom."""
    return [(Person.history.all(), "id"), *((model.history.all(), "person") for model in _facts())]


def _facts() -> list[Any]:
    """The kinds of records that tell of a person; of all apps, so that services of those above are among them."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Record) and model.about == "person" and model is not SpotCheck
    ]
