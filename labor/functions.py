"""Date arithmetic inside the database, the same on SQLite and PostgreSQL."""

from typing import Any

from django.db.models import DateField, Func, IntegerField


class MonthsLater(Func):
    """The same day so many whole months later, or that month's last day: MonthsLater("ended_on", months=3)."""

    output_field = DateField()
    arity = 1

    def __init__(self, day: Any, *, months: int) -> None:
        super().__init__(day, months=months, after=months + 1)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = (
            "min(date(%(expressions)s, '+%(months)d months'),"
            " date(%(expressions)s, 'start of month', '+%(after)d months', '-1 day'))"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s + interval '%(months)d months')::date"
        return self.as_sql(compiler, connection, template=template, **context)


class DaysLater(Func):
    """A day some whole number of days after another: DaysLater("registered_on", 30)."""

    output_field = DateField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", '+' || ")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" + ")


def thirty_days_after(field: str) -> DaysLater:
    """A month counted in days, for those who read 「一个月内」 so."""
    return DaysLater(field, 30)


class FullYears(Func):
    """Completed years from a birth date to a day; born on 29 February, reached on 1 March."""

    output_field = IntegerField()
    arity = 2

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._difference(compiler, connection, "CAST(strftime('%%Y%%m%%d', {}) AS INTEGER)", context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self._difference(compiler, connection, "to_char({}, 'YYYYMMDD')::int", context)

    def _difference(self, compiler: Any, connection: Any, digits: str, context: Any) -> Any:
        (born, born_params), (day, day_params) = (compiler.compile(part) for part in self.source_expressions)
        sql = f"(({digits.format(day)} - {digits.format(born)}) / 10000)"
        return sql, (*day_params, *born_params)
