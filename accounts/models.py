"""Users with their divisions and open sessions; the models of the leadership group."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from accounts.leadership.models import LeadershipPost, Tenure
from accounts.querysets import UserQuerySet
from core.models import Division
from core.personal_data import pinyin
from core.states import State, Tone

__all__ = ["LeadershipPost", "OpenSession", "Tenure", "User"]


class AccountManager(UserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False


class User(AbstractUser):
    """Somebody who signs in. What they see is the divisions given to them; what they do follows the role."""

    class Role(models.TextChoices):
        CLERK = "clerk", "村级平台经办员"
        STAFF = "staff", "镇级经办人员"
        LEADER = "leader", "领导小组成员"
        ADMINISTRATOR = "administrator", "系统管理员"
        AUDITOR = "auditor", "审计员"

    role = models.CharField("角色", max_length=20, choices=Role.choices, default=Role.CLERK)
    divisions = models.ManyToManyField(Division, blank=True, related_name="users", verbose_name="管辖区划")
    keeps_clerks = models.BooleanField("管理经办员账号", default=False)
    ended_on = models.DateField("停用日期", null=True, blank=True)
    end_reason = models.CharField("停用原因", max_length=200, blank=True, default="")
    #: Until when the password that somebody else gave opens the site; None once its owner has chosen one.
    initial_until = models.DateTimeField("初始密码有效期至", null=True, blank=True, editable=False)
    #: Every session that began under another number is over.
    sign_out_number = models.PositiveIntegerField("全部退出次数", default=0, editable=False)
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    name_pinyin = models.CharField("姓名拼音", max_length=100, editable=False, default="")
    name_initials = models.CharField("姓名首字母", max_length=40, editable=False, default="")

    objects: ClassVar[Any] = AccountManager()

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = verbose_name
        ordering = ("name_pinyin", "username")
        constraints = (
            models.UniqueConstraint(
                Lower("username"), name="one_account_a_name", violation_error_message="已有同名的账号，请换一个用户名"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_pinyin, self.name_initials = pinyin.sort_key(self.first_name), pinyin.initials(self.first_name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("accounts:account", args=[self.pk])

    @cached_property
    def division_codes(self) -> list[str]:
        """Codes of the divisions given to this user; read once an instance."""
        return sorted(division.pk for division in self.given_divisions)

    @property
    def has_one_village(self) -> bool:
        """Where all rows are of one village, lists need not name it."""
        return [len(code) for code in self.division_codes] == [Division.Level.VILLAGE]

    @property
    def division_names(self) -> str:
        """The divisions given to this user, as the frame of a page shows them."""
        return "、".join(division.name for division in self.given_divisions) or "未分配区划"

    @property
    def home(self) -> Division | None:
        """The town or county that this user answers for or belongs to; None where no division was given."""
        return self.given_divisions[0].home if self.given_divisions else None

    @cached_property
    def given_divisions(self) -> list[Division]:
        return list(self.divisions.everywhere("they say what the user sees").select_related("parent").order_by("pk"))

    @property
    def roles_kept(self) -> list[str]:
        """The roles of those whose accounts this user keeps, and may give."""
        if self.role == self.Role.ADMINISTRATOR:
            return list(self.Role.values)
        return [self.Role.CLERK] if self.keeps_clerks and self.role == self.Role.STAFF else []

    def has_ended(self, on: date) -> bool:
        """Whether the account lets nobody in on the day `on`."""
        return not self.is_active or (self.ended_on is not None and self.ended_on <= on)

    @property
    def slip_is_void(self) -> bool:
        """Whether the initial password was not used in time."""
        return self.initial_until is not None and self.initial_until < timezone.now()

    def state(self, on: date) -> State:
        """How the account stands; what somebody has to do something about comes first. See `with_standing`."""
        if self.has_ended(on):
            return State("已停用")
        if getattr(self, "has_left", False):
            return State("人已离岗，仍有账号", Tone.LOST)
        if getattr(self, "is_locked", False):
            return State("登录已锁定", Tone.DUE)
        if self.slip_is_void:
            return State("初始密码已过期", Tone.DUE)
        if self.ended_on:
            return State(f"{self.ended_on}起停用", Tone.DUE)
        if self.initial_until or not self.last_login:
            return State("还没登录过" if not self.last_login else "还没改初始密码", Tone.DUE)
        return State("在用", Tone.SAFE)

    def get_session_auth_hash(self) -> str:
        """A session ends with the password that opened it, and when all are ended."""
        return self.session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same by secret keys that are being retired."""
        return map(self.session_hash, settings.SECRET_KEY_FALLBACKS)

    def session_hash(self, secret: str | None = None) -> str:
        said = f"{self.password}:{self.sign_out_number}"
        return salted_hmac("accounts.User.session", said, secret=secret, algorithm="sha256").hexdigest()


class OpenSession(models.Model):
    """A session that somebody began: from what device and address. Whether it is still open, the session says."""

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions", verbose_name="用户")
    session_key = models.CharField("会话", max_length=40, unique=True)
    device = models.CharField("设备", max_length=60)
    address = models.GenericIPAddressField("来源地址", null=True)
    began_at = models.DateTimeField("登录时间", default=timezone.now)

    class Meta:
        verbose_name = "登录会话"
        verbose_name_plural = verbose_name
        ordering = ("-began_at",)

    def __str__(self) -> str:
        return f"{self.user} {self.device}"
