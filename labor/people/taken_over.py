"""What a person who was entered twice keeps of the other row, field by field; undone with the merger.

What was there before stands in the history, by its number: no copy of it is kept beside the person.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError

from core.records.conflicts import latest_version
from core.records.hindrance import Hindrance, Obstacle
from core.records.voiding import settle
from labor.models import Merger, Person
from labor.people.models import HEAD

#: The number is that of the row that stays; the other leads to it.
CHOOSABLE = (
    "name", "village", "household", "relation_to_head", "education", "schooling", "health", "capacity", "phone",
    "joined_on", "left_on", "leaving_reason",
)  # fmt: skip


def differing(left: Person, right: Person) -> list[Any]:
    """The fields that say something else of either."""
    fields = (Person._meta.get_field(name) for name in CHOOSABLE)
    return [each for each in fields if getattr(left, each.attname) != getattr(right, each.attname)]


def take_over(merger: Merger, names: Collection[str], reason: str) -> None:
    """Give the kept person these values of the duplicate, which is voided already. ValidationError where they clash."""
    kept, duplicate = merger.kept, merger.duplicate
    if not names:
        return
    for name in names:
        setattr(kept, name, getattr(duplicate, name))
    if clash := _clash(kept):
        raise ValidationError(f"{clash}；请改选另一边的")
    kept._change_reason = reason
    kept.save()
    settle(kept, changed=names)
    merger.taken = {"fields": list(names), "version": latest_version(kept)}


def changed_since(merger: Merger) -> Iterator[Obstacle]:
    """What of it somebody has changed since."""
    for field, taken, _ in _lines(merger):
        if getattr(merger.kept, field.attname) != taken:
            told = f"合并时采用的{field.verbose_name}后来又改过，不能撤销；请先改回来"
            yield Obstacle(told, [merger.kept])


def give_back(merger: Merger, reason: str) -> None:
    """Let the kept person be what it was before. Hindrance where that does not go together any more."""
    if not merger.taken:
        return
    for field, _, before in _lines(merger):
        setattr(merger.kept, field.attname, before)
    if clash := _clash(merger.kept):
        raise Hindrance([Obstacle(f"撤销后{clash}；请先改好", [merger.kept])])
    merger.kept._change_reason = reason
    merger.kept.save()
    settle(merger.kept, changed=merger.taken["fields"])


def _clash(person: Person) -> str:
    """What of the person does not go together as it is now, derived anew; blank where all does."""
    home = person.household
    if person.relation_to_head == HEAD and home and (head := home.other_head(person)):
        return f"这一户已有户主{head}，一户不能有两个户主"
    person.derive()
    try:
        person.full_clean()
    except ValidationError as faults:
        return "；".join(faults.messages)
    return ""


def _lines(merger: Merger) -> Iterator[tuple[Any, Any, Any]]:
    """Each field that was taken over, with what it was then and before."""
    if not merger.taken:
        return
    lines = merger.kept.history.filter(history_id__lte=merger.taken["version"]).order_by("-history_id")
    then, before = lines[:2]
    for name in merger.taken["fields"]:
        field: Any = Person._meta.get_field(name)
        yield field, getattr(then, field.attname), getattr(before, field.attname)
