"""8 其他工作."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q

from oversight.models import SupervisionTask
from scoring.duties import Duty, year_ahead
from scoring.rules import PerCase, rule
from scoring.tallies import Scope, Tally


@rule("supervision_tasks")
class SupervisionTasks(PerCase):
    """完成各级督察交办、整改问题的任务(3分)，未按时完成的一次扣1分，扣完为止。"""

    per_village = False

    def tallies(self, scope: Scope) -> Mapping[str, Tally]:
        missed, start = SupervisionTask.objects.missed(scope.year, scope.on), scope.start("town_id", F("due_on"))
        return {"missed": Tally(missed, key=("code",), start=start)}

    def duties(self, today: date) -> Iterable[Duty]:
        """Tasks still to come; one completed late, or late already, is not won back."""
        for _, last in year_ahead(today):
            yield Duty(self, "complete", "完成督办任务", "missed", last, F("due_on"), Q(deadline__gte=today))
