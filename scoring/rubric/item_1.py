"""1 组织机构建设情况."""

from django.db.models import Q

from oversight.models import OrganisationDocument
from scoring.rules import AllOrNothing, rule
from scoring.tallies import Scope, Tally


@rule("action_plan")
class ActionPlan(AllOrNothing):
    """制定就业帮扶专项行动方案(3分)，完成得3分，未完成计0分。"""

    wanted = ("issue_plan", "制定行动方案")

    def proof(self, scope: Scope) -> Tally:
        return issued(OrganisationDocument.Kind.ACTION_PLAN, scope)


@rule("working_group")
class WorkingGroup(AllOrNothing):
    """是否组建专门的工作专班(2分)，组建得2分，未组建计0分。"""

    wanted = ("set_up_group", "组建工作专班")

    def proof(self, scope: Scope) -> Tally:
        return issued(OrganisationDocument.Kind.WORKING_GROUP, scope)


def issued(kind: OrganisationDocument.Kind, scope: Scope) -> Tally:
    """Documents of the year, of one kind, issued by the day."""
    return Tally(OrganisationDocument, Q(kind=kind, year=scope.year, issued_on__lte=scope.on))
