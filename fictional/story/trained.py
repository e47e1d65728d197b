"""What training leaves behind that is no column of the ledger: wishes, days written down, subsidies, businesses."""

from datetime import date, timedelta
from itertools import cycle

from core.workdays import Workdays
from labor.models import Employment, JobSeekingCase
from training.models import Attendance, Enrolment, ReturnedBusiness, TrainingCategory, TrainingClass, TrainingWish

WISHES = (
    (TrainingCategory.LABOR_TRANSFER, "缝纫工"),
    (TrainingCategory.LABOR_TRANSFER, "中式烹调师"),
    (TrainingCategory.LABOR_TRANSFER, "家政服务员"),
    (TrainingCategory.ENTREPRENEURSHIP, ""),
)
BUSINESSES = (("五团米粉店", 3, 1, "一次性创业补贴"), ("油茶加工坊", 6, 4, "创业担保贷款"), ("苗乡民宿", 4, 2, ""))
APPLIED_AFTER, PAID_AFTER = timedelta(days=20), timedelta(days=75)
SUBSIDY = 800


def follow_training(today: date) -> None:
    """Fill in what the demo town knows of its training up to `today`."""
    _wish(today)
    for course in TrainingClass.objects.filter(ended_on=None):
        _attend(course, today)
    for enrolment in Enrolment.objects.completed_by(today).select_related("training_class").order_by("pk"):
        _subsidise(enrolment, today)
    _open_businesses(today)


def _wish(today: date) -> None:
    cases = JobSeekingCase.objects.open(today).filter(willing=True).order_by("registered_on", "pk")
    for case, (category, trade) in zip(cases, cycle(WISHES), strict=False):
        TrainingWish.objects.create(person=case.person, category=category, trade=trade, wished_on=case.registered_on)


def _attend(course: TrainingClass, today: date) -> None:
    """Every working day since the class began; somebody is missing now and then."""
    days = [course.started_on + timedelta(days=number) for number in range((today - course.started_on).days + 1)]
    workdays = Workdays.stored()
    for number, enrolment in enumerate(course.enrolments.order_by("pk")):
        for day in filter(workdays.__contains__, days):
            Attendance.objects.create(enrolment=enrolment, attended_on=day, present=bool((number + day.day) % 9))


def _subsidise(enrolment: Enrolment, today: date) -> None:
    """Two of three applied; who did long enough ago was paid."""
    applied = enrolment.training_class.ended_on + APPLIED_AFTER
    paid = enrolment.training_class.ended_on + PAID_AFTER
    if enrolment.pk % 3 == 0 or applied > today:
        return
    enrolment.subsidy, enrolment.subsidy_applied_on = SUBSIDY, applied
    enrolment.subsidy_paid_on = paid if paid <= today else None
    enrolment.save()


def _open_businesses(today: date) -> None:
    """Some of those who work for themselves."""
    own = Employment.objects.current(today).filter(channel=Employment.Channel.OWN_BUSINESS)
    founders = own.select_related("person").order_by("started_on", "pk")
    for job, (name, jobs, poor, support) in zip(founders, BUSINESSES, strict=False):
        ReturnedBusiness.objects.create(
            name=name, village_id=job.person.village_id, person=job.person, opened_on=job.started_on, jobs=jobs,
            jobs_out_of_poverty=poor, support=support,
        )  # fmt: skip
