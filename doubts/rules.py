"""Who decides about doubts."""

from accounts.rules import Role, grant

#: Switch the rules and set their numbers.
SET = "doubts.set"
#: Approve what somebody else asked to have exempted.
APPROVE = "doubts.approve"

grant(SET, Role.STAFF, Role.ADMINISTRATOR)
grant(APPROVE, Role.STAFF, Role.ADMINISTRATOR)
