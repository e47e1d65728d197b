"""What is wrong with the configuration of reminders, said by `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from reminders import channels
from reminders.models import WaysOut

ADDRESSES = {"email": "EMAIL_URL", "webhook": "REMINDER_WEBHOOK"}


@register()
def channels_are_known_and_have_addresses(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    known = {channels.BELL, *channels.ALL}
    unknown = [name for name in settings.REMINDER_CHANNELS if name not in known]
    found: list[CheckMessage] = [
        Error(f"REMINDER_CHANNELS 里有不认识的渠道 {name}", hint="可以用 bell、email、webhook", id="reminders.E001")
        for name in unknown
    ]
    if settings.REMINDER_WEBHOOK_KIND not in WaysOut.RobotKind.values:
        found.append(Error("REMINDER_WEBHOOK_KIND 只能是 wecom 或 dingtalk", id="reminders.E002"))
    for name in channels.unready():
        address = ADDRESSES[name]
        found.append(Warning(f"提醒渠道 {name} 已打开，但没有设 {address}，不会发送", id="reminders.W001"))
    return found
