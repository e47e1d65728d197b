"""Facts that say that somebody works, or does no longer: the employment records are asked for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least, Left

from core.models import Division
from core.periods import year_back
from core.records.conditions import not_yet
from labor.employment.regions import Region, region_of
from labor.employment.registers import EmploymentRegister
from labor.models import Employment, ExportParticipant, Person, PublicBenefitPost
from offers.fact_offer import ActOffer, AddOffer, ChangeOffer
from platforms.models import Candidate, Vacancy
from platforms.recruitment.matching import known_of
from training.models import ReturnedBusiness
from workshops.models import Workshop

Channel = Employment.Channel
#: What a job is called by where it is, seen from the person's village.
CHANNELS = {
    Region.TOWN: Channel.COUNTY,
    Region.COUNTY: Channel.COUNTY,
    Region.PROVINCE: Channel.OTHER_COUNTY,
    Region.OUTSIDE: Channel.OTHER_PROVINCE,
}


def of_people_here(rows: Any, on: date) -> Any:
    """Facts about people who have not left the register."""
    return rows.filter(not_yet("person__left_on", on))


def jobs_of(person: str = "person_id", **which: Any) -> Any:
    """Inside a query: the jobs of the row's person."""
    return Employment.objects.filter(person=OuterRef(person), **which)


def lasting_until(day: Any) -> Q:
    """Jobs that had not ended before the day."""
    return Q(ended_on=None) | Q(ended_on__gte=day)


class JobOffer(AddOffer):
    """A job that a fact tells of."""

    register = EmploymentRegister


class JobElsewhere(JobOffer):
    """A job at a place that the fact names: it tells the channel, where it is a division that the code list knows."""

    def place(self, row: Any) -> str:
        raise NotImplementedError

    def read(self, rows: Any) -> list[Any]:
        found = super().read(rows)
        divisions = Division.objects.told_by({self.place(row) for row in found})
        for row in found:
            row.division = divisions[self.place(row)]
        return found

    def channel(self, row: Any) -> dict[str, str]:
        home = row.person.village_id
        return {"channel": CHANNELS[region_of(home, row.division, "")].value} if row.division else {}


class PostIsJob(JobOffer):
    """Whoever holds a public-benefit post works: the contract says where, since when and for how much."""

    code, title = "post-job", "在公益性岗位，没有登记就业"
    source = PublicBenefitPost
    pages = {PublicBenefitPost: "pk", Person: "person"}
    related = ("person__village", "village")

    def due(self, on: date) -> Any:
        during = lasting_until(OuterRef("contract_started_on"))
        known = jobs_of(channel=Channel.PUBLIC_BENEFIT, started_on__lte=OuterRef("contract_ended_on")).filter(during)
        return of_people_here(PublicBenefitPost.objects.held(on), on).filter(~Exists(known))

    def values(self, row: Any) -> Mapping[str, Any]:
        return {
            "started_on": row.contract_started_on,
            "channel": Channel.PUBLIC_BENEFIT.value,
            "employer": row.employer,
            "workplace": row.village.name,
            "post": row.kind,
            "monthly_wage": row.monthly_allowance,
        }

    def sentence(self, row: Any) -> str:
        return f"{row.contract_started_on}起在公益性岗位（{row.kind}）"


class CandidateStarted(JobElsewhere):
    """Whoever has taken up the work that they applied for works there."""

    code, title = "candidate-job", "应聘已到岗，没有登记就业"
    source = Candidate
    pages = {Candidate: "pk", Person: "person", Vacancy: "vacancy"}
    related = ("person__village", "vacancy")

    def due(self, on: date) -> Any:
        known = jobs_of(employer=OuterRef("vacancy__employer"), started_on__gte=OuterRef("applied_on"))
        started = Candidate.objects.filter(failed_on=None, started_on__lte=on)
        return of_people_here(started, on).filter(~Exists(known))

    def place(self, row: Any) -> str:
        return row.vacancy.workplace

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"started_on": row.started_on, **self.channel(row), **known_of(row.vacancy)}

    def sentence(self, row: Any) -> str:
        return f"应聘{row.vacancy}，{row.started_on}到岗"


class BusinessIsJob(JobOffer):
    """Whoever came back and runs a business works for themselves."""

    code, title = "business-job", "返乡创业，没有登记就业"
    source = ReturnedBusiness
    pages = {ReturnedBusiness: "pk", Person: "person"}
    related = ("person__village", "village")

    def due(self, on: date) -> Any:
        known = jobs_of(channel=Channel.OWN_BUSINESS).filter(lasting_until(OuterRef("opened_on")))
        running = ReturnedBusiness.objects.running(on).filter(person__isnull=False)
        return of_people_here(running, on).filter(~Exists(known))

    def values(self, row: Any) -> Mapping[str, Any]:
        return {
            "started_on": row.opened_on,
            "channel": Channel.OWN_BUSINESS.value,
            "employer": row.name,
            "workplace": row.village.name,
        }

    def sentence(self, row: Any) -> str:
        return f"{row.opened_on}返乡创办{row.name}"


class ParticipantWorks(JobElsewhere):
    """Whoever was taken somewhere by organised export works at the destination; for whom and since when is asked."""

    code, title = "participant-job", "参加了劳务输出，没有登记就业"
    source = ExportParticipant
    pages = {ExportParticipant: "pk", Person: "person"}
    related = ("person__village", "export")

    def due(self, on: date) -> Any:
        held = ExportParticipant.objects.filter(export__held_on__gt=year_back(on), export__held_on__lte=on)
        return of_people_here(held, on).filter(~Exists(jobs_of().filter(lasting_until(OuterRef("export__held_on")))))

    def place(self, row: Any) -> str:
        return row.export.destination

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"export": row.export, "workplace": row.export.destination, **self.channel(row)}

    def sentence(self, row: Any) -> str:
        return f"{row.export.held_on}参加{row.export}，去{row.export.destination}"


class JobEndOffer(ActOffer):
    """The end of a job, because what it rested on has ended; the rows are jobs with that day as `over_on`."""

    register, action = EmploymentRegister, "end"
    related = ("person__village",)
    why: str

    def going_on(self, on: date) -> Any:
        return Employment.objects.filter(ended_on=None, started_on__lte=on)

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"ended_on": row.over_on}

    def sentence(self, row: Any) -> str:
        return f"{row.employer}的工作还在岗，{self.why}{row.over_on}"


class PostEnded(JobEndOffer):
    """A public-benefit post is over: its job has ended with it, unless another post is held."""

    code, title = "post-ended", "公益性岗位已结束，就业记录还在岗"
    source = PublicBenefitPost
    pages = {Employment: "pk", Person: "person", PublicBenefitPost: "person__public_benefit_posts"}
    why = "公益性岗位最后一天是"

    def due(self, on: date) -> Any:
        posts = PublicBenefitPost.objects.filter(person=OuterRef("person"))
        last = Least(F("contract_ended_on"), Coalesce(F("ended_on"), F("contract_ended_on")))
        over = posts.over(on).annotate(last=last).filter(last__gte=OuterRef("started_on")).order_by("-last")
        jobs = self.going_on(on).filter(~Exists(posts.held(on)), channel=Channel.PUBLIC_BENEFIT)
        return jobs.annotate(over_on=Subquery(over.values("last")[:1])).filter(over_on__isnull=False)


class WorkshopStopped(JobEndOffer):
    """A workshop has stopped: nobody works there any more."""

    code, title = "workshop-stopped", "车间已停产，就业记录还在岗"
    source = Workshop
    pages = {Employment: "pk", Person: "person", Workshop: "workshop"}
    why = "车间停产日期是"

    def due(self, on: date) -> Any:
        stopped = Q(workshop__stopped_on__lte=on, workshop__stopped_on__gte=F("started_on"))
        return self.going_on(on).filter(stopped).annotate(over_on=F("workshop__stopped_on"))


class WorkshopNamed(ChangeOffer):
    """Whose employer is called like a workshop of the town in operation is its worker: the job names the workshop."""

    code, title = "workshop-worker", "在帮扶车间就业，没有选车间"
    source, register = Employment, EmploymentRegister
    pages = {Employment: "pk", Person: "person"}
    related = ("person__village",)

    def due(self, on: date) -> Any:
        jobs = Employment.objects.current(on).filter(workshop=None)
        town = Left(OuterRef("person__village_id"), int(Division.Level.TOWN))
        called = Workshop.objects.operating(on).filter(name=OuterRef("employer"))
        here = called.alias(town=Left("village_id", int(Division.Level.TOWN))).filter(town=town).order_by("pk")
        return jobs.annotate(named=Subquery(here.values("pk")[:1])).filter(named__isnull=False)

    def read(self, rows: Any) -> list[Any]:
        """With the workshops, as `called_so`."""
        found = super().read(rows)
        workshops = Workshop.objects.everywhere("of the person's own town").in_bulk({row.named for row in found})
        for row in found:
            row.called_so = workshops[row.named]
        return found

    def values(self, row: Any) -> Mapping[str, Any]:
        return {"workshop": row.called_so, "channel": Channel.WORKSHOP.value}

    def sentence(self, row: Any) -> str:
        return f"{row.started_on}起在{row.employer}，与本镇的帮扶车间同名"
