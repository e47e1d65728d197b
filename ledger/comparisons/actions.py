"""What people decide about lines of a comparison: take theirs, keep ours, ask the village; and what the village says.

Whoever decides has been shown the lines as they stood: what somebody else has decided since is not overruled unseen.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.divisions import enclosing_code
from core.models import Division
from ledger.actions import locked
from ledger.comparisons.models import Answer, LineDecision, Standing
from ledger.models import ComparedLine, ImportJob, KeptDifference, RosterReading

DECIDED_MEANWHILE = "刚才有人先决定了，下面是现在的情况，请看过再决定。"
NOT_TO_BE_TAKEN = "台账里多出来的、开始日期不同的，不能“用他们的”：请更正台账，或者请村里核实"
NO_VILLAGE = "不知道是哪个村的，没有经办员可以问"
WRITING = "正在写入或已经写入的，不能再决定；写错了请撤销那一批"
NO_FILE = "名单文件已过保存期限并删除，不能再“用他们的”，请重新上传比对"
BEING_READ = "名单正在重新比对，比对完了请看过再决定"
CHUNK = 500


def digest_of_lines(lines: Sequence[ComparedLine]) -> str:
    """Tells the lines as somebody was shown them from the same lines decided otherwise since."""
    told = (f"{line.pk} {line.decision} {line.decided_at} {line.answer} {line.outcome}" for line in lines)
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def hindrance(line: ComparedLine, decision: str) -> str:
    """Why this cannot be decided of a line; blank where it can."""
    if line.standing in (Standing.TAKING, Standing.TAKEN):  # type: ignore[attr-defined]
        return WRITING
    if decision == LineDecision.VERIFY and len(line.place) < Division.Level.VILLAGE:
        return NO_VILLAGE
    return NOT_TO_BE_TAKEN if decision == LineDecision.TAKE and not line.may_be_taken else ""


@transaction.atomic
def decide(*, job: ImportJob, lines: Any, decision: str, seen: str, user: Any, note: str = "") -> int:
    """Decide about `lines`, a queryset of those that the user sees; how many it were.

    `seen` is the digest of the lines as they were shown: ValidationError where that has changed, and where it can't be
    decided so of any. A blank decision opens them again.
    """
    _refuse_while_read(job)
    held = list(lines.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    found = list(lines.filter(pk__in=held).with_standing().order_by("pk"))
    if digest_of_lines(found) != seen:
        raise ValidationError(DECIDED_MEANWHILE)
    able = [line for line in found if not hindrance(line, decision)]
    if not able:
        raise ValidationError(hindrance(found[0], decision) if found else DECIDED_MEANWHILE)
    _forget(job, able)
    told = _told(decision, user, note)
    if decision == LineDecision.TAKE:
        told["taken_in"] = _take(job, user)
    elif decision == LineDecision.KEEP:
        _keep(job, able, user)
    _update(lines, able, **told)
    return len(able)


def _refuse_while_read(job: ImportJob) -> None:
    """Its lines are replaced when a list is read anew."""
    if not locked(job).is_over:
        raise ValidationError(BEING_READ)


def _told(decision: str, user: Any, note: str) -> dict[str, Any]:
    return {
        "decision": decision, "decided_by": user, "decided_at": timezone.now(), "is_remembered": False, "note": note,
        "taken_in": None, "outcome": "", "said": "", "answer": "", "answered_by": None, "answered_at": None,
        "answer_note": "",
    }  # fmt: skip


def _update(lines: Any, chosen: Sequence[ComparedLine], **told: Any) -> None:
    for start in range(0, len(chosen), CHUNK):
        lines.filter(pk__in=[line.pk for line in chosen[start : start + CHUNK]]).update(**told)


def _take(job: ImportJob, user: Any) -> ImportJob:
    """Have the lines written that are about to be decided so: an import of the same file, which takes nothing else."""
    if not job.has_file:
        raise ValidationError(NO_FILE)
    taking = ImportJob(
        requested_by=user, mode=ImportJob.Mode.GOOD_ROWS, size=job.size, file_name=job.file_name,
        division_code=enclosing_code(user.division_codes), report={"divisions": " ".join(user.division_codes)},
    )  # fmt: skip
    taking.file.name = job.file.name
    taking.enqueue()
    RosterReading.objects.create(import_job=taking, compared_in=job)
    return taking


def _keep(job: ImportJob, lines: Sequence[ComparedLine], user: Any) -> None:
    """Remember them for the next list of that shape."""
    now = timezone.now()
    kept = (
        KeptDifference(
            division_code=job.division_code, fingerprint=line.fingerprint, digest=line.digest,
            ours_digest=line.ours_digest, theirs_digest=line.theirs_digest, kept_by=user, kept_at=now,
        )
        for line in lines
    )  # fmt: skip
    KeptDifference.objects.bulk_create(kept, batch_size=CHUNK, ignore_conflicts=True)


def _forget(job: ImportJob, lines: Sequence[ComparedLine]) -> None:
    """What is decided anew is kept no longer."""
    rows = KeptDifference.objects.everywhere("of the division of a job that the user sees")
    kept = [line for line in lines if line.decision == LineDecision.KEEP]
    for start in range(0, len(kept), CHUNK):
        some = kept[start : start + CHUNK]
        rows.filter(division_code=job.division_code, digest__in=[line.digest for line in some]).delete()


# --- what the village says ---


@transaction.atomic
def confirm(*, line: ComparedLine, user: Any, note: str) -> bool:
    """The record is right as it is; False where the village is not asked any more."""
    return bool(_asked(line.pk).update(answer=Answer.CONFIRMED, **_answered(user, note)))


def _asked(*keys: int) -> Any:
    rows = ComparedLine.objects.everywhere("of lines that were found for the user, or of a record that was saved")
    return rows.filter(pk__in=keys).verifying()


def _answered(user: Any, note: str = "") -> dict[str, Any]:
    return {"answered_by": user, "answered_at": timezone.now(), "answer_note": note[:200]}


def end_corrected(lines: Sequence[ComparedLine], user: Any) -> None:
    """What the village was asked about has been put right in the record itself."""
    if lines:
        _asked(*(line.pk for line in lines)).update(answer=Answer.CORRECTED, **_answered(user))
