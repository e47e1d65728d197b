"""Putting an identity number right; two rows that are one person become one, and two again if that was wrong."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core import audit
from core.actor import present
from core.models import AuditEvent
from core.pages.display import value_at
from core.records import Record, voiding
from core.records.hindrance import Hindrance, Obstacle
from core.records.links import Link, links_to, renamings
from core.wall import everywhere
from labor.models import DrawnPerson, Merger, Person, PersonAlias
from labor.people.taken_over import changed_since, give_back, take_over

MERGED = "合并重复登记的人员"
UNDONE = "撤销合并"


@dataclass(frozen=True)
class Following:
    """The facts of one kind about the duplicate: those that go over, and those whose place is taken."""

    link: Link
    moving: list[Record]
    taken: list[Record]

    def told(self, row: Record) -> list[Any]:
        """What tells the fact from the person's others: its day, its employer."""
        names = dict.fromkeys(name for key in self.link.keys for name in key if name != self.link.field)
        return [value_at(row, name) for name in names]


def facts_following(*, kept: Person, duplicate: Person) -> list[Following]:
    """What becomes of the duplicate's facts. Where the kept person has one with the same key, voided or not, it stays.

    What was voided stays with the duplicate: nobody counts it.
    """
    found = (_following(link, kept, duplicate) for link in links_to(Person))
    return [each for each in found if each.moving or each.taken]


def _following(link: Link, kept: Person, duplicate: Person) -> Following:
    rows: list[Record] = list(link.live(duplicate).order_by("pk"))
    keys = [tuple(name for name in key if name != link.field) for key in link.keys]
    known = {key: set(link.rows(kept).values_list(*key)) for key in keys if rows}
    taken = [row for row in rows if any(_values(row, key) in known[key] for key in keys)]
    return Following(link, [row for row in rows if row not in taken], taken)


def _values(row: Record, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.serializable_value(name) for name in key)


@transaction.atomic
def merge(*, kept: Person, duplicate: Person, reason: str, taken: Collection[str] = ()) -> Merger:
    """Have every fact about `duplicate` be about `kept`; the duplicate is voided, its number leads to `kept`.

    `taken` are fields of which the duplicate's value is right. Raises ValidationError, in Chinese, where one of them is
    voided, both are the same, or a fact cannot be voided.
    """
    kept, duplicate = _locked(kept, duplicate)
    merger = Merger(kept=kept, duplicate=duplicate, reason=reason, merged_by=present().user)
    moved, voided = defaultdict(list), defaultdict(list)
    following = facts_following(kept=kept, duplicate=duplicate)
    for each in following:
        for row in each.taken:
            voiding.void(record=row, reason=MERGED, settles=False)
            voided[each.link.label].append(row.pk)
        for row in each.moving:
            each.link.point(row, each.link.name_of(kept), MERGED)
            moved[each.link.label].append(row.pk)
    if draws := _hand_over_draws(kept, duplicate):
        moved[DrawnPerson._meta.label_lower] = draws
    merger.moved, merger.voided, merger.aliases = moved, voided, _hand_over_numbers(kept, duplicate)
    voiding.void(record=duplicate, reason=f"{MERGED}：{reason}"[:200])
    take_over(merger, taken, MERGED)
    _settle(row for each in following for row in each.moving)
    merger.save()
    audit.record(AuditEvent.Action.MERGE, subject=kept, details={"reason": reason, "facts": merger.facts})
    return merger


def _settle(moved: Iterable[Record]) -> None:
    """What jobs write into cases follows from those that are the same person's now."""
    for row in moved:
        voiding.settle_target(row)


def _locked(*people: Person) -> list[Person]:
    """The two as the database has them now; nobody else writes them meanwhile."""
    keys = [person.pk for person in people]
    rows = Person.objects.everywhere("found for the user").select_for_update(of=("self",))
    found = {person.pk: person for person in rows.filter(pk__in=keys)}
    if len(found) < len(keys):
        raise ValidationError("要合并的须是两个没有作废的人，请重新选择")
    return [found[key] for key in keys]


def _hand_over_numbers(kept: Person, duplicate: Person) -> list[int]:
    """The duplicate's numbers, present and former, become former numbers of `kept`; the keys of the latter."""
    handed = list(duplicate.aliases.values_list("pk", flat=True))
    duplicate.aliases.update(person=kept)
    PersonAlias.objects.create(person=kept, id_number=duplicate.id_number.plain)
    return handed


def _hand_over_draws(kept: Person, duplicate: Person) -> list[int]:
    """Where a round of spot checks drew the duplicate, it drew `kept`; where it drew both, that is left as it is."""
    rows = DrawnPerson.objects.everywhere("what names a record follows, whosever it is")
    handed = rows.filter(person=duplicate).exclude(round__in=rows.filter(person=kept).values("round"))
    keys = list(handed.values_list("pk", flat=True))
    rows.filter(pk__in=keys).update(person=kept)
    return keys


@everywhere("what went over comes back, wherever it is by now")
@transaction.atomic
def undo_merge(*, merger: Merger, reason: str) -> None:
    """Make two of one again, with what was written about the moved facts since. Raises ValidationError in Chinese.

    What was entered about the kept person after the merger stays there.
    """
    locked = Merger.objects.select_for_update(of=("self", "kept", "duplicate"))
    merger = locked.select_related("kept", "duplicate").get(pk=merger.pk)
    rows = _rows_to_return(merger)
    if hindrance := why_not_undone(merger):
        raise Hindrance([Obstacle(hindrance, [merger.kept, merger.duplicate])])
    if obstacles := [*_stuck(merger, rows), *changed_since(merger)]:
        raise Hindrance(obstacles)
    kept, duplicate = merger.kept, merger.duplicate
    PersonAlias.objects.filter(person=kept, id_number=duplicate.id_number.plain).delete()
    PersonAlias.objects.filter(person=kept, pk__in=merger.aliases).update(person=duplicate)
    draws = merger.moved.get(DrawnPerson._meta.label_lower, ())
    DrawnPerson.objects.filter(pk__in=draws, person=kept).update(person=duplicate)
    merger.undone_at = timezone.now()
    merger.save(update_fields=["undone_at"])
    give_back(merger, UNDONE)
    voiding.revive(record=duplicate, reason=UNDONE)
    for link, moved, voided in rows:
        for row in moved:
            link.point(row, link.name_of(duplicate), UNDONE)
        for row in voided:
            voiding.revive(record=row, reason=UNDONE, settles=False)
    _settle(row for _, moved, _ in rows for row in moved if not row.is_voided)
    audit.record(AuditEvent.Action.MERGE, subject=kept, details={"undone": True, "reason": reason})


def why_not_undone(merger: Merger) -> str:
    """Why the two people cannot be taken apart any more; blank where they can."""
    kept, duplicate = merger.kept, merger.duplicate
    if merger.undone_at:
        return "这次合并已经撤销"
    if kept.is_voided:
        return "保留的人后来又被作废或合并到别人名下，请先撤销那一步"
    if not duplicate.is_voided:
        return "重复的那个人已经另行恢复，不能再撤销合并；记录归属请逐条改正"
    if not kept.aliases.filter(id_number=duplicate.id_number.plain).exists():
        return "重复的那个人的证件号码后来改作他用，不能撤销；请先把号码更正回来"
    return ""


Returning = list[tuple[Link, list[Record], list[Record]]]


def _rows_to_return(merger: Merger) -> Returning:
    """For each kind of facts, those that went over and those that were voided, as they are now."""
    known = links_to(Person)
    return [
        (
            link,
            list(link.model.with_voided.filter(pk__in=merger.moved.get(link.label, ()))),
            list(link.model.with_voided.filter(pk__in=merger.voided.get(link.label, ()))),
        )
        for link in known
        if link.label in merger.moved or link.label in merger.voided
    ]


def _stuck(merger: Merger, rows: Returning) -> Iterator[Obstacle]:
    """What was done to the facts since that stands in the way."""
    for link, moved, voided in rows:
        name, field = link.name_of(merger.kept), link.model._meta.get_field(link.field).attname
        if elsewhere := [row for row in moved if getattr(row, field) != name]:
            yield Obstacle(f"合并后有{link.kind}改到了别人名下，不能撤销；请先改回来", elsewhere)
        if revived := [row for row in voided if not row.is_voided]:
            yield Obstacle(f"合并时作废的{link.kind}后来被恢复，不能撤销；请先作废那一条", revived)


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
