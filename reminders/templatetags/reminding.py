"""What pages say of deadlines, counted when they are made."""

from typing import Any

from django import template
from django.utils import timezone

from core.states import State, days_left
from reminders.behind import villages_behind as told_of
from reminders.models import Reminder

register = template.Library()


@register.simple_tag(takes_context=True)
def villages_behind(context: Any, division: str) -> str:
    """{% villages_behind form.place as behind %}: what leaders are told today of a division's villages."""
    return told_of(context["request"].user, division, timezone.localdate())


@register.simple_tag
def deadline_state(reminder: Reminder) -> State:
    """{% deadline_state reminder as state %}: how far off its deadline is today."""
    return days_left(reminder.deadline, timezone.localdate())
