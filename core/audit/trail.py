"""The audit trail: `record` what was done, `seal` it into a chain of hashes, `verify` that nobody touched the chain.

A line is written within its transaction and sealed just after it, so that no lock is held while people work.
What a killed process left unsealed is sealed by whoever seals next, or by the task in core/tasks.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.db import models, transaction

from core.actor import present
from core.divisions import enclosing_code
from core.models import AuditEvent, AuditHead
from core.personal_data.masking import scrub

BATCH = 500
#: What was looked up since `looking` began.
_looked_up: ContextVar[list[AuditEvent] | None] = ContextVar("looked_up", default=None)


def record(
    action: str, *, subject: models.Model | None = None, division: str = "", details: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Add a line to the trail: who does `action`, to what, where; `details` never carry personal data.

    The division is the subject's unless told, and where that has none, what holds all that the user answers for.
    """
    actor = present()
    codes = actor.user.division_codes if actor.user else ()
    event = AuditEvent.objects.create(
        actor=actor.user,
        actor_name=scrub(actor.name)[:150],
        action=AuditEvent.Action(action),
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=scrub(str(subject.pk)) if subject else "",
        division_code=division or division_of(subject) or enclosing_code(codes),
        details=storable(dict(details or {})),
        ip=address(actor.ip),
    )
    transaction.on_commit(seal, robust=True)
    looked_up = _looked_up.get()
    if looked_up is not None and event.action == AuditEvent.Action.LOOK_UP:
        looked_up.append(event)
    return event


@contextmanager
def looking() -> Iterator[list[AuditEvent]]:
    """The lines of what is looked up in here: whoever takes back what was done must write them again, it was seen."""
    looked_up: list[AuditEvent] = []
    token = _looked_up.set(looked_up)
    try:
        yield looked_up
    finally:
        _looked_up.reset(token)


def write_again(events: Sequence[AuditEvent]) -> None:
    """Lines that went with a transaction that was taken back."""
    for event in events:
        event.pk, event._state.adding = None, True
        event.save(force_insert=True)
        transaction.on_commit(seal, robust=True)


def division_of(subject: models.Model | None) -> str:
    """The code at the end of the subject's division path; blank where it has none."""
    value: Any = subject
    for step in getattr(subject, "division_path", "").split("__"):
        value = getattr(value, step, None) if step else None
    return value or ""


def address(text: str) -> str | None:
    """An address that the database accepts; a socket has none."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None


def storable(value: Any) -> Any:
    """`value` as JSON that every database gives back as it was, with identity and phone numbers masked."""
    if isinstance(value, Mapping):
        return {scrub(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(item) for item in value]
    text = scrub(str(value))
    return value if isinstance(value, int | None) and text == str(value) else text


def seal() -> int:
    """Give every committed line that has none its place in the chain; returns how many."""
    sealed = 0
    while AuditEvent.objects.unsealed().exists():
        sealed += _seal_batch()
    return sealed


@transaction.atomic(durable=True)
def _seal_batch() -> int:
    """Sealers wait for each other at the head's row, so the chain never forks."""
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    events = list(AuditEvent.objects.unsealed()[:BATCH])
    for event in events:
        digest = event.digest(head.length + 1, head.hash)
        AuditEvent.objects.filter(pk=event.pk).seal_as(head.length + 1, head.hash, digest)
        head.length, head.hash = head.length + 1, digest
    head.save()
    return len(events)


@dataclass(frozen=True)
class Finding:
    """What a verification saw; `fault` is blank where the chain is whole."""

    length: int
    hash: str
    unsealed: int
    fault: str


def _tell_nobody(done: int, total: int) -> None: ...


def verify(anchor: tuple[int, str] | None = None, tell: Callable[[int, int], None] = _tell_nobody) -> Finding:
    """Compute the whole chain again; `anchor` is the number and the hash of a line, noted down earlier.

    `tell` is told how many lines are done, of how many.
    """
    head = _head()
    known = [(head.length, head.hash), *([anchor] if anchor else [])]
    length, last, fault = 0, "", ""
    for event in AuditEvent.objects.sealed().iterator(chunk_size=2000):
        fault = _fault(event, length + 1, last, known)
        if fault:
            break
        length, last = length + 1, event.hash
        tell(length, head.length)
    fault = fault or _fault_at_end(length, known)
    return Finding(length, last, AuditEvent.objects.unsealed().count(), fault)


def _fault(event: AuditEvent, number: int, previous: str, known: list[tuple[int, str]]) -> str:
    """What is wrong with the line that should be `number`, after the line whose hash is `previous`."""
    if event.sequence != number:
        return f"第{number}条缺失"
    if event.hash != event.digest(number, event.previous_hash):
        return f"第{number}条被改动"
    if event.previous_hash != previous:
        return f"第{number}条与上一条不相接，两者之一被替换"
    if any(number == place and event.hash != noted for place, noted in known):
        return f"第{number}条与记下的校验值不符，它或它之前的记录被改写"
    return ""


def _fault_at_end(length: int, known: list[tuple[int, str]]) -> str:
    """Lines cut off at the end, or added there behind the head's back."""
    expected = max(place for place, _ in known)
    if length < expected:
        return f"第{length + 1}条缺失，末尾少了{expected - length}条"
    if length > _head().length:
        return f"第{_head().length + 1}条不是本系统封存的"
    return ""


def _head() -> AuditHead:
    return AuditHead.objects.filter(pk=1).first() or AuditHead()
