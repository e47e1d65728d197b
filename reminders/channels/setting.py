"""Where reminders go, asked for in the browser; what was typed is tried before it is relied on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from core import audit
from core.models import AuditEvent
from reminders.channels import trial
from reminders.models import WaysOut

#: What no page shows again; left blank it stays as it is.
SECRET = ("mail_password", "robot_secret")
MAIL = ("mail_host", "mail_port", "mail_security", "mail_user", "mail_password", "mail_sender")
ROBOT = ("robot_url", "robot_kind", "robot_secret")


class HttpsField(forms.URLField):
    """An address of the web; one without a scheme means https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class WaysOutForm(forms.ModelForm):
    """`to` is where the test mail goes. What the environment has set is not asked for."""

    to = forms.EmailField(label="测试邮件发到", required=False)

    class Meta:
        model = WaysOut
        fields = (*MAIL, *ROBOT, "site_url")
        field_classes = dict.fromkeys(("robot_url", "site_url"), HttpsField)
        widgets = {name: forms.PasswordInput(attrs={"autocomplete": "new-password"}) for name in SECRET}
        help_texts = {
            "mail_host": "例如 smtp.qq.com、smtp.163.com，或单位的邮件服务器",
            "mail_password": "多数邮箱要用“授权码”，在邮箱的设置里生成；留空表示不改",
            "mail_sender": "留空就用邮箱账号",
            "robot_url": "在企业微信或钉钉的群里添加机器人，把它的 Webhook 地址粘贴到这里",
            "robot_secret": "只有钉钉的“加签”要填；留空表示不改",
            "site_url": "写在消息里，收到的人点开就到；例如 https://jiuye.example.gov.cn",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "instance": WaysOut.current()})
        self.kept = {name: getattr(self.instance, name) for name in SECRET}
        nothing_set = WaysOut()
        self.has_own_mail, self.has_own_robot = not nothing_set.has_mail, not nothing_set.has_robot
        for name in (*(() if self.has_own_mail else MAIL), *(() if self.has_own_robot else ROBOT)):
            del self.fields[name]

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The fields as they belong together, each group with its heading."""
        groups = {"邮件": (*MAIL, "to"), "群机器人": ROBOT, "消息里的网址": ("site_url",)}
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in groups.items()]
        return [(heading, fields) for heading, fields in found if fields]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in set(SECRET) & self.fields.keys():
            cleaned[name] = cleaned.get(name) or self.kept[name]
        if cleaned.get("mail_host") and not (cleaned.get("mail_sender") or "@" in cleaned.get("mail_user", "")):
            self.add_error("mail_sender", "请填发件邮箱")
        return cleaned

    def try_out(self) -> str:
        """Send a message each way that is set; returns what was sent. ValidationError says what went wrong."""
        sent = []
        if self.instance.has_mail:
            sent.append(self._mail())
        if self.instance.has_robot:
            self._tried("robot_url", lambda: trial.group(self.instance))
            sent.append("群里已发出一条测试消息")
        if not sent:
            raise ValidationError("还没有填邮件服务器，也没有填群机器人，没有可以测试的")
        return "，".join(sent) + "，请确认收到"

    def _mail(self) -> str:
        to = self.cleaned_data["to"]
        if not to:
            raise ValidationError({"to": "请填一个收得到邮件的邮箱"})
        self._tried("mail_host", lambda: trial.mail(to, self.instance))
        return f"测试邮件已发到 {to}"

    def _tried(self, field: str, send: Any) -> None:
        try:
            send()
        except trial.NotDelivered as failed:
            raise ValidationError({field if field in self.fields else "__all__": str(failed)}) from failed

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if changed := [name for name in self.changed_data if name != "to"]:
            audit.record(AuditEvent.Action.SETTINGS_CHANGED, details={"changed": changed})
        return super().save(commit)
