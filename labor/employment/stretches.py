"""满几个月: stretches of work, of one job or of several, added up inside the database without counting a day twice.

What goes on without a break is one stretch, whoever paid for it; those that end before the day `since` are left out.
One stretch is measured by calendar months, its last day included. Several are added up, a month having thirty days.
"""

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Aggregate, BooleanField

#: A month that is put together of several stretches.
MONTH = timedelta(30)

OF_RANGES = (
    "(SELECT coalesce(bool_or((lower(stretch) + interval '%(months)d months')::date <= upper(stretch))"
    " OR (count(*) > 1 AND sum(upper(stretch) - lower(stretch)) >= %(days)d), false)"
    " FROM unnest(range_agg(daterange(%(expressions)s))) AS stretch WHERE upper(stretch) > '%(since)s')"
)


class WorkedMonths(Aggregate):
    """Whether spells, each from a day to the day after its last, come to so many full months."""

    output_field = BooleanField()
    arity = 2

    def __init__(self, started_on: Any, until: Any, *, months: int, since: date) -> None:
        super().__init__(started_on, until, months=months, days=(MONTH * months).days, since=since)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "worked_months(%(expressions)s, %(months)d, '%(since)s')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template=OF_RANGES, **context)


class WorkedMonthsOnSqlite:
    """The same for SQLite, which has no ranges."""

    def __init__(self) -> None:
        self.spells: list[tuple[str, str]] = []
        self.months, self.since = 0, ""

    def step(self, started_on: str, until: str, months: int, since: str) -> None:
        self.months, self.since = months, since
        if started_on < until:
            self.spells.append((started_on, until))

    def finalize(self) -> bool:
        found = [(date.fromisoformat(first), date.fromisoformat(until)) for first, until in self.stretches()]
        unbroken = any(first + relativedelta(months=self.months) <= until for first, until in found)
        days = sum((until - first for first, until in found), timedelta())
        return unbroken or (len(found) > 1 and days >= MONTH * self.months)

    def stretches(self) -> list[tuple[str, str]]:
        """Spells that overlap, or follow each other, as one; days are compared as they are written."""
        found: list[tuple[str, str]] = []
        for first, until in sorted(self.spells):
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], until))
            else:
                found.append((first, until))
        return [(first, until) for first, until in found if until > self.since]


def teach_sqlite(connection: Any, **_: Any) -> None:
    """Every connection to SQLite learns it as it opens."""
    if connection.vendor == "sqlite":
        connection.connection.create_aggregate("worked_months", 4, WorkedMonthsOnSqlite)
