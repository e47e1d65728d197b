"""The plan's populations, said once, as conditions on a person reached by any path, on any day.

`on` is a date, or an expression for a day that stands in the row itself (a spot check's own day). Then `judged_on` is a
day of the year whose rubric says who is able to work.
Sources: the contract's definitions of 在册, 有劳动能力, 脱贫劳动力 and 边缘易致贫劳动力.
"""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from core.assessment import LaborForce, labor_force_on
from core.compiled import QueryParameter
from core.periods import years_before
from core.records.conditions import not_yet
from labor.functions import FullYears


def on_register(on: Any, person: str = "") -> Q:
    return not_yet(f"{person}left_on", on) & Q(**{f"{person}joined_on__lte": on})


def of_working_age(on: Any, force: LaborForce, person: str = "") -> Q:
    born = f"{person}birth_date"
    if isinstance(on, date | QueryParameter):
        youngest, too_old = years_before(on, force.youngest), years_before(on, force.too_old)
        return Q(**{f"{born}__lte": youngest, f"{born}__gt": too_old})
    age = FullYears(F(born), on)
    return Q(GreaterThanOrEqual(age, force.youngest)) & Q(LessThan(age, force.too_old))


def able(on: Any, person: str = "", judged_on: date | None = None) -> Q:
    """On the register, of working age, able to work, and not at school."""
    force = labor_force_on(judged_on or on)
    return (
        on_register(on, person)
        & of_working_age(on, force, person)
        & Q(**{f"{person}capacity__in": force.capacities, f"{person}schooling": ""})
    )


def out_of_poverty(person: str = "") -> Q:
    """Member of a 脱贫户."""
    return Q(**{f"{person}household__kind": "out_of_poverty"})


def registered_out_of_poverty(on: Any, person: str = "") -> Q:
    """On the register in a 脱贫户, of whatever age: whom `workshop_jobs` counts as labor out of poverty."""
    return out_of_poverty(person) & on_register(on, person)


def monitored(on: Any, person: str = "", category: str = "") -> Q:
    """Member of a household of 监测对象, of any category or of the one named, whose risk is not removed."""
    household = f"{person}household__"
    which = {f"{household}monitoring": category} if category else {f"{household}monitoring__gt": ""}
    identified = {**which, f"{household}identified_on__lte": on}
    return not_yet(f"{household}risk_removed_on", on) & Q(**identified)


def at_risk(on: Any, person: str = "") -> Q:
    """Member of a 边缘易致贫户 whose risk is not removed."""
    return monitored(on, person, "at_risk")


def aided(on: Any, person: str = "") -> Q:
    """脱贫人口和监测对象 on the register, of whatever age and capacity: whom most policies are for."""
    return on_register(on, person) & (out_of_poverty(person) | monitored(on, person))


def labor_out_of_poverty(on: Any, person: str = "") -> Q:
    """脱贫劳动力."""
    return able(on, person) & out_of_poverty(person)


def labor_to_verify(on: Any, person: str = "", judged_on: date | None = None) -> Q:
    """脱贫劳动力 and 边缘易致贫劳动力: those whose data the plan wants verified every half-year."""
    return able(on, person, judged_on) & (out_of_poverty(person) | at_risk(on, person))
