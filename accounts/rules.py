"""Who may do what, said once: a permission is a set of roles. Where they may do it follows from their divisions."""

from typing import Any

import rules

from accounts.models import User

Role = User.Role


def has_role(*roles: str) -> Any:
    """A predicate: the user is signed in and has one of `roles`."""

    @rules.predicate(name=f"role in {roles}")
    def predicate(user: Any) -> bool:
        return user.is_active and user.role in roles

    return predicate


#: See the names of people on the registers unmasked.
rules.add_perm("core.see_names", has_role(Role.CLERK, Role.STAFF, Role.ADMINISTRATOR))
#: See a whole identity or phone number, one at a time, with a reason, audited.
rules.add_perm("core.reveal", has_role(Role.CLERK, Role.STAFF, Role.ADMINISTRATOR))
#: Enter facts about people: work, cases, services, help, verifications.
rules.add_perm("core.enter", has_role(Role.CLERK, Role.STAFF, Role.ADMINISTRATOR))
#: Keep the town's registers: workshops, platforms, training, policies, supervision, who is on the register.
rules.add_perm("core.keep", has_role(Role.STAFF, Role.ADMINISTRATOR))
#: Bring a ledger in and take it out, whole identity numbers included.
rules.add_perm("ledger.exchange", has_role(Role.STAFF, Role.ADMINISTRATOR))
#: See the imports of others within one's divisions.
rules.add_perm("ledger.oversee", has_role(Role.ADMINISTRATOR))
#: Set when and what reminders say, and look after those that did not go out.
rules.add_perm("reminders.manage", has_role(Role.STAFF, Role.ADMINISTRATOR))
#: Give accounts, roles and divisions.
rules.add_perm("accounts.manage", has_role(Role.ADMINISTRATOR))
