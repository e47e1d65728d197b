"""7 就业帮扶政策落实."""

from collections.abc import Mapping

from oversight.models import Policy
from scoring.scope import Scope
from scoring.shapes import PerCase, sub_item
from scoring.tallies import Tally


@sub_item("7.1")
class PoliciesFulfilled(PerCase):
    """2023年脱贫劳动力就业帮扶政策落实情况(7分)，每出现一项就业帮扶政策未落实扣1分，扣完为止。"""

    per_village = False

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        return {"unfulfilled": Tally(Policy.objects.unfulfilled(scope.year, scope.on), key=("code",))}
