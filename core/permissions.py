"""The permissions of what all apps stand on; those of an app stand in its `rules.py`, with the roles that have them.

Which roles have these, `accounts/rules.py` says: accounts know roles, core does not.
"""

#: See the names of people on the registers unmasked.
SEE_NAMES = "core.see_names"
#: See a whole identity or phone number, one at a time, with a reason, audited; whoever may also sees a part of each.
REVEAL = "core.reveal"
#: Enter facts about people: work, cases, services, help, verifications.
ENTER = "core.enter"
#: Look after the installation: its settings, how it is doing, failed jobs.
OPERATE = "core.operate"
#: Keep the town's registers: workshops, platforms, training, policies, supervision, who is on the register.
KEEP = "core.keep"
#: Read the audit trail, and have it verified.
READ_TRAIL = "core.read_trail"
