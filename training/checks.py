"""What is odd about training. A form asks once; nothing is refused."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.assessment import labor_force_on
from core.checks import CHECKS, day_ahead
from core.contributions import contribute
from labor.models import Person
from training.models import Enrolment, ReturnedBusiness, StaffTraining, TrainingClass, TrainingWish

#: A class that has not ended after so long was forgotten, as a rule.
LONGEST = timedelta(days=183)


@contribute(CHECKS, TrainingClass)
def never_ended(course: TrainingClass, on: date) -> Iterator[str]:
    if course.ended_on is None and course.started_on + LONGEST < on:
        yield "开班已超过半年，还没有登记结业，参训的人不计入培训任务"


@contribute(CHECKS, TrainingWish, code="wish-unlikely")
def wishes_without_being_able(wish: TrainingWish, on: date) -> Iterator[str]:
    yield from _not_able(wish.person, wish.wished_on)


@contribute(CHECKS, StaffTraining)
def not_entered_on_the_platform(training: StaffTraining, on: date) -> Iterator[str]:
    """Rule `staff_trainings`: 已开展业务培训并录入人社一体化平台的计5分."""
    if training.pk and training.held_on <= on and training.entered_on is None:
        yield "还没有登记录入人社一体化平台的日期，考核不计"


@contribute(CHECKS, ReturnedBusiness, code="business-without-jobs")
def brings_no_work(business: ReturnedBusiness, on: date) -> Iterator[str]:
    if business.jobs == 0:
        yield "带动就业人数是0"


contribute(CHECKS, TrainingClass)(day_ahead("started_on"))
contribute(CHECKS, TrainingClass)(day_ahead("ended_on", "，到那天才计入培训任务"))
contribute(CHECKS, TrainingWish)(day_ahead("wished_on"))
contribute(CHECKS, Enrolment)(day_ahead("subsidy_applied_on"))
contribute(CHECKS, Enrolment)(day_ahead("subsidy_paid_on"))
contribute(CHECKS, ReturnedBusiness)(day_ahead("opened_on"))
contribute(CHECKS, StaffTraining)(day_ahead("held_on"))


def _not_able(person: Person, on: date) -> Iterator[str]:
    """The register offers training to those able to work; others are asked about."""
    force = labor_force_on(on)
    if person.capacity not in force.capacities:
        yield f"劳动能力是“{person.get_capacity_display()}”"
    if person.schooling:
        yield f"在校生状况是“{person.schooling}”"
    if not force.has_age(person.age(on)):
        yield f"当时不在{force.youngest}至{force.oldest}周岁之间"
