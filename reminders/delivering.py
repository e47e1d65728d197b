"""Sending what waits. A delivery is claimed first, sent then and recorded last: by itself it goes out at most once."""

import logging
from datetime import date

from django.utils import timezone

from reminders import channels
from reminders.channels.message import Refused, Unreachable
from reminders.models import Delivery

logger = logging.getLogger(__name__)


def deliver(on: date) -> int:
    """Send what is due; returns how many messages were taken. Any number of workers may do so at once."""
    Delivery.objects.give_up_on_silent(timezone.now())
    return sum(_deliver_over(channel, on) for channel in Delivery.Channel.values)


def _deliver_over(channel: str, on: date) -> int:
    """Send until the other side is out of reach; what is left waits for the next time."""
    due = Delivery.objects.due(timezone.now()).filter(channel=channel).order_by("next_attempt_at", "pk")
    taken = 0
    for key in due.values_list("pk", flat=True):
        delivery = Delivery.objects.claim(key, timezone.now())
        try:
            taken += delivery is not None and attempt(delivery, on)
        except Unreachable:
            break
    return taken


def attempt(delivery: Delivery, on: date) -> bool:
    """Send a delivery that was claimed and record what became of it; returns whether it was taken."""
    channel = channels.switched_on().get(delivery.channel)
    try:
        if channel is None:
            raise Refused("渠道已关闭", for_good=True)
        if delivery.reminder.is_stale(on):
            raise Refused("截止日期已过，不再发送", for_good=True)
        channel.send(delivery.reminder)
    except Refused as refusal:
        delivery.refused(str(refusal), timezone.now(), for_good=refusal.for_good)
        if isinstance(refusal, Unreachable):
            raise
    except Exception as error:
        logger.exception("Delivery %s: it is uncertain whether it was taken", delivery.pk)
        delivery.lost_sight(f"发送时出错，不知道对方是否已收到：{error}", timezone.now())
    else:
        delivery.arrived(timezone.now())
        return True
    return False
