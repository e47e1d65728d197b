"""Who may write next year's rubric. (`scoring/rules.py` are the rules by which the score is counted.)"""

from accounts.rules import Role, grant

#: Draft the rubric of a new year.
DRAFT = "scoring.draft_rubric"
#: Publish a draft that others have written.
PUBLISH = "scoring.publish_rubric"

grant(DRAFT, Role.STAFF, Role.ADMINISTRATOR)
grant(PUBLISH, Role.ADMINISTRATOR)
