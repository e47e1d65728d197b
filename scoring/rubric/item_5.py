"""5 有组织劳务输出情况."""

from labor.models import LaborExport
from scoring.rules import AllOrNothing, rule
from scoring.tallies import Scope, Tally


@rule("organised_export")
class OrganisedExport(AllOrNothing):
    """开展有组织劳务输出的(2分)，开展脱贫劳动力等有组织劳务输出活动的计2分，未开展相关活动的计0分。"""

    people_from: int

    wanted = ("export_labor", "开展有组织劳务输出")

    def proof(self, scope: Scope) -> Tally:
        held = LaborExport.objects.organised_in(scope.year, scope.on)
        return Tally(held.filter(participants_out_of_poverty__gte=self.people_from))
