"""Facts that are a service of “311” as they happen: a class, a recommendation, an event."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import F, OuterRef

from core.periods import year_back
from core.records import Record
from labor.models import Person
from offers.fact_offer import AddOffer
from offers.jobs import of_people_here
from platforms.models import Candidate, RecruitmentEvent, Service, Vacancy
from platforms.services.registers import ServiceRegister
from training.models import Enrolment, TrainingClass


class ServiceOffer(AddOffer):
    """A service that was given, on the day of the fact."""

    register = ServiceRegister
    label = "记一次311服务"

    def given(self, kind: str, **which: Any) -> Any:
        """Inside a query: the services of a kind to the row's person."""
        return Service.objects.filter(kind=kind, **which).exists_for("person", outer="person_id")


class ClassIsService(ServiceOffer):
    """Who completed a class was trained: while it lasted, or on its last day."""

    code, title = "class-service", "有培训，没有记“311”"
    source = Enrolment
    pages = {Enrolment: "pk", Person: "person", TrainingClass: "training_class"}
    related = ("person__village", "training_class")

    def due(self, on: date) -> Any:
        first, last = (OuterRef(f"training_class__{day}") for day in ("started_on", "ended_on"))
        completed = Enrolment.objects.completed_by(on).filter(training_class__ended_on__gt=year_back(on))
        return of_people_here(completed, on).filter(~self.given(Service.Kind.TRAINING, served_on__range=(first, last)))

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"kind": Service.Kind.TRAINING.value, "served_on": row.training_class.ended_on}

    def sentence(self, row: Any) -> str:
        return f"{row.training_class.ended_on}结业：{row.training_class}"


class RecommendedOffer(ServiceOffer):
    """Somebody was brought together with a vacancy: on whatever day, it counts once."""

    source = Candidate
    pages: ClassVar[Mapping[type[Record], str]] = {Candidate: "pk", Person: "person", Vacancy: "vacancy"}
    related = ("person__village", "vacancy", "event")

    def unserved(self, on: date) -> Any:
        """Candidates to whom the vacancy was not recommended, as the services say; the day is in `day`."""
        post = {"employer": OuterRef("vacancy__employer"), "post": OuterRef("vacancy__title")}
        return of_people_here(Candidate.objects.filter(~self.given(Service.Kind.RECOMMENDATION, **post)), on)

    def values(self, row: Any) -> Mapping[str, Any]:
        return {
            "kind": Service.Kind.RECOMMENDATION.value,
            "served_on": row.day,
            "employer": row.vacancy.employer,
            "post": row.vacancy.title,
        }


class RecommendationIsService(RecommendedOffer):
    """推荐 of an application is the recommendation that 311 counts."""

    code, title = "recommendation-service", "应聘中已推荐，没有记“311”"

    def due(self, on: date) -> Any:
        rows = self.unserved(on).filter(recommended_on__gt=year_back(on), recommended_on__lte=on)
        return rows.annotate(day=F("recommended_on"))

    def sentence(self, row: Any) -> str:
        return f"{row.day}推荐到{row.vacancy}"


class EventIsService(RecommendedOffer):
    """Who applied at an event met the vacancy there; where 推荐 follows, that is the day instead."""

    code, title = "event-service", "参加过招聘活动，没有记“311”"
    pages = {**RecommendedOffer.pages, RecruitmentEvent: "event"}

    def due(self, on: date) -> Any:
        rows = self.unserved(on).filter(event__held_on__gt=year_back(on), event__held_on__lte=on)
        return rows.filter(recommended_on=None, event__voided_at=None).annotate(day=F("event__held_on"))

    def values(self, row: Any) -> Mapping[str, Any]:
        return {**super().values(row), "channel": row.event.get_kind_display()}

    def sentence(self, row: Any) -> str:
        return f"{row.day}在{row.event.name}上应聘{row.vacancy}"
