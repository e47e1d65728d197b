"""What is odd about people and households. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.assessment import labor_force_on
from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Person

contribute(CHECKS, Person)(day_ahead("joined_on", "，到那天才算在册"))
contribute(CHECKS, Person)(day_ahead("left_on", "，到那天之前仍算在册"))


def not_able(person: Person, on: date, but: str) -> Iterator[str]:
    """Why somebody cannot have worked on the day `on`."""
    force = labor_force_on(on)
    if person.capacity not in force.capacities:
        yield f"劳动能力是“{person.get_capacity_display()}”，{but}"
    if person.schooling:
        yield f"在校生状况是“{person.schooling}”，{but}"
    if person.age(on) < force.youngest:
        yield f"当时不满{force.youngest}周岁，{but}"
