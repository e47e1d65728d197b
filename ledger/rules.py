"""Who may exchange the ledger."""

from accounts.rules import Role, grant

#: Bring a ledger in and take it out, whole identity numbers included.
EXCHANGE = "ledger.exchange"
#: See the imports of others within one's divisions.
OVERSEE = "ledger.oversee"

grant(EXCHANGE, Role.STAFF, Role.ADMINISTRATOR)
grant(OVERSEE, Role.ADMINISTRATOR)
