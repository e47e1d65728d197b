"""Whether relocated households have work: 每户至少一人就业."""

from datetime import date
from typing import Any

from core.states import State, Tone
from labor.models import Person


def with_work(households: Any, on: date) -> Any:
    """Rows with how many members are `able` to work on the day `on`, and how many of those are `working`."""
    able = Person.objects.able(on)
    return households.annotate(able=able.number_for("household"), working=able.employed(on).number_for("household"))


def work_of(household: Any) -> State:
    """How many of the household's able members work; for rows that know the numbers."""
    if not household.able:
        return State("无劳动能力人员")
    words = f"{household.able}名劳动力，{household.working}人就业"
    return State(words, Tone.SAFE if household.working else Tone.DUE)
