"""What training adds to a person's line of time."""

from collections.abc import Iterable

from core.states import Tone
from labor.models import Person
from labor.people.labels import joined
from labor.people.timeline import TimelineEntry, source
from training.models import Enrolment, ReturnedBusiness, TrainingWish


@source(TrainingWish)
def _wishes(person: Person) -> Iterable[TimelineEntry]:
    wishes: Iterable[TrainingWish] = person.training_wishes.all()
    for wish in wishes:
        yield TimelineEntry(wish.wished_on, "培训意愿", wish.words, record=wish)
        if wish.withdrawn_on:
            yield TimelineEntry(wish.withdrawn_on, "培训意愿", f"不再{wish.words}", record=wish)


@source(Enrolment)
def _enrolments(person: Person) -> Iterable[TimelineEntry]:
    enrolments: Iterable[Enrolment] = person.enrolments.select_related("training_class")
    for each in enrolments:
        course = each.training_class
        done = each.stage if each.completed is not None else ""
        certificate = f"证书 {each.certificate}" if each.certificate else ""
        note = joined(course.get_category_display(), course.institution, done, certificate)
        yield TimelineEntry(course.started_on, "培训", f"参加{course.trade}培训", note, record=each)
        if each.subsidy_paid_on:
            amount = f"{each.subsidy:,.0f} 元" if each.subsidy else ""
            yield TimelineEntry(each.subsidy_paid_on, "培训补贴", "领取培训补贴", amount, Tone.SAFE, each)


@source(ReturnedBusiness)
def _businesses(person: Person) -> Iterable[TimelineEntry]:
    businesses: Iterable[ReturnedBusiness] = person.businesses.all()
    for each in businesses:
        note = joined(f"带动就业 {each.jobs} 人", each.support)
        yield TimelineEntry(each.opened_on, "返乡创业", f"开办{each.name}", note, Tone.SAFE, each)
        if each.closed_on:
            yield TimelineEntry(each.closed_on, "返乡创业", f"停办{each.name}", record=each)
