"""Who looks after the installation."""

from accounts.rules import Role, grant

#: See how the installation is doing, have failed jobs done again, try the ways out.
OPERATE = "wutuan.operate"

grant(OPERATE, Role.ADMINISTRATOR)
