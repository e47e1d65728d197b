"""Where reminders go besides the bell, as an administrator has set it in the browser. The environment goes first."""

from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import models

from core.actor import once, present

SMTP = "django.core.mail.backends.smtp.EmailBackend"
DUMMY = "django.core.mail.backends.dummy.EmailBackend"


class RobotAddress(NamedTuple):
    """Where a group's robot listens, and how it wants to be spoken to."""

    url: str
    kind: str
    secret: str


class WaysOut(models.Model):
    """The mail server, the robot of a group chat, and the address of the site that messages name. One row.

    Passwords stand here as they are: whoever reads this database reads what is worth more. No page shows them.
    """

    class Security(models.TextChoices):
        SSL = "ssl", "SSL（465 端口）"
        STARTTLS = "starttls", "STARTTLS（587 端口）"
        NONE = "none", "不加密（25 端口）"

    class RobotKind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"

    mail_host = models.CharField("邮件服务器", max_length=200, blank=True, default="")
    mail_port = models.PositiveIntegerField("端口", default=465)
    mail_security = models.CharField("加密方式", max_length=10, choices=Security.choices, default=Security.SSL)
    mail_user = models.CharField("邮箱账号", max_length=200, blank=True, default="")
    mail_password = models.CharField("邮箱密码或授权码", max_length=200, blank=True, default="")
    mail_sender = models.EmailField("发件邮箱", blank=True, default="")
    robot_url = models.URLField("群机器人地址", max_length=500, blank=True, default="")
    robot_kind = models.CharField("群机器人种类", max_length=10, choices=RobotKind.choices, default=RobotKind.WECOM)
    robot_secret = models.CharField("加签密钥", max_length=200, blank=True, default="")
    site_url = models.URLField("本系统的网址", blank=True, default="")

    class Meta:
        verbose_name = "提醒的出口"
        verbose_name_plural = verbose_name

    def __str__(self) -> str:
        return "提醒的出口"

    def save(self, **options: Any) -> None:
        super().save(**options)
        present().known.pop("ways out", None)

    @classmethod
    def current(cls) -> "WaysOut":
        """The row; a blank one where nobody has set anything."""
        return once("ways out", lambda: cls.objects.filter(pk=1).first() or cls(pk=1))

    @property
    def has_mail(self) -> bool:
        return settings.EMAIL_BACKEND != DUMMY or bool(self.mail_host)

    @property
    def has_robot(self) -> bool:
        return bool(self.robot.url)

    @property
    def robot(self) -> RobotAddress:
        if settings.REMINDER_WEBHOOK:
            told = settings.REMINDER_WEBHOOK, settings.REMINDER_WEBHOOK_KIND, settings.REMINDER_WEBHOOK_SECRET
            return RobotAddress(*told)
        return RobotAddress(self.robot_url, self.robot_kind, self.robot_secret)

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        own = settings.EMAIL_BACKEND == DUMMY and (self.mail_sender or self.mail_user)
        return own or settings.DEFAULT_FROM_EMAIL

    @property
    def address_of_site(self) -> str:
        return settings.SITE_URL or self.site_url

    def mail_connection(self) -> Any:
        """A connection to the mail server, not opened yet."""
        if settings.EMAIL_BACKEND != DUMMY:
            return get_connection()
        return get_connection(
            SMTP,
            host=self.mail_host,
            port=self.mail_port,
            username=self.mail_user,
            password=self.mail_password,
            use_ssl=self.mail_security == self.Security.SSL,
            use_tls=self.mail_security == self.Security.STARTTLS,
            timeout=settings.EMAIL_TIMEOUT,
        )
