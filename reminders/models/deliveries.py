"""The way of a reminder out of the system: one row a channel.

A delivery is claimed in a transaction of its own before anything is sent, and what became of it is recorded after. A
worker killed in between leaves a claim that nobody answers for: it is then uncertain whether the message has gone out,
and a person decides.
"""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from core.personal_data.masking import scrub
from core.scoping import ScopedQuerySet
from core.states import Tone
from reminders.models.reminders import Reminder

MOST_ATTEMPTS = 6
#: How long after a first refusal it is tried again; three times as long after each further one.
RETRY_AFTER = timedelta(minutes=5)
#: How long a sender may be silent before it is given up: longer than any channel waits for an answer.
SILENCE = timedelta(minutes=5)
TONES = {"sent": Tone.SAFE, "failed": Tone.LOST, "unknown": Tone.DUE}


class DeliveryQuerySet(ScopedQuerySet):
    def due(self, now: datetime) -> "DeliveryQuerySet":
        """Those whose time has come; one further away than a wait can be was put off before the clock was set back."""
        too_far = (Q(attempts=made, next_attempt_at__gt=now + wait_after(made)) for made in range(MOST_ATTEMPTS))
        return self.filter(reduce(or_, too_far, Q(next_attempt_at__lte=now)), state=Delivery.State.WAITING)

    def unsettled(self) -> "DeliveryQuerySet":
        """Those that a person has to look at."""
        return self.filter(state__in=[Delivery.State.FAILED, Delivery.State.UNKNOWN])

    def troubled(self) -> "DeliveryQuerySet":
        """Those that did not go out at once: given up, uncertain, or refused and to be tried again."""
        return self.exclude(error="").exclude(state=Delivery.State.SENT)

    @transaction.atomic(durable=True)
    def claim(self, key: int, now: datetime) -> "Delivery | None":
        """The delivery for whoever asked, alone; None when somebody else was first. Committed when it returns."""
        claimed = self.due(now).filter(pk=key)
        if not claimed.update(state=Delivery.State.SENDING, claimed_at=now, attempts=F("attempts") + 1):
            return None
        return self.select_related("reminder__recipient", "reminder__division__parent").get(pk=key)

    def give_up_on_silent(self, now: datetime) -> int:
        """Call uncertain what was claimed too long ago; returns how many."""
        silent = self.filter(state=Delivery.State.SENDING).exclude(claimed_at__range=(now - SILENCE, now + SILENCE))
        return silent.update(state=Delivery.State.UNKNOWN, error="发送时程序中断，不知道对方是否已收到")

    def send_again(self, now: datetime) -> int:
        """Have unsettled ones sent once more, because a person says so."""
        return self.unsettled().update(state=Delivery.State.WAITING, next_attempt_at=now, attempts=0, error="")


class Delivery(models.Model):
    """A reminder on its way over one channel."""

    class Channel(models.TextChoices):
        EMAIL = "email", "邮件"
        WEBHOOK = "webhook", "群机器人"

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENDING = "sending", "发送中"
        SENT = "sent", "已发送"
        FAILED = "failed", "失败"
        UNKNOWN = "unknown", "不确定"

    division_path = "reminder__division_id"

    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="deliveries", verbose_name="提醒")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("发送次数", default=0)
    next_attempt_at = models.DateTimeField("下次发送时间")
    claimed_at = models.DateTimeField("开始发送时间", null=True)
    settled_at = models.DateTimeField("结束时间", null=True)
    error = models.CharField("原因", max_length=200, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒发送"
        verbose_name_plural = verbose_name
        ordering = ("-pk",)
        indexes = (models.Index(fields=["state", "next_attempt_at"], name="deliveries_by_state"),)
        constraints = (models.UniqueConstraint(fields=["reminder", "channel"], name="one_delivery_a_channel"),)

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.reminder_id}"

    @property
    def is_unsettled(self) -> bool:
        return self.state in (self.State.FAILED, self.State.UNKNOWN)

    @property
    def tone(self) -> Tone:
        return TONES.get(self.state, Tone.PLAIN)

    # --- for whoever has claimed it ---

    def arrived(self, now: datetime) -> None:
        self._settle(self.State.SENT, now)

    def refused(self, reason: str, now: datetime, *, for_good: bool) -> None:
        """The other side has not taken it: later again, each time three times as late, or never."""
        if for_good or self.attempts >= MOST_ATTEMPTS:
            return self._settle(self.State.FAILED, now, reason)
        self._record(state=self.State.WAITING, next_attempt_at=now + wait_after(self.attempts), error=told(reason))

    def lost_sight(self, reason: str, now: datetime) -> None:
        """Nobody knows whether the other side has taken it."""
        self._settle(self.State.UNKNOWN, now, reason)

    def _settle(self, state: str, now: datetime, reason: str = "") -> None:
        self._record(state=state, settled_at=now, error=told(reason))

    def _record(self, **values: Any) -> None:
        """Unless somebody else has it by now; a claim given up for dead that comes to an end after all is heard."""
        mine = Q(state=self.State.SENDING) | Q(state=self.State.UNKNOWN)
        type(self).objects.filter(mine, pk=self.pk, claimed_at=self.claimed_at).update(**values)
        for name, value in values.items():
            setattr(self, name, value)


def wait_after(attempts: int) -> timedelta:
    """How long a delivery waits that was tried so often; not at all before the first time."""
    return RETRY_AFTER * 3 ** (attempts - 1) if attempts else timedelta(0)


def told(reason: str) -> str:
    return scrub(reason)[:200]
