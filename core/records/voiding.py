"""Nothing is deleted: a record that was entered by mistake is voided with a reason, and can be brought back.

What it wrote into others by itself (core/records/derived.py) goes and comes with it; so it does after a correction, and
after an import: whoever voids, revives, corrects or imports a record settles that.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from core import audit
from core.models import AuditEvent, DerivedFact
from core.records import Record, noting
from core.records.conflicts import latest_version
from core.records.derived import (
    DERIVATIONS,
    AutomaticDerivation,
    Derivation,
    Settled,
    Written,
    caused_by,
    is_revived_with,
    note,
)
from core.records.hindrance import LISTED, Hindrance, Obstacle
from core.records.links import links_to, named_by
from core.wall import everywhere

#: So many records of a kind are named that stand in the way.
NAMED = 2
CHUNK = 5_000


@dataclass(frozen=True)
class Dependents:
    """Records of one kind that would stand on nothing, the first of them by name."""

    kind: str
    count: int
    names: list[str]


def dependents_of(record: Record) -> list[Dependents]:
    """What stands on `record`, whether it names it by key or by number."""
    found = []
    for link in links_to(type(record)):
        rows = list(link.live(record)[:NAMED])
        found += [Dependents(link.kind, link.live(record).count(), [str(row) for row in rows])] if rows else []
    return found


def in_the_way(record: Record) -> list[Record]:
    """The records that stand on `record`, some of each kind, so that they can be gone to one by one."""
    return [row for link in links_to(type(record)) for row in link.live(record)[:LISTED]]


@transaction.atomic
def void(*, record: Record, reason: str, settles: bool = True) -> Record:
    """Take a mistake out of every list, count and export, with what it wrote elsewhere. What stands on it goes first.

    Who has another record take its place `settles` that afterwards.
    """
    if found := dependents_of(record):
        named = "、".join(f"{each.count}条{each.kind}" for each in found)
        first = "、".join(f"{each.kind}“{name}”" for each in found for name in each.names)
        why = f"还有{named}属于它，请先改正或作废这些记录：{first}"
        raise Hindrance([Obstacle(why, in_the_way(record))], code="dependents")
    moment = timezone.now()
    for row in (record, *parts_of(record, voided_at=None)):
        row.voided_at, row.void_reason = moment, reason
        _written(row, reason, AuditEvent.Action.VOID, settles)
    return record


@transaction.atomic
def revive(*, record: Record, reason: str, settles: bool = True) -> Record:
    """Bring a voided record back with what went with it, unless what it stands on is voided itself."""
    if hindrance := record.why_not_revived():
        raise ValidationError(hindrance, code="hindered")
    for field in record._meta.concrete_fields:
        other = getattr(record, field.name) if isinstance(field, models.ForeignKey) else None
        if isinstance(other, Record) and other.is_voided and not is_revived_with(record, other):
            raise ValidationError(f"它所属的{other._meta.verbose_name}已作废，请先恢复", code="voided")
    for link, named in named_by(record):
        if named is None or named.is_voided:
            raise ValidationError(f"它所属的{link.target._meta.verbose_name}已作废，请先恢复", code="voided")
    for row in (record, *parts_of(record, voided_at=record.voided_at)):
        row.voided_at, row.void_reason = None, ""
        _written(row, reason, AuditEvent.Action.REVIVE, settles)
    return record


def parts_of(record: Record, **which: Any) -> list[Record]:
    """The records that are a part of this one."""
    found: list[Record] = []
    for name in record.parts:
        relation: Any = record._meta.get_field(name)
        rows = relation.related_model.with_voided.everywhere("a part goes and comes with its whole")
        found += rows.filter(**{relation.field.name: record.pk}, **which)
    return found


def _written(record: Record, reason: str, action: str, settles: bool) -> None:
    record._change_reason = reason
    record.save()
    settled = settle(record) if settles else Settled()
    audit.record(action, subject=record, details={"reason": reason, **settled.told})


@everywhere("what follows from an action is written wherever it belongs")
def settle(cause: Record, changed: Collection[str] | None = None) -> Settled:
    """Take back what `cause` wrote and no longer says; write what it says and has not written.

    `changed` are the fields of a correction, None where it is new, voided or brought back. Of what somebody has changed
    by hand since, nothing is undone.
    """
    settled = Settled()
    for table in caused_by(type(cause)):
        for fact in table.facts.filter(cause=cause.pk).order_by("pk"):
            _review(table, fact, cause, settled)
        if isinstance(table, AutomaticDerivation) and (changed is None or not set(table.depends).isdisjoint(changed)):
            _write_due(table, cause, settled)
    cause.along, cause.left_alone = settled.along, tuple(settled.left)
    return settled


@everywhere("what follows from an action is written wherever it belongs")
def settle_all(model: type[Record], keys: Collection[int]) -> None:
    """Settle the rows of a model that were written in bulk, of those that ever wrote anything elsewhere."""
    names, wanted = [each.name for each in caused_by(model)], list(keys)
    for start in range(0, len(wanted) if names else 0, CHUNK):
        facts = DerivedFact.objects.filter(kind__in=names, cause__in=wanted[start : start + CHUNK])
        causes = set(facts.values_list("cause", flat=True))
        for cause in model.with_voided.filter(pk__in=causes).order_by("pk"):
            settle(cause, changed=())


@everywhere("what follows from an action is written wherever it belongs")
def settle_corrected(corrected: Mapping[Record, Collection[str]]) -> None:
    """Settle records of one model that forms have changed, each with the names of its fields that differ.

    One question finds those that have written something elsewhere, or from which something may follow now.
    """
    tables, keys = caused_by(type(next(iter(corrected)))), [each.pk for each in corrected]
    facts = DerivedFact.objects.filter(kind__in=[each.name for each in tables], cause__in=keys)
    causes = set(facts.values_list("cause", flat=True)) if tables else set()
    follows = {name for each in tables if isinstance(each, AutomaticDerivation) for name in each.depends}
    for record, changed in corrected.items():
        if record.pk in causes or not follows.isdisjoint(changed):
            settle(record, changed)


@everywhere("what follows from an action is written wherever it belongs")
def settle_target(target: Record) -> None:
    """Settle whatever writes into `target`, which has gone over to somebody else."""
    for table in DERIVATIONS:
        if isinstance(table, AutomaticDerivation) and table.target is type(target):
            _drop_outdated(table, target)
            _let_others_write(table, target, Settled())


def _review(table: Derivation, fact: DerivedFact, cause: Record, settled: Settled) -> None:
    """Undo what was written, or write it again, as its cause now has it."""
    target = table.row(fact.target)
    wanted = not cause.is_voided and table.holds(cause, target, Written.by(table, fact, target).row)
    moved = wanted and fact.changed_on != table.day(cause)
    if fact.stands and (moved or not wanted):
        undone = _undo_written(table, fact, cause, settled)
        if undone and not moved:
            _let_others_write(table, target, settled)
    if wanted and not fact.stands:
        _drop_outdated(table, target)
        _write_again(table, fact, cause, settled)


def _undo_written(table: Derivation, fact: DerivedFact, cause: Record, settled: Settled) -> bool:
    """Whether the target is again what it was: it is left where somebody has changed it since."""
    target = table.row(fact.target)
    written = Written.by(table, fact, target)
    reason = table.because(cause, "作废一并撤回" if cause.is_voided else "改正一并撤回")
    if target.is_voided or written.of(target) != written.values or written.is_followed(target):
        _leave(fact, target, "撤回", settled)
        return False
    fact.stands = False
    fact.save()
    if written.made:
        void(record=target, reason=reason)
    else:
        written.put_back(target, reason)
    settled.changed[str(target._meta.verbose_name)] += 1
    return True


def _write_again(table: Derivation, fact: DerivedFact, cause: Record, settled: Settled) -> None:
    target, fact.changed_on = table.row(fact.target), table.day(cause)
    written = Written.by(table, fact, target)
    reason = table.because(cause, "恢复一并恢复")
    if target.is_voided != written.made or (not written.made and written.of(target) != written.before_values):
        _leave(fact, target, "恢复", settled)
        return
    try:
        if written.made:
            revive(record=target, reason=reason)
        else:
            written.put_again(target, reason)
    except noting.Untimely:
        _leave(fact, target, "恢复", settled)
        return
    fact.stands, fact.version, fact.first = True, *[latest_version(target)] * 2
    fact.save()
    settled.changed[str(target._meta.verbose_name)] += 1


def _leave(fact: DerivedFact, target: Record, word: str, settled: Settled) -> None:
    """What somebody changed since is theirs."""
    fact.delete()
    if word == "撤回" and target.is_voided:
        return
    settled.left.append(f"{target._meta.verbose_name}“{target}”后来有人改过，没有一并{word}，请核对")


def _write_due(table: AutomaticDerivation, cause: Record, settled: Settled) -> None:
    """Write what follows from a live cause and is not written yet."""
    known = table.facts.filter(cause=cause.pk, stands=True).values("target")
    for target in () if cause.is_voided else table.due(cause).exclude(pk__in=known):
        _drop_outdated(table, target)
        _write(table, cause, target, settled)


def _write(table: AutomaticDerivation, cause: Record, target: Record, settled: Settled) -> None:
    target = table.row(target.pk)
    if table.write(cause, target):
        note(type(table), cause=cause, target=target)
        settled.changed[str(target._meta.verbose_name)] += 1


def _drop_outdated(table: Derivation, target: Record) -> None:
    """Take out of `target` what others wrote that no longer say so; whoever asks for it says what takes its place."""
    for fact in table.facts.filter(target=target.pk, stands=True):
        other = table.cause.with_voided.get(pk=fact.cause)
        written = Written.by(table, fact, target).row
        if other.is_voided or not table.holds(other, target, written):
            _undo_written(table, fact, other, Settled())


def _let_others_write(table: Derivation, target: Record, settled: Settled) -> None:
    """What one cause took back may follow from another."""
    if isinstance(table, AutomaticDerivation):
        for other in table.causes(target):
            if table.due(other).filter(pk=target.pk).exists():
                _write(table, other, target, settled)
