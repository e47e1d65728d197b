"""The trail of what was done: lines that are only ever added, each sealed to the one before it."""

import hashlib
import json
from datetime import UTC
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.scoping import inside


class AppendOnly(TypeError):
    """The trail is not changed and not deleted."""

    def __init__(self) -> None:
        super().__init__("审计记录只能追加，不能修改或删除")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def sealed(self) -> "AuditEventQuerySet":
        return self.filter(sequence__isnull=False).order_by("sequence")

    def unsealed(self) -> "AuditEventQuerySet":
        return self.filter(sequence__isnull=True).order_by("pk")

    def visible_to(self, user: Any) -> "AuditEventQuerySet":
        """Lines about the user's divisions; those of nobody, such as a backup, belong to the installation's town."""
        allowed = Q(pk__in=[])
        for code in user.division_codes:
            allowed |= inside("division_code", code)
            if settings.HOME_TOWN.startswith(code):
                allowed |= Q(division_code="")
        return self.filter(allowed)

    def seal_as(self, sequence: int, previous_hash: str, digest: str) -> int:
        """The only update there is, and only of a line that has no place yet."""
        unsealed = self.filter(sequence__isnull=True)
        return super(AuditEventQuerySet, unsealed).update(sequence=sequence, previous_hash=previous_hash, hash=digest)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts"):
            raise AppendOnly
        return super().bulk_create(*args, **kwargs)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly


class AuditEvent(models.Model):
    """One thing that somebody did. Not in the chain until it is sealed, just after its transaction."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", "登录"
        SIGN_IN_FAILED = "sign_in_failed", "登录失败"
        SIGN_OUT = "sign_out", "退出登录"
        LOCKED_OUT = "locked_out", "登录锁定"
        PASSWORD_CHANGED = "password_changed", "修改密码"
        SECOND_FACTOR_CHANGED = "second_factor_changed", "修改二次验证"
        USER_ADDED = "user_added", "新增用户"
        USER_CHANGED = "user_changed", "调整用户权限"
        USER_STOPPED = "user_stopped", "停用用户"
        USER_RESUMED = "user_resumed", "启用用户"
        PASSWORD_RESET = "password_reset", "重置密码"
        UNLOCKED = "unlocked", "解除登录锁定"
        SESSIONS_ENDED = "sessions_ended", "结束登录会话"
        REFUSED = "refused", "越权被拒"
        REVEAL = "reveal", "查看完整信息"
        LOOK_UP = "look_up", "按号码查找"
        IMPORT = "import", "导入"
        UNDO = "undo", "撤销导入"
        EXPORT = "export", "导出"
        VOID = "void", "作废"
        REVIVE = "revive", "恢复"
        MERGE = "merge", "合并人员"
        RENUMBER = "renumber", "更正证件号码"
        LIFE_EVENT = "life_event", "登记变更"
        LIFE_EVENT_UNDONE = "life_event_undone", "撤销变更"
        LOCK = "lock", "锁定归档"
        OVERRIDE = "override", "人工调整得分"
        EXEMPT = "exempt", "豁免疑点"
        HANDED_OVER = "handed_over", "交办"
        SAMPLED = "sampled", "抽样抽查"
        SETTINGS_CHANGED = "settings_changed", "修改设置"
        RESEND = "resend", "重发提醒"
        URGED = "urged", "催办"
        BOOTSTRAP = "bootstrap", "初始化"
        SET_UP = "set_up", "完成首次设置"
        BACKUP = "backup", "备份"
        RESTORE = "restore", "恢复备份"
        DEMO_REMOVED = "demo_removed", "删除演示数据"
        TRAIL_READ = "trail_read", "查阅审计记录"
        TRAIL_VERIFIED = "trail_verified", "核验审计记录"
        REFERENCE_CHANGED = "reference_changed", "更新基础资料"
        JOB_REPEATED = "job_repeated", "重新执行任务"
        CHANNEL_TESTED = "channel_tested", "试发消息"
        RUBRIC_DRAFTED = "rubric_drafted", "起草细则"
        RUBRIC_PUBLISHED = "rubric_published", "发布细则"

    happened_at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="audit_events", verbose_name="操作人"
    )
    actor_name = models.CharField("操作人名称", max_length=150)
    action = models.CharField("操作", max_length=30, choices=Action.choices)
    subject_type = models.CharField("对象类别", max_length=100, default="")
    subject_id = models.CharField("对象标识", max_length=100, default="")
    division_code = models.CharField("区划代码", max_length=12, default="", db_index=True)
    details = models.JSONField("详情", default=dict)
    ip = models.GenericIPAddressField("来源地址", null=True)

    sequence = models.PositiveBigIntegerField("序号", null=True, unique=True)
    previous_hash = models.CharField("上一条校验值", max_length=64, default="")
    hash = models.CharField("校验值", max_length=64, default="")

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = verbose_name
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["action", "-id"], name="audit_by_action"),
            models.Index(fields=["actor_name", "-id"], name="audit_by_actor_name"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
        )

    def __str__(self) -> str:
        return f"{self.actor_name} {self.get_action_display()}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def digest(self, sequence: int, previous_hash: str) -> str:
        """The hash of everything that this line says, and of its place in the chain."""
        said = [
            sequence,
            previous_hash,
            self.pk,
            self.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_id,
            self.actor_name,
            self.action,
            self.subject_type,
            self.subject_id,
            self.division_code,
            self.details,
            self.ip,
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class AuditHead(models.Model):
    """How long the chain is and where it ends: one row, locked by whoever seals, compared by whoever verifies."""

    length = models.PositiveBigIntegerField("条数", default=0)
    hash = models.CharField("末条校验值", max_length=64, default="")

    class Meta:
        verbose_name = "审计链末端"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return f"{self.length}:{self.hash}"
