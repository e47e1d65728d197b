"""Questions to households and people, in the plan's words, each of a day."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Count, ExpressionWrapper, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Replace

from core.assessment import term_of
from core.records.dated import DatedQuerySet, read_at
from labor.people import conditions

LAST_DIGITS = 4  #: So many characters at the end of a number find it.


class HouseholdQuerySet(DatedQuerySet):
    def monitored(self, on: date) -> "HouseholdQuerySet":
        """监测对象 of any category, identified and with the risk not removed on the day `on`."""
        return self.filter(read_at(self.model, conditions.household_monitored, on))

    def unstable(self, on: date) -> "HouseholdQuerySet":
        """Monitored households whose work was found unstable (rule `monitored_households`)."""
        return self.filter(read_at(self.model, conditions.household_unstable, on))

    def needing_follow_up(self, on: date) -> "HouseholdQuerySet":
        """Relocated households able and willing to work in which nobody able has work (rule `relocated_households`)."""
        able, seekers = self.related("members").able(on), self._seekers(on)
        relocated = read_at(self.model, lambda day, path: Q(**{f"{path}site__isnull": False}), on)
        idle = ~able.employed(on).lived_in("pk", on)
        return self.filter(seekers.lived_in("pk", on), able.lived_in("pk", on), idle, relocated)

    def with_seeker(self, on: date) -> "HouseholdQuerySet":
        """Rows with the public id of a member who looks for work on the day `on`, as `seeker`."""
        cases = self.related("members__job_seeking_cases").filter(person__household=OuterRef("pk"), willing=True)
        seekers = cases.open(on).order_by("registered_on", "pk").values("person__public_id")
        return self.annotate(seeker=Subquery(seekers[:1]))

    def _seekers(self, on: date) -> Any:
        """People who have an open case and are willing to work."""
        cases = self.related("members__job_seeking_cases").filter(willing=True).open(on)
        return self.related("members").filter(cases.exists_for("person"))


class PersonQuerySet(DatedQuerySet):
    def lived_in(self, household: str, on: date) -> Q:
        """A condition on rows of another model: one of these belonged to its `household` on the day `on`."""
        return self.belonged("household", household, on)

    def on_register(self, on: date) -> "PersonQuerySet":
        return self.filter(conditions.on_register(on))

    def able(self, on: date) -> "PersonQuerySet":
        return self.filter(conditions.able(on))

    def labor_out_of_poverty(self, on: date) -> "PersonQuerySet":
        """脱贫劳动力 on the day `on`."""
        return self.filter(conditions.labor_out_of_poverty(on))

    def labor_to_verify(self, on: date) -> "PersonQuerySet":
        """脱贫劳动力 and 边缘易致贫劳动力 on the day `on`."""
        return self.filter(conditions.labor_to_verify(on))

    def employed(self, on: date, channel: str = "") -> "PersonQuerySet":
        """People with work on the day `on`, by any channel or by the one named."""
        jobs = self.related("employments").current(on)
        return self.filter((jobs.filter(channel=channel) if channel else jobs).exists_for("person"))

    def without_work(self, on: date) -> "PersonQuerySet":
        return self.filter(~self.related("employments").current(on).exists_for("person"))

    def employed_by(self, text: str, on: date) -> "PersonQuerySet":
        """People who work on the day `on` for an employer whose name has `text` in it."""
        return self.filter(self.related("employments").current(on).filter(employer__contains=text).exists_for("person"))

    def working_at(self, employer: str, workplace: str, on: date) -> "PersonQuerySet":
        """People who work for this employer at this place on the day `on`."""
        jobs = self.related("employments").current(on).filter(employer=employer, workplace=workplace)
        return self.filter(jobs.exists_for("person"))

    def monitored(self, on: date, category: str = "") -> "PersonQuerySet":
        """Members of monitored households, of any category or of the one named."""
        return self.filter(conditions.monitored(on, category=category))

    def unverified_between(self, start: date, end: date) -> "PersonQuerySet":
        """People whom no verification from `start` to `end` reached."""
        return self.filter(~self.related("verifications").reached_in(start, end).exists_for("person"))

    def verified_between(self, start: date, end: date) -> "PersonQuerySet":
        """People whom a verification from `start` to `end` reached."""
        return self.filter(self.related("verifications").reached_in(start, end).exists_for("person"))

    def unreachable_between(self, start: date, end: date, *, times: int = 1) -> "PersonQuerySet":
        """People who could not be reached on so many days from `start` to `end`."""
        failed = (
            self.related("verifications").failed_in(start, end).order_by().values("person").annotate(days=Count("pk"))
        )
        return self.filter(pk__in=failed.filter(days__gte=times).values("person"))

    def with_verification(self, on: date) -> "PersonQuerySet":
        """Rows that know whether their data are to be verified, and whether they are in the term of `on`."""
        reached = self.related("verifications").reached_in(term_of(on).start, on).exists_for("person")
        due = ExpressionWrapper(conditions.labor_to_verify(on), models.BooleanField())
        return self.annotate(verified=reached, to_verify=due)

    def with_current_jobs(self, on: date) -> "PersonQuerySet":
        """Rows with the work that they have on the day `on`, the newest first, in `current_jobs`."""
        jobs = (
            self.related("employments").current(on).select_related("workplace_division").order_by("-started_on", "pk")
        )
        return self.prefetch_related(Prefetch("employments", jobs, to_attr="current_jobs"))

    def with_open_cases(self, on: date) -> "PersonQuerySet":
        """Rows with their job-seeking cases that are open on the day `on`, in `open_cases`."""
        cases = _open_cases(self.model, on).all()
        return self.prefetch_related(Prefetch("job_seeking_cases", cases, to_attr="open_cases"))

    def with_verifications(self) -> "PersonQuerySet":
        """Rows with everything that is known of their verifications, the newest first, in `verifications_made`."""
        return self.prefetch_related(Prefetch("verifications", to_attr="verifications_made"))

    def named(self, text: str) -> "PersonQuerySet":
        """People whose name has `text` in it, or begins so in pinyin: 'zxj', 'zengxiao', '小军'."""
        spoken = "".join(text.split()).lower()
        if not spoken.isascii():
            return self.filter(name__contains="".join(text.split()))
        spelled = self.alias(spelled=Replace("name_pinyin", Value(" "), Value("")))
        return spelled.filter(Q(name_initials__startswith=spoken) | Q(spelled__startswith=spoken))

    def numbered(self, number: str) -> "PersonQuerySet":
        """People with this identity number, now or formerly, or this phone, or these last four characters."""
        if len(number) == LAST_DIGITS:
            return self.filter(Q(id_number__endswith=number) | Q(phone__endswith=number))
        known = self.related("aliases").filter(id_number=number).values("person")
        return self.filter(Q(id_number=number) | Q(phone=number) | Q(pk__in=known))


@lru_cache(maxsize=16)
def _open_cases(people: Any, on: date) -> Any:
    """The cases that are open on a day: Django takes longer to put that together than the database to answer."""
    return people.objects.related("job_seeking_cases").open(on)
