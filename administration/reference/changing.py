"""What is done with an uploaded list: checked by a worker, brought in when somebody has agreed, taken back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from administration.reference.models import ReferenceChange
from core import audit
from core.jobs.queue import JobFailed
from core.models import AuditEvent, Installation, new_generation
from core.reference import files, lists

#: So many faults are kept of a file; whoever mends them uploads it again.
FAULTS_KEPT = 200
OVERTAKEN = "核对以后名单又变过，请重新上传核对"
CHANGED_SINCE = "写入以后又改过，不能撤销：{keys}"
Step = ReferenceChange.Step


def upload(*, user: Any, kind: str, file: Any) -> ReferenceChange:
    """Take a file in and have it checked."""
    change = ReferenceChange(requested_by=user, topic=kind, file=file, file_name=file.name[:200])
    return change.enqueue()


@transaction.atomic
def agree(*, change: ReferenceChange, step: str) -> bool:
    """Have it brought in or taken back; False where that is not its turn, however many press at once."""
    mine = ReferenceChange.objects.select_for_update().get(pk=change.pk)
    if not (mine.may_be_written if step == Step.WRITE else mine.may_be_undone):
        return False
    mine.step = step
    mine.enqueue()
    return True


def carry_out(change: ReferenceChange) -> None:
    """Do the step that is due, as the worker."""
    {Step.CHECK: _check, Step.WRITE: _write, Step.UNDO: _undo}[Step(change.step)](change)


def _check(change: ReferenceChange) -> None:
    kind = change.list_kind
    change.progress(0, 2, "正在读文件")
    try:
        change.listed = kind.understood(files.read(_path(change), kind.columns))
        change.progress(1, 2, "正在比较")
        found = lists.difference(kind, change.listed)
        change.found, change.in_use = found._asdict(), kind.in_use(found.vanishing.keys())
    except files.BrokenFile as broken:
        change.faults = [list(fault) for fault in broken.faults[:FAULTS_KEPT]]
    with change.finishing():
        change.save()
    change.file.delete(save=True)


def _path(change: ReferenceChange) -> Any:
    try:
        change.file.open().close()
    except (OSError, ValueError) as gone:
        raise JobFailed("上传的文件已经不在了，请重新上传") from gone
    return files.Path(change.file.path)


def _write(change: ReferenceChange) -> None:
    kind = change.list_kind
    with change.finishing():
        Installation.locked()
        found = lists.difference(kind, change.listed)
        if found._asdict() != change.found or kind.in_use(found.vanishing.keys()):
            raise JobFailed(OVERTAKEN)
        _apply(change, found)
        change.written_at = timezone.now()
        change.save(update_fields=["written_at"])


def _undo(change: ReferenceChange) -> None:
    """Only where everything still stands as it was written, and nobody needs what goes again."""
    kind, back = change.list_kind, change.difference.reversed
    with change.finishing():
        Installation.locked()
        stored = kind.stored(change.listed)
        old = {key: pair[0] for key, pair in back.changed.items()} | back.vanishing
        moved = [key for key, entry in old.items() if stored.get(key) != entry] + [
            key for key in back.added if key in stored
        ]
        if moved:
            raise JobFailed(CHANGED_SINCE.format(keys=_few(moved)))
        if used := kind.in_use(back.vanishing.keys()):
            raise JobFailed(f"正在使用，不能撤销：{_few(list(used))}")
        _apply(change, back)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])


def _apply(change: ReferenceChange, found: lists.Difference) -> None:
    lists.apply(change.list_kind, found)
    new_generation()  # names and workdays leave no history by which a computed number would know
    details = {"list": change.get_topic_display(), "state": change.get_step_display(), **found.counts}
    audit.record(AuditEvent.Action.REFERENCE_CHANGED, subject=change, details=details)


def _few(keys: list[str]) -> str:
    return "、".join(sorted(keys)[:5]) + (f" 等 {len(keys)} 个" if len(keys) > 5 else "")
