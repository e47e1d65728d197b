"""The list in numbers: by rule, village or person in charge, and by week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Min, Value, When

from core.models import Village
from core.personal_data.names import user_label
from doubts.catalogue import Severity
from doubts.holding import all_as_set

#: A rule with more hits than this is one line of the list.
MANY = 20
WEEKS = 8
BY = {"rule": "按规则", "village": "按村", "person": "按负责人"}
FIELDS = {"rule": "rule", "village": "place", "person": "assigned_to"}


class DoubtGroup(NamedTuple):
    """Doubts that have a rule, a village or a person in common."""

    value: str
    title: str
    number: int
    oldest: int
    rule: Any = None


class DoubtWeek(NamedTuple):
    """How many doubts were found and settled in the seven days from `begins` on."""

    begins: date
    found: int
    settled: int


def by_severity(rows: Any) -> Any:
    """The most serious first, of these the oldest."""
    rank = Case(*(When(severity=each.value, then=Value(at)) for at, each in enumerate(Severity)), default=Value(9))
    return rows.order_by(rank, "found_on", "rule", "place")


def groups_of(rows: Any, by: str, on: date, user: Any) -> list[DoubtGroup]:
    """The rows in groups, the largest first."""
    counted = rows.order_by().values_list(FIELDS[by]).annotate(number=Count("pk"), first=Min("found_on"))
    titles, rules = _titles(by, user), all_as_set()
    groups = [
        DoubtGroup(str(value or "none"), titles.get(value, "其他"), number, (on - first).days, rules.get(value))
        for value, number, first in counted
    ]
    return sorted(groups, key=lambda group: (-group.number, group.value))


def _titles(by: str, user: Any) -> dict[Any, str]:
    if by == "rule":
        return {code: rule.title for code, rule in all_as_set().items()}
    if by == "village":
        return dict(Village.objects.visible_to(user).values_list("code", "name"))
    return {None: "未交办", **{each.pk: user_label(each) for each in get_user_model().objects.all()}}


def weeks_of(rows: Any, on: date) -> Sequence[DoubtWeek]:
    """The latest weeks, from Monday to Sunday, the last one first."""
    monday = on - timedelta(on.weekday())
    begins = [monday - timedelta(7 * number) for number in range(WEEKS)]
    found, settled = (_by_week(rows, name, begins[-1]) for name in ("found_on", "settled_on"))
    return [DoubtWeek(each, found.get(each, 0), settled.get(each, 0)) for each in begins]


def _by_week(rows: Any, name: str, since: date) -> dict[date, int]:
    counted: dict[date, int] = {}
    days = rows.filter(**{f"{name}__gte": since}).order_by().values_list(name).annotate(number=Count("pk"))
    for day, number in days:
        monday = day - timedelta(day.weekday())
        counted[monday] = counted.get(monday, 0) + number
    return counted
