"""Who may do what: a permission is a set of roles. Where they may do it follows from their divisions.

The permissions of apps above stand in their own `rules.py`.
"""

from typing import Any

import rules

from accounts.models import User
from core.permissions import ENTER, KEEP, OPERATE, READ_TRAIL, REVEAL, SEE_NAMES

Role = User.Role


def grant(permission: str, *roles: str) -> None:
    """Give `permission` to users who are signed in and have one of `roles`."""

    @rules.predicate(name=f"role in {roles}")
    def has_role(user: Any) -> bool:
        return user.is_active and user.role in roles

    rules.add_perm(permission, has_role)


#: Keep accounts: administrators those of all roles, staff who were given the right those of clerks.
MANAGE = "accounts.manage"

grant(SEE_NAMES, Role.CLERK, Role.STAFF, Role.ADMINISTRATOR)
grant(REVEAL, Role.CLERK, Role.STAFF, Role.ADMINISTRATOR)
grant(ENTER, Role.CLERK, Role.STAFF, Role.ADMINISTRATOR)
grant(KEEP, Role.STAFF, Role.ADMINISTRATOR)
grant(OPERATE, Role.ADMINISTRATOR)
grant(READ_TRAIL, Role.AUDITOR)


@rules.predicate
def keeps_accounts(user: Any) -> bool:
    return bool(user.is_active and user.roles_kept)


rules.add_perm(MANAGE, keeps_accounts)
