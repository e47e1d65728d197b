"""The verification of a half-year as a campaign: who takes part, who is done, who is left.

The rule `data_maintenance` counts the same people.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.functional import cached_property

from core.assessment import labor_force_on, term_of
from core.memo import remembered
from core.models import Village
from core.periods import Term
from labor.models import Employment, Household, HouseholdChange, Person, PersonChange, Verification

#: The tables that say who takes part and who is done.
READ = tuple(model._meta.db_table for model in (Household, HouseholdChange, Person, PersonChange, Verification))
NOTHING_TO_DO = {"total": 0, "verified": 0}
#: So often a person is tried in a half-year before the town settles it.
TRIES = 3


@dataclass(frozen=True)
class Progress:
    """How far a village, or all of them together, has come."""

    village: Village | None
    total: int
    verified: int
    unreachable: int = 0
    last_on: date | None = None

    @property
    def left(self) -> int:
        return self.total - self.verified

    @property
    def percent(self) -> int:
        """Whole percent; a hundred only where nobody is left."""
        return self.verified * 100 // self.total if self.total else 100


@dataclass(frozen=True)
class Campaign:
    """The term that is verified. Those take part who have to be verified on its last day."""

    term: Term

    @classmethod
    def containing(cls, on: date) -> "Campaign":
        return cls(term_of(on))

    @property
    def people(self) -> Any:
        """Everybody who takes part; whoever shows them narrows them down to the user's divisions."""
        return self.taking_part(Person.objects.all())

    def taking_part(self, people: Any) -> Any:
        """Those of `people` who take part."""
        return people.labor_to_verify(self.term.end)

    def open(self, people: Any) -> Any:
        return people.unverified_between(self.term.start, self.term.end)

    def verified(self, people: Any) -> Any:
        return people.verified_between(self.term.start, self.term.end)

    def unreachable(self, people: Any, times: int = 1) -> Any:
        """Those who are left and could not be reached on so many days."""
        return self.open(people).unreachable_between(self.term.start, self.term.end, times=times)

    def attempts(self, person: Person) -> int:
        """On how many days `person` could not be reached; for rows read `with_verifications`."""
        failed = Verification.Result.UNREACHABLE
        made: list[Verification] = person.verifications_made
        return sum(each.result == failed for each in made if self.term.start <= each.verified_on <= self.term.end)

    def answer(self, person: Person) -> Verification | None:
        """The verification that reached `person`; for rows read `with_verifications`."""
        made: list[Verification] = person.verifications_made
        reached = (each for each in made if each.result != Verification.Result.UNREACHABLE)
        return next((each for each in reached if self.term.start <= each.verified_on <= self.term.end), None)

    @property
    def _circumstances(self) -> tuple[object, ...]:
        """What the numbers depend on beside the records: the term, and who is able to work at its end."""
        return self.term.start, self.term.end, labor_force_on(self.term.end)

    @cached_property
    def _reached(self) -> Any:
        return Verification.objects.reached_in(self.term.start, self.term.end).exists_for("person")

    def progress(self, user: Any) -> Progress:
        """How far the user's divisions have come together; counted anew when a record changes."""

        found = remembered(
            {"progress": READ},
            ("verification", *self._circumstances, user.division_codes),
            lambda _: {"progress": self.progress_of(Person.objects.visible_to(user))},
        )
        return found["progress"]

    def progress_of(self, people: Any) -> Progress:
        """How far those of `people` who take part have come."""
        numbers = {"total": Count("pk"), "verified": Count("pk", filter=self._reached)}
        return Progress(None, **self.taking_part(people).aggregate(**numbers))

    def by_village(self, user: Any) -> list[Progress]:
        """How far each of the user's villages has come; counted anew when a record changes."""
        found = remembered(
            {"villages": READ},
            (*self._circumstances, user.division_codes),
            lambda _: {"villages": self._count_by_village(user)},
        )
        return [
            Progress(village, **found["villages"].get(village.pk, NOTHING_TO_DO))
            for village in Village.objects.visible_to(user)
        ]

    def _count_by_village(self, user: Any) -> dict[str, dict[str, Any]]:
        """The numbers of each village; three queries, however many villages there are."""
        people = self.people.visible_to(user)
        made = Verification.objects.visible_to(user).filter(verified_on__range=(self.term.start, self.term.end))
        last = dict(made.order_by().values_list("person__village").annotate(Max("verified_on")))
        unreachable = dict(self.unreachable(people).order_by().values_list("village").annotate(Count("pk")))
        numbers = people.order_by().values("village")
        numbers = numbers.annotate(total=Count("pk"), verified=Count("pk", filter=self._reached))
        return {
            (code := row.pop("village")): {**row, "unreachable": unreachable.get(code, 0), "last_on": last.get(code)}
            for row in numbers
        }

    def groups(self, user: Any, on: date) -> QuerySet[Any, dict[str, Any]]:
        """Employers with a place of work where several of those left work: the largest groups first."""
        left = self.open(self.people.visible_to(user))
        jobs = Employment.objects.current(on).filter(person__in=left).order_by()
        counted = jobs.values("employer", "workplace").annotate(people=Count("person", distinct=True))
        return counted.filter(people__gte=2).order_by("-people", "employer")


def total_of(rows: list[Progress]) -> Progress:
    """All villages together."""
    last = max((row.last_on for row in rows if row.last_on), default=None)
    sums = {name: sum(getattr(row, name) for row in rows) for name in ("total", "verified", "unreachable")}
    return Progress(None, last_on=last, **sums)
