"""The plan's populations, said once, as conditions on a person reached by any path, on any day.

What has a day (village, household, capacity …) is read as it was on the day `on`: a date, or an expression for a
day that stands in the row itself (a spot check's own day); then `judged_on` is a day of the year whose rubric says who
is able to work. The functions that begin with _ are the same on the columns as they are stored.
Sources: the contract's definitions of 在册, 有劳动能力, 脱贫劳动力 and 边缘易致贫劳动力.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from core.assessment import LaborForce, labor_force_on
from core.periods import years_before
from core.records.conditions import not_yet
from core.records.dated import is_fixed, read_at
from labor.functions import FullYears


def on_register(on: Any, person: str = "") -> Q:
    return _at(_on_register, on, person)


def able(on: Any, person: str = "", judged_on: date | None = None) -> Q:
    """On the register, of working age, able to work, and not at school."""
    return _at(_able(judged_on or on), on, person)


def out_of_poverty(on: Any, person: str = "") -> Q:
    """Member of a 脱贫户."""
    return _at(_out_of_poverty, on, person)


def registered_out_of_poverty(on: Any, person: str = "") -> Q:
    """On the register in a 脱贫户, of whatever age: whom `workshop_jobs` counts as labor out of poverty."""
    return _at(lambda day, path: _out_of_poverty(day, path) & _on_register(day, path), on, person)


def monitored(on: Any, person: str = "", category: str = "") -> Q:
    """Member of a household of 监测对象, of any category or of the one named, whose risk is not removed."""
    return _at(lambda day, path: _monitored(day, path, category), on, person)


def aided(on: Any, person: str = "") -> Q:
    """脱贫人口和监测对象 on the register, of whatever age and capacity: whom most policies are for."""
    return _at(
        lambda day, path: _on_register(day, path) & (_out_of_poverty(day, path) | _monitored(day, path)), on, person
    )


def labor_out_of_poverty(on: Any, person: str = "") -> Q:
    """脱贫劳动力."""
    is_able = _able(on)
    return _at(lambda day, path: is_able(day, path) & _out_of_poverty(day, path), on, person)


def labor_to_verify(on: Any, person: str = "", judged_on: date | None = None) -> Q:
    """脱贫劳动力 and 边缘易致贫劳动力: those whose data the plan wants verified every half-year."""
    is_able = _able(judged_on or on)
    return _at(lambda day, path: is_able(day, path) & (_out_of_poverty(day, path) | _at_risk(day, path)), on, person)


def household_monitored(on: Any, household: str) -> Q:
    """A household of 监测对象 whose risk is not removed, as the columns are stored."""
    identified = Q(**{f"{household}monitoring__gt": "", f"{household}identified_on__lte": on})
    return not_yet(f"{household}risk_removed_on", on) & identified


def household_unstable(on: Any, household: str) -> Q:
    """One of them whose work was found unstable, as the columns are stored."""
    return household_monitored(on, household) & Q(**{f"{household}unstable_since__lte": on})


def _at(condition: Any, on: Any, person: str) -> Q:
    return read_at(apps.get_model("labor", "Person"), condition, on, person)


# as the columns are stored


def _on_register(on: Any, person: str) -> Q:
    return not_yet(f"{person}left_on", on) & Q(**{f"{person}joined_on__lte": on})


def _of_working_age(on: Any, force: LaborForce, person: str) -> Q:
    born = f"{person}birth_date"
    if is_fixed(on):
        youngest, too_old = years_before(on, force.youngest), years_before(on, force.too_old)
        return Q(**{f"{born}__lte": youngest, f"{born}__gt": too_old})
    age = FullYears(F(born), on)
    return Q(GreaterThanOrEqual(age, force.youngest)) & Q(LessThan(age, force.too_old))


def _able(judged_on: Any) -> Callable[[Any, str], Q]:
    force = labor_force_on(judged_on)

    def condition(on: Any, person: str) -> Q:
        working = Q(**{f"{person}capacity__in": force.capacities, f"{person}schooling": ""})
        return _on_register(on, person) & _of_working_age(on, force, person) & working

    return condition


def _out_of_poverty(on: Any, person: str) -> Q:
    return Q(**{f"{person}household__kind": "out_of_poverty"})


def _monitored(on: Any, person: str, category: str = "") -> Q:
    household = f"{person}household__"
    which = {f"{household}monitoring": category} if category else {f"{household}monitoring__gt": ""}
    identified = {**which, f"{household}identified_on__lte": on}
    return not_yet(f"{household}risk_removed_on", on) & Q(**identified)


def _at_risk(on: Any, person: str) -> Q:
    """Member of a 边缘易致贫户 whose risk is not removed."""
    return _monitored(on, person, "at_risk")
