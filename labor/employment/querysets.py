"""Questions to jobs and job-seeking cases, in the plan's words, each of a day."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Cast, Coalesce, Greatest, Least
from django.db.models.lookups import LessThanOrEqual

from core.periods import first_day, last_year_end
from core.records.conditions import not_yet
from core.records.dated import outer, reads_stored
from core.scoping import ScopedQuerySet
from labor.employment.conditions import going_on
from labor.employment.stretches import WorkedMonths
from labor.functions import DaysLater
from labor.people import conditions
from workshops.models import Workshop

#: So long after the start, or after the last call, somebody who was placed is called again. The plan names no number.
FOLLOWED_UP_WITHIN = timedelta(days=90)


class EmploymentQuerySet(ScopedQuerySet):
    def current(self, on: date) -> "EmploymentQuerySet":
        """Records that cover the day `on`; a job's last day still counts."""
        return self.filter(going_on(on))

    def ended(self, on: date) -> "EmploymentQuerySet":
        """Records whose last day is before the day `on`."""
        return self.filter(ended_on__lt=on)

    def worked(self, months: int, since: date, on: date, *, by: tuple[str, ...] = ("person",)) -> Any:
        """Whoever has worked in these jobs for so many full months up to the day `on`, some of it since `since`.

        One row for each who is told by `by`; jobs that go on at once, or follow each other, are put together.
        """
        rows = self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=since)) if not months else self
        until = Least(Coalesce(DaysLater("ended_on", 1), Value(on)), Value(on))
        enough = WorkedMonths("started_on", until, months=months, since=since)
        each = rows.filter(started_on__lte=on).order_by().values(*by)
        return each.annotate(enough=enough).filter(enough=True) if months else each

    def in_operating_workshops(self, on: date) -> "EmploymentQuerySet":
        """Records that name a workshop in operation, whatever the channel."""
        return self.filter(workshop__in=Workshop.objects.operating(on))

    def followed_up(self, on: date) -> "EmploymentQuerySet":
        """Jobs in which a call has reached whoever works there, not too long before the day `on`."""
        return self.filter(self._called_lately(on))

    def to_follow_up(self, on: date) -> "EmploymentQuerySet":
        """Jobs that the town sent somebody to, begun long ago and going on, with nobody reached by a call since."""
        begun_long_ago = Q(export__isnull=False, started_on__lt=on - FOLLOWED_UP_WITHIN)
        return self.current(on).filter(~self._called_lately(on), begun_long_ago)

    def with_follow_ups(self) -> "EmploymentQuerySet":
        """Rows with the calls that were made, the newest first, in `calls`."""
        return self.prefetch_related(Prefetch("follow_ups", to_attr="calls"))

    def _called_lately(self, on: date) -> Exists:
        """A condition on jobs: a call reached whoever works there within the time, both days included."""
        days = (on - FOLLOWED_UP_WITHIN, on)
        return self.related("follow_ups").reached().filter(called_on__range=days).exists_for("employment")


class JobSeekingCaseQuerySet(ScopedQuerySet):
    def willing_out_of_poverty(self, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Willing cases: somebody who wants to work and on the due day is in a 脱贫户."""
        poor = conditions.out_of_poverty(F("due_on") if due is None else due, "person__")
        return self.filter(poor, willing=True, person__voided_at__isnull=True)

    def not_closed_by(self, bound: Any) -> "JobSeekingCaseQuerySet":
        """Cases that nothing had closed up to and on the day `bound` (a date or an expression).

        A case closes on the earliest of its own end, the first day from registration on which the person has left the
        register, as of that day, and the start of the person's first job on or after registration.
        """
        return self.unended_by(bound).filter(self._stayed_until(bound))

    def _stayed_until(self, bound: Any) -> Q:
        """On no day from registration to `bound` the person had left the register, as of that day."""
        stayed = not_yet("person__left_on", bound)
        if reads_stored():
            return stayed
        changed = Q(person__in=self._exits().values("person"))
        return (stayed & ~changed) | (changed & ~self._left_by(bound))

    def _exits(self) -> Any:
        """Days of leaving that were so before a change: taken back before they came, or over with a return."""
        return self.related("person__status_changes").filter(item="left_on")

    def _left_by(self, bound: Any) -> Q:
        """The person had left on some day from registration to `bound`: by what is stored, or by what was before."""
        own = self._exits().filter(person=OuterRef("person")).alias(bound=Cast(outer(bound), DateField()))
        sooner = self._exits().filter(person=OuterRef("person"), changed_on__lt=OuterRef("changed_on"))
        began_later = Exists(sooner.filter(changed_on__gt=OuterRef("bound")))
        was_out = own.filter(~began_later, was_on__lt=F("changed_on"), was_on__lte=F("bound"))
        was_out = was_out.filter(changed_on__gt=OuterRef("registered_on"))
        is_out = Q(person__left_on__lte=bound) & ~Q(Exists(own.filter(changed_on__gt=F("bound"))))
        return is_out | Q(Exists(was_out))

    def unended_by(self, bound: Any) -> "JobSeekingCaseQuerySet":
        """Not closed by their own end nor by a job: all that counts where people are known to be on the register."""
        return self.filter(not_yet("ended_on", bound), ~self._job_between("registered_on", bound))

    def open(self, on: date) -> "JobSeekingCaseQuerySet":
        return self.filter(registered_on__lte=on).not_closed_by(on)

    def closed_by(self, job: Any) -> "JobSeekingCaseQuerySet":
        """Cases of the person that were open until the job's first day, whether or not their end was written then.

        Of jobs that begin on the same day the one that was recorded first closes them.
        """
        start = job.started_on
        begun = Q(started_on__lt=start) | Q(started_on=start, pk__lt=job.pk)
        sooner = self.related("person__employments").filter(begun, started_on__gte=OuterRef("registered_on"))
        return self.filter(
            self._stayed_until(start), ~sooner.exists_for("person", outer="person_id"),
            person=job.person_id, registered_on__lte=start,
        )  # fmt: skip

    def overdue(self, year: int, on: date, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Cases due by `on` and not closed in time, still open or closed in `year` (rule `cases_cleared`).

        Not closed by the due day, and not closed before the year began: one bound says both.
        """
        due = F("due_on") if due is None else due
        return self.filter(LessThanOrEqual(due, on)).not_closed_by(Greatest(due, last_year_end(first_day(year))))

    def registered_in(self, year: int, until: date) -> "JobSeekingCaseQuerySet":
        return self.filter(registered_on__range=(first_day(year), until))

    def jobless_until(self, on: date, due: Any = None) -> "JobSeekingCaseQuerySet":
        """Cases whose person found no job before the case was due (seen from the day `on`)."""
        return self.filter(~self._job_between("registered_on", Least(F("due_on") if due is None else due, on)))

    def _job_between(self, first: str, last: Any) -> Exists:
        """The case's person has a job that began between two days of the case, both included."""
        jobs = self.related("person__employments").filter(started_on__gte=OuterRef(first), started_on__lte=outer(last))
        return jobs.exists_for("person", outer="person_id")
