"""Who may manage reminders."""

from accounts.rules import Role, grant

#: Set when and what reminders say, and look after those that did not go out.
MANAGE = "reminders.manage"

grant(MANAGE, Role.STAFF, Role.ADMINISTRATOR)
