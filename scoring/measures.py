"""How each target of the plan's section 二 is counted: one class a target, in the plan's order.

The numbers, the wording and who is responsible stand in the year's file, under the name that a class is given here.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from django.db.models import Count, Sum

from core.assessment import term_of
from core.models import Village
from core.pages.counted import Counted, count_as
from core.periods import last_year_end, year_to
from labor.models import Employment, JobSeekingCase, LaborExport, Person
from labor.verification.campaign import Campaign
from platforms.models import Candidate, Platform, RecruitmentTask, Service, StaffMember
from platforms.villages.conditions import required
from scoring.catalogue import rubric_for
from scoring.years import Target
from training.models import Enrolment, ReturnedBusiness, StaffTraining, TrainingCategory, TrainingQuota
from workshops.models import Workshop

#: Every measure by the name of its target.
measures: dict[str, "Measure"] = {}
ROWS, PEOPLE = Count("pk", distinct=True), Count("person", distinct=True)


class Measure:
    """How a target is counted on a day; whoever counts the records narrows them down to a place."""

    #: The list of what counts and, where villages lag behind, of what they lack.
    page: ClassVar[str] = ""
    number: ClassVar[Any] = ROWS
    number_of_whole: ClassVar[Any] = ROWS
    #: Told of a village too, not only of the town.
    of_village: ClassVar[bool] = False

    def __init__(self, name: str) -> None:
        self.name = name
        self.counted = count_as(Counted(name, self.page, self.actual, self._label, self._unit, self.number))
        if type(self).missing is not Measure.missing:
            label = partial(self._label, counted="未达到")
            self.lacking = count_as(Counted(f"{name}-missing", self.page, self.missing, label, self._unit, ROWS))

    def actual(self, on: date) -> Any:
        """The records that count."""
        raise NotImplementedError

    def whole(self, on: date) -> Any:
        """What the wanted share is a share of, or the task that the town was given; None where a number is wanted."""

    def missing(self, on: date) -> Any:
        """What stands in the way, by village; None where it is not a village's."""

    def _label(self, on: date, counted: str = "计入") -> str:
        return f"{counted}方案目标“{self._target(on).label}”"

    def _unit(self, on: date) -> str:
        return self._target(on).unit

    def _target(self, on: date) -> Target:
        return rubric_for(on.year).targets[self.name]


def measure(name: str) -> Callable[[type[Measure]], type[Measure]]:
    """Count the target of this name by the class."""

    def register(found: type[Measure]) -> type[Measure]:
        measures[name] = found(name)
        return found

    return register


@measure("employed")
class Employed(Measure):
    page = "labor:person_list"

    def actual(self, on: date) -> Any:
        return Person.objects.labor_out_of_poverty(on).employed(on)

    def missing(self, on: date) -> Any:
        return Person.objects.labor_out_of_poverty(on).without_work(on)


@measure("verified")
class Verified(Measure):
    """As the round of the half-year counts them: those who take part in it, and whom it had reached by the day."""

    page = "labor:person_list"
    of_village = True

    def actual(self, on: date) -> Any:
        return self.whole(on).verified_between(term_of(on).start, on)

    def whole(self, on: date) -> Any:
        return Campaign.containing(on).people

    def missing(self, on: date) -> Any:
        return self.whole(on).unverified_between(term_of(on).start, on)


@measure("workshops")
class Workshops(Measure):
    page = "workshops:workshop_list"

    def actual(self, on: date) -> Any:
        return Workshop.objects.operating(on)


@measure("workshops_kept")
class WorkshopsKept(Workshops):
    def whole(self, on: date) -> Any:
        return Workshop.objects.operating(last_year_end(on))


@measure("workshops_supported")
class WorkshopsSupported(Measure):
    page = "workshops:workshop_list"

    def actual(self, on: date) -> Any:
        return self.whole(on).supported_between(*year_to(on))

    def whole(self, on: date) -> Any:
        return Workshop.objects.operating(on)


@measure("workshops_entered")
class WorkshopsEntered(Measure):
    page = "workshops:workshop_list"

    def actual(self, on: date) -> Any:
        return self.whole(on).filter(entered_on__lte=on)

    def whole(self, on: date) -> Any:
        return Workshop.objects.certified(on)


class Trained(Measure):
    """People who completed a class this year; the town's task where it is entered, or else the plan's number."""

    page = "training:enrolment_list"
    number, number_of_whole = PEOPLE, Sum("people")
    category: ClassVar[TrainingCategory]

    def actual(self, on: date) -> Any:
        return Enrolment.objects.completed_in(on.year, on, self.category)

    def whole(self, on: date) -> Any:
        return TrainingQuota.objects.filter(category=self.category, year=on.year)


@measure("trained")
class TrainedForWork(Trained):
    category = TrainingCategory.LABOR_TRANSFER


@measure("entrepreneurs")
class TrainedForBusiness(Trained):
    category = TrainingCategory.ENTREPRENEURSHIP


@measure("businesses")
class Businesses(Measure):
    page = "training:business_list"
    number = Sum("jobs")

    def actual(self, on: date) -> Any:
        return ReturnedBusiness.objects.running(on)


@measure("exports")
class Exports(Measure):
    page = "labor:export_list"

    def actual(self, on: date) -> Any:
        return LaborExport.objects.organised_in(on.year, on)


@measure("exported")
class Exported(Measure):
    page = "labor:employment_list"
    number = PEOPLE

    def actual(self, on: date) -> Any:
        return Employment.objects.current(on).filter(export__isnull=False)


class OfVillages(Measure):
    """Villages that must have a platform."""

    page = "platforms:coverage"

    def whole(self, on: date) -> Any:
        return Village.objects.filter(required(on))

    def actual(self, on: date) -> Any:
        return self.whole(on).filter(self.reached(on))

    def missing(self, on: date) -> Any:
        return self.whole(on).filter(~self.reached(on))

    def reached(self, on: date) -> Any:
        """The condition that a village is counted."""
        raise NotImplementedError


@measure("platforms")
class Covered(OfVillages):
    def reached(self, on: date) -> Any:
        return Platform.objects.open(on).exists_for("village")


@measure("business")
class InBusiness(OfVillages):
    def reached(self, on: date) -> Any:
        return Service.objects.filter(served_on__range=year_to(on)).exists_for("person__village")


@measure("staff_trained")
class StaffTrained(Measure):
    page = "training:staff_training_list"
    number = Sum("participants")

    def actual(self, on: date) -> Any:
        return StaffTraining.objects.entered_in(on.year, on)

    def whole(self, on: date) -> Any:
        return StaffMember.objects.serving(on)


@measure("cleared")
class Cleared(Measure):
    """Cases of this year, and those that last year left open."""

    page = "labor:case_list"
    of_village = True

    def actual(self, on: date) -> Any:
        return self.whole(on).exclude(pk__in=self.missing(on).values("pk"))

    def whole(self, on: date) -> Any:
        cases = JobSeekingCase.objects.willing_out_of_poverty().filter(registered_on__lte=on)
        return cases.not_closed_by(last_year_end(on))

    def missing(self, on: date) -> Any:
        return JobSeekingCase.objects.willing_out_of_poverty().open(on)


@measure("recruited")
class Recruited(Measure):
    """People who took up work at enterprises of the zone this year; the town's task where it is entered."""

    page = "platforms:candidate_list"
    number, number_of_whole = PEOPLE, Sum("headcount")

    def actual(self, on: date) -> Any:
        return Candidate.objects.started_in(on.year, on)

    def whole(self, on: date) -> Any:
        return RecruitmentTask.objects.filter(year=on.year)
