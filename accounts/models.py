"""Users with their divisions; the models of the leadership group."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from accounts.leadership.models import LeadershipPost, Tenure
from core.models import Division

__all__ = ["LeadershipPost", "Tenure", "User"]


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

    class Meta(AbstractUser.Meta):
        verbose_name = "用户"
        verbose_name_plural = verbose_name

    @cached_property
    def division_codes(self) -> list[str]:
        """Codes of the divisions given to this user; read once an instance."""
        return sorted(division.pk for division in self._divisions)

    @property
    def has_one_village(self) -> bool:
        """Where all rows are of one village, lists need not name it."""
        return [len(code) for code in self.division_codes] == [Division.Level.VILLAGE]

    @property
    def division_names(self) -> str:
        """The divisions given to this user, as the frame of a page shows them."""
        return "、".join(division.name for division in self._divisions) or "未分配区划"

    @property
    def home(self) -> Division | None:
        """The town or county that this user answers for or belongs to; None where no division was given."""
        return self._divisions[0].home if self._divisions else None

    @cached_property
    def _divisions(self) -> list[Division]:
        return list(self.divisions.everywhere("they say what the user sees").select_related("parent").order_by("pk"))
