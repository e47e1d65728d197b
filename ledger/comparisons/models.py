"""What is kept of a comparison: a line for each difference with what was decided, and what was kept once for all."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse

from core.divisions import enclosing_code
from core.fields import NameField
from core.personal_data.masking import mask_name
from core.scoping import ScopedQuerySet
from core.states import State, Tone
from ledger.rosters.decisions import Colour


class LineDecision(models.TextChoices):
    """Whose word counts."""

    TAKE = "take", "用他们的"
    KEEP = "keep", "保留我们的"
    VERIFY = "verify", "请村里核实"


class LineOutcome(models.TextChoices):
    """What became of a line that was taken."""

    WRITTEN = "written", "已写入"
    REFUSED = "refused", "没有写入"
    OVERTAKEN = "overtaken", "记录又变了，没有写入"


class Answer(models.TextChoices):
    """What the village said of a line."""

    CONFIRMED = "confirmed", "村里核实：台账没错"
    CORRECTED = "corrected", "村里已更正台账"


class Standing(models.TextChoices):
    """How far a line is, as lists are narrowed down by it."""

    OPEN = "open", "待决定"
    ANSWERED = "answered", "村里已答复"
    UNWRITTEN = "unwritten", "没有写成"
    VERIFYING = "verifying", "村里核实中"
    TAKING = "taking", "正在写入"
    TAKEN = "taken", "已用他们的"
    KEPT = "kept", "保留我们的"


TONES = {
    Standing.OPEN: Tone.DUE, Standing.ANSWERED: Tone.DUE, Standing.UNWRITTEN: Tone.LOST, Standing.TAKEN: Tone.SAFE,
    Standing.KEPT: Tone.SAFE,
}  # fmt: skip
_VERIFY, _TAKE = Q(decision=LineDecision.VERIFY), Q(decision=LineDecision.TAKE)
_VERIFYING = Q(decision=LineDecision.VERIFY, answer="")
_WRITTEN = _TAKE & Q(outcome=LineOutcome.WRITTEN, taken_in__batch__undone_at=None)
_TAKING = _TAKE & Q(outcome="", taken_in__state__in=("queued", "running"))
#: In this order: the first that holds.
STANDINGS = {
    Standing.KEPT: Q(decision=LineDecision.KEEP), Standing.TAKEN: _WRITTEN, Standing.TAKING: _TAKING,
    Standing.ANSWERED: _VERIFY & ~Q(answer=""), Standing.VERIFYING: _VERIFY,
    Standing.OPEN: Q(decision="") | (_TAKE & Q(taken_in__batch__undone_at__isnull=False)), Standing.UNWRITTEN: _TAKE,
}  # fmt: skip


class ComparedLineQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those inside the user's divisions and, of comparisons for all of these together, those of no village."""
        own, codes = super().visible_to(user), getattr(user, "division_codes", ())
        if len(codes) < 2:
            return own
        return own | self.filter(place=enclosing_code(codes), job__in=self.related("job").visible_to(user)).bounded()

    def with_standing(self) -> Self:
        """Each with its `standing`, which a deed changes: asked anew after it."""
        return self.annotate(standing=Case(*(When(held, then=Value(name)) for name, held in STANDINGS.items())))

    def verifying(self) -> Self:
        """Those that villages have been asked about and have not answered."""
        return self.filter(_VERIFYING)


class ComparedLine(models.Model):
    """A difference between a list and the ledger: both values as a page shows them, numbers of people masked.

    The digests tell the same difference again in another comparison, and whether a value is still what was compared.
    """

    division_path = "place"

    job = models.ForeignKey(
        "ledger.ImportJob", models.CASCADE, related_name="compared", verbose_name="比对", db_index=False
    )
    place = models.CharField("区划", max_length=12)
    colour = models.CharField("哪一边有", max_length=10, choices=Colour.choices)
    sheet = models.CharField("表", max_length=31, editable=False)
    column = models.CharField("列", max_length=40, blank=True, default="", editable=False)
    person = models.ForeignKey("labor.Person", models.SET_NULL, null=True, related_name="compared", verbose_name="人员")
    name = NameField("姓名", max_length=50, blank=True, default="")
    key = models.CharField("哪一条", max_length=300)
    ours = models.CharField("台账", max_length=300, blank=True, default="")
    theirs = models.CharField("名单", max_length=300, blank=True, default="")
    found_in = models.CharField("名单的工作表", max_length=31, blank=True, default="")
    row = models.PositiveIntegerField("行", null=True)
    target = models.CharField("台账里的那一条", max_length=40, blank=True, default="", editable=False)
    fingerprint = models.CharField("表头摘要", max_length=64, editable=False)
    digest = models.CharField("差异摘要", max_length=64, editable=False)
    ours_digest = models.CharField("台账值摘要", max_length=64, editable=False)
    theirs_digest = models.CharField("名单值摘要", max_length=64, editable=False)
    may_be_taken = models.BooleanField("可以用他们的", default=True)

    decision = models.CharField("决定", max_length=6, choices=LineDecision.choices, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    decided_at = models.DateTimeField("决定时间", null=True)
    is_remembered = models.BooleanField("以前就决定了", default=False)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    taken_in = models.ForeignKey(
        "ledger.ImportJob", models.SET_NULL, null=True, related_name="taken_lines", verbose_name="写入的那一批"
    )
    outcome = models.CharField("写入结果", max_length=10, choices=LineOutcome.choices, blank=True, default="")
    said = models.CharField("为什么没有写入", max_length=200, blank=True, default="")
    answer = models.CharField("村里的答复", max_length=10, choices=Answer.choices, blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)
    answer_note = models.CharField("答复说明", max_length=200, blank=True, default="")

    objects: ClassVar[Any] = ComparedLineQuerySet.as_manager()

    class Meta:
        verbose_name = "比对的一处"
        verbose_name_plural = verbose_name
        ordering = ("place", "pk")
        indexes = (
            models.Index(fields=["job", "place"], name="compared_by_place"),
            models.Index(fields=["place"], condition=_VERIFYING, name="compared_to_verify"),
            models.Index(fields=["sheet"], condition=_VERIFYING, name="compared_to_settle"),
            models.Index(fields=["sheet", "target"], name="compared_by_target"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:compared_line", args=[self.pk])

    @property
    def what(self) -> str:
        """What of which sheet it is about."""
        return f"{self.sheet}·{self.column}" if self.column else self.sheet

    @property
    def state(self) -> State:
        """How far it is; `standing` has been asked along."""
        standing = Standing(self.standing)  # type: ignore[attr-defined]
        said = self.get_answer_display() if standing == Standing.ANSWERED else standing.label
        again = "（以前决定）" if self.is_remembered and standing == Standing.KEPT else ""
        return State(f"{said}{again}", TONES.get(standing, Tone.PLAIN))

    def display_name(self, *, plain: bool) -> str:
        return (self.name if plain else mask_name(self.name)) if self.name else self.key or self.sheet

    @property
    def whose(self) -> "models.Model":
        """Whom it is about; the line itself where that is nobody on the registers."""
        return self.person or self


class KeptDifference(models.Model):
    """That a division keeps its own against lists of a certain shape; told by digests alone."""

    division_path = "division_code"

    division_code = models.CharField("区划范围", max_length=12)
    fingerprint = models.CharField("表头摘要", max_length=64)
    digest = models.CharField("差异摘要", max_length=64)
    ours_digest = models.CharField("台账值摘要", max_length=64)
    theirs_digest = models.CharField("名单值摘要", max_length=64)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="决定人"
    )
    kept_at = models.DateTimeField("决定时间")

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "保留下来的差异"
        verbose_name_plural = verbose_name
        constraints = (
            models.UniqueConstraint(
                fields=["division_code", "fingerprint", "digest", "ours_digest", "theirs_digest"],
                name="one_kept_difference",
            ),
        )

    def __str__(self) -> str:
        return f"{self.division_code} {self.digest[:8]}"
