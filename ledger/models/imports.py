"""What is kept of imports: the batch that wrote something, the job that a user follows, and its marked copy."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.divisions import enclosing_code
from core.fields import PrivateFileField
from core.jobs.queue import Job, JobQuerySet
from core.scoping import ScopedQuerySet
from ledger.report import EffectKind
from ledger.rules import OVERSEE

#: For so long an uploaded file is kept, with the list of what was refused in it.
KEPT_FOR = timedelta(days=7)
#: A comparison is worked through for longer: villages are asked in between.
COMPARED_FOR = timedelta(days=30)
FOLDER = "ledger"
#: How the reasons begin that history rows bear which an import wrote, or the undoing of one.
IMPORT_REASON, UNDO_REASON = "import:", "撤销第"
COUNTS = ("rows", "added", "changed", "unchanged", "refused")


class ImportBatch(models.Model):
    """One import that wrote something. Row history names it: `history_reason`."""

    division_path = "division_code"

    created_at = models.DateTimeField("导入时间", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    division_code = models.CharField("区划范围", max_length=12, blank=True, default="")
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, help_text="SHA-256")
    report = models.JSONField("结果", default=dict, help_text="按表计数，不含个人信息")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "导入批次"
        verbose_name_plural = verbose_name
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.file_name}（{self.created_at:%Y-%m-%d %H:%M}）"

    @property
    def history_reason(self) -> str:
        """What the history rows of this batch bear as their reason."""
        return f"{IMPORT_REASON}{self.pk}"

    @property
    def undo_reason(self) -> str:
        """What the history rows bear that take this batch back."""
        return f"{UNDO_REASON}{self.pk}批台账导入"


class ImportJobQuerySet(ScopedQuerySet, JobQuerySet):
    def visible_to(self, user: Any) -> "ImportJobQuerySet":
        """A user's own imports, of the divisions that they have now; who oversees imports sees all inside theirs.

        Comparisons are seen by all who have the division: an office works through one together.
        What was brought in for a town that the user has left is theirs no more, with its report and marked copy.
        """
        inside, own = super().visible_to(user), self.filter(requested_by=user)
        shared = Q(requested_by=user) | Q(mode=ImportJob.Mode.COMPARE)
        seen = inside if user.has_perm(OVERSEE) else inside.filter(shared)
        return seen | own.for_all_of(user) if len(user.division_codes) > 1 else seen

    def for_all_of(self, user: Any) -> "ImportJobQuerySet":
        """Imports for several divisions at once, all of which the user has to this day."""
        codes = set(user.division_codes)
        together = self.filter(division_code=enclosing_code(codes)).bounded()
        told = set(together.values_list("report__divisions", flat=True))
        return together.filter(report__divisions__in=[each for each in told if each and codes.issuperset(each.split())])


class ImportJob(Job):
    """A workbook that a user uploaded: checked, and written when there is nothing against it."""

    class Mode(models.TextChoices):
        CHECK = "check", "先检查，不写入"
        GOOD_ROWS = "good_rows", "只写入无误的行"
        ALL_OR_NOTHING = "all_or_nothing", "有错就全部不写"
        COMPARE = "compare", "只比对，不写入"

    class Outcome(models.TextChoices):
        CHECKED = "checked", "已检查，未写入"
        WRITTEN = "written", "已写入"
        REFUSED = "refused", "有错误，未写入"
        UNREADABLE = "unreadable", "无法读取"
        COMPARED = "compared", "已比对"

    task = "ledger.tasks.import_file"
    division_path = "division_code"

    public_id = models.UUIDField("公开编号", unique=True, default=uuid4, editable=False)
    division_code = models.CharField("区划范围", max_length=12, blank=True, default="", db_index=True)
    mode = models.CharField("方式", max_length=20, choices=Mode.choices, default=Mode.CHECK)
    file = PrivateFileField("文件", upload_to=FOLDER, suffix=".xlsx")
    file_name = models.CharField("文件名", max_length=200)
    is_pasted = models.BooleanField("粘贴的", default=False, help_text="不是上传的文件，是粘贴的一块表格")
    size = models.PositiveBigIntegerField("大小")
    uploaded_at = models.DateTimeField("上传时间", default=timezone.now, editable=False)
    outcome = models.CharField("结果", max_length=20, choices=Outcome.choices, blank=True, default="")
    report = models.JSONField("报告", default=dict, help_text="按表计数和未识别的列，不含个人信息")
    renames = models.BooleanField("确认改名", default=False, help_text="姓名完全不同的行也写入")
    refused_count = models.PositiveIntegerField("被拒绝的单元格", default=0)
    batch = models.OneToOneField(
        ImportBatch, models.PROTECT, null=True, blank=True, related_name="job", verbose_name="批次"
    )

    objects: ClassVar[Any] = ImportJobQuerySet.as_manager()

    class Meta(Job.Meta):
        verbose_name = "导入任务"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        page = "comparison" if self.is_comparison else "import"
        return reverse(f"ledger:{page}", args=[self.public_id])

    @property
    def is_comparison(self) -> bool:
        """It is held beside the ledger, and nothing of it is written by itself."""
        return self.mode == self.Mode.COMPARE

    def tell(self, report: dict[str, Any]) -> None:
        """What came of it, for the divisions that its uploader had: who has them no more does not open it either."""
        self.report = {"divisions": self.report.get("divisions", ""), **report}

    @property
    def is_undone(self) -> bool:
        return self.batch is not None and self.batch.undone_at is not None

    @property
    def is_roster(self) -> bool:
        """Whether it is a list that others made, read by a layout."""
        return hasattr(self, "roster")

    @property
    def has_file(self) -> bool:
        """Whether the workbook is still kept."""
        return bool(self.file) and self.file.storage.exists(self.file.name)

    @property
    def kept_until(self) -> Any:
        return self.uploaded_at + (COMPARED_FOR if self.is_comparison else KEPT_FOR)

    @property
    def standing(self) -> str:
        """Where it stands, in a word."""
        if self.is_undone:
            return "已撤销"
        return self.get_outcome_display() if self.state == self.State.DONE else self.get_state_display()

    @property
    def tone(self) -> str:
        """The colour of that word, a CSS class."""
        if self.is_undone or not self.is_over:
            return ""
        if self.state == self.State.FAILED:
            return "lost"
        return "safe" if self.is_nothing_new else TONES.get(self.outcome, "")

    @property
    def totals(self) -> dict[str, int]:
        """The counts of all sheets together."""
        sheets = self.report.get("sheets", {}).values()
        return {name: sum(counts[name] for counts in sheets) for name in COUNTS}

    @property
    def writable(self) -> int:
        """How many rows would be written."""
        return self.totals["added"] + self.totals["changed"]

    @property
    def asks_about_names(self) -> int:
        """How many people would get another name, which only its uploader can know to be meant."""
        told: int = self.report.get("effects", {}).get(EffectKind.NAME_DIFFERS, 0)
        return 0 if self.renames else told

    @property
    def is_nothing_new(self) -> bool:
        """Everything in the file was known before."""
        checked = self.outcome == self.Outcome.CHECKED
        return checked and not self.writable and not self.refused_count

    @property
    def underway(self) -> Job | None:
        """What a worker has yet to do for it: the import, or its marked copy."""
        if not self.is_over:
            return self
        copy = getattr(self, "marked_copy", None)
        return copy if copy is not None and not copy.is_over else None

    @property
    def may_be_written(self) -> bool:
        """Checked or refused, with something in it that can be written."""
        stopped = self.outcome in (self.Outcome.CHECKED, self.Outcome.REFUSED)
        something = self.writable > 0 or self.report.get("taken", 0) > 0
        return self.state == self.State.DONE and stopped and something and self.has_file

    @property
    def may_be_decided(self) -> bool:
        """A list that was checked and not written yet."""
        return self.is_roster and self.state == self.State.DONE and self.batch is None and self.has_file

    def may_be_decided_by(self, user: Any) -> bool:
        """Its uploader alone says how it is to be taken, and not while lines of it are being written."""
        return self.may_be_decided and self.requested_by == user and not self.is_being_taken

    @property
    def is_being_taken(self) -> bool:
        """A comparison of which chosen lines are being written: read anew, it would lose them."""
        return self.is_comparison and self.takings.filter(import_job__state__in=self.OPEN).exists()

    @property
    def may_run_again(self) -> bool:
        return self.state == self.State.FAILED and self.has_file and not self.is_being_taken

    @property
    def may_be_repeated(self) -> bool:
        """A mere look harms nobody; what writes is begun again by whoever uploaded it, who knows what came since."""
        return self.may_run_again and self.mode in (self.Mode.CHECK, self.Mode.COMPARE)

    @property
    def may_be_marked(self) -> bool:
        return self.is_over and self.refused_count > 0 and self.has_file

    @property
    def may_be_undone(self) -> bool:
        return self.batch is not None and self.batch.undone_at is None and self.writable > 0


#: Green: all is well. Amber: something is left to do. Red: it did not come in.
TONES = {
    ImportJob.Outcome.CHECKED: "due",
    ImportJob.Outcome.WRITTEN: "safe",
    ImportJob.Outcome.REFUSED: "lost",
    ImportJob.Outcome.UNREADABLE: "lost",
    ImportJob.Outcome.COMPARED: "safe",
}


class MarkedCopy(Job):
    """The uploaded workbook with its refused cells coloured and the reasons beside; made when asked for."""

    task = "ledger.tasks.mark_refused"

    import_job = models.OneToOneField(ImportJob, models.CASCADE, related_name="marked_copy", verbose_name="导入任务")
    file = PrivateFileField("文件", upload_to=FOLDER, suffix=".xlsx", blank=True)

    class Meta(Job.Meta):
        verbose_name = "标注错误的工作簿"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.import_job}（标注）"

    @property
    def may_be_repeated(self) -> bool:
        """It reads only."""
        return self.state == self.State.FAILED and self.import_job.may_be_marked


class Outlook(Job):
    """What a file would bring that was checked, found after its page: doubts, and points of the score."""

    task = "ledger.tasks.look_ahead"

    import_job = models.OneToOneField(ImportJob, models.CASCADE, related_name="outlook", verbose_name="导入任务")
    found = models.JSONField("写入会带来什么", default=dict, help_text="疑点和得分，不含个人信息")

    class Meta(Job.Meta):
        verbose_name = "写入前的推算"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.import_job}（推算）"

    @property
    def may_be_repeated(self) -> bool:
        """It reads only; what it writes is taken back."""
        return self.state == self.State.FAILED and self.import_job.has_file
