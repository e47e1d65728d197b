"""What is odd about people and households. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date

from core.assessment import labor_force_on
from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Household, Person


@contribute(CHECKS, Person)
def lives_elsewhere_than_the_household(person: Person, on: date) -> Iterator[str]:
    if person.household and person.household.village_id != person.village_id:
        yield f"农户{person.household.code}登记在{person.household.village}，与此人的村不同"


@contribute(CHECKS, Person)
def left_with_work(person: Person, on: date) -> Iterator[str]:
    if person.pk and person.left_on and person.left_on <= on and (job := person.employments.current(on).first()):
        yield f"已退出，但在{job.employer}的就业没有结束，请核对"


contribute(CHECKS, Person)(day_ahead("joined_on", "，到那天才算在册"))
contribute(CHECKS, Person)(day_ahead("left_on", "，到那天之前仍算在册"))


@contribute(CHECKS, Household)
def monitored_since_when(household: Household, on: date) -> Iterator[str]:
    if household.monitoring and household.identified_on is None:
        yield "是监测对象，但没有识别日期，不能算入监测；请办理“纳入监测”"
    if household.unstable_since and not household.is_monitored(on):
        yield "认定了就业不稳，但现在不是监测对象"


def not_able(person: Person, on: date, but: str) -> Iterator[str]:
    """Why somebody cannot have worked on the day `on`."""
    force = labor_force_on(on)
    if person.capacity not in force.capacities:
        yield f"劳动能力是“{person.get_capacity_display()}”，{but}"
    if person.schooling:
        yield f"在校生状况是“{person.schooling}”，{but}"
    if person.age(on) < force.youngest:
        yield f"当时不满{force.youngest}周岁，{but}"
