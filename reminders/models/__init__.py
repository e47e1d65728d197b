"""Rules of reminding, the reminders made by them, and what became of each on its way out."""

from reminders.models.deliveries import Delivery
from reminders.models.reminders import Reminder
from reminders.models.rules import ReminderRule, Rules
from reminders.models.ways_out import WaysOut

__all__ = ["Delivery", "Reminder", "ReminderRule", "Rules", "WaysOut"]
