"""What a database is for: a town's own facts, or the made-up ones of the demo; and which town that is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models.places import Division


class InstallationQuerySet(models.QuerySet["Installation"]):
    def set_up(self) -> "InstallationQuerySet":
        """Those that are in use: the demo, and a town that has been through its first start."""
        return self.filter(Q(is_demo=True) | Q(set_up_at__isnull=False))


class Installation(models.Model):
    """One row, written once that is decided; without it nothing has begun here. See docs/adr/0033 and 0041."""

    is_demo = models.BooleanField("演示")
    decided_at = models.DateTimeField("确定时间", default=timezone.now)
    town = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+", verbose_name="乡镇")
    set_up_at = models.DateTimeField("设置完成时间", null=True)
    backup_folder = models.CharField("备份文件夹", max_length=300, default="")

    objects = InstallationQuerySet.as_manager()

    class Meta:
        verbose_name = "安装用途"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return "演示" if self.is_demo else "正式"

    @classmethod
    def decide(cls, *, is_demo: bool) -> None:
        """What was decided before stays."""
        cls.objects.get_or_create(pk=1, defaults={"is_demo": is_demo})

    @classmethod
    def current(cls) -> "Installation":
        """The row, with its town; a blank one where nothing has begun."""
        return cls.objects.select_related("town").filter(pk=1).first() or cls()

    @classmethod
    def locked(cls) -> "Installation":
        """The row, for whoever is about to change it: others wait for the end of this transaction."""
        cls.decide(is_demo=False)
        return cls.objects.select_for_update().get(pk=1)


def holds_demo() -> bool:
    """Whether all that the database holds is made up."""
    return Installation.objects.filter(is_demo=True).exists()


def home_town() -> str:
    """The code of the town of this installation; before its first start the one that the settings propose."""
    chosen = Installation.objects.filter(town__isnull=False).values_list("town_id", flat=True)
    return chosen.first() or settings.HOME_TOWN
