"""What training contributes: panels and checks, and to the page of a person and 输出地清单."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

import training.checks
import training.doubts
import training.panels
from core.contributions import contribute
from core.permissions import KEEP
from core.states import Tone
from core.tables import Column
from labor.models import Person
from labor.people.labels import joined
from labor.people.quick import QUICK_ACTIONS, QuickAction, adding
from labor.people.summary import PersonSummary
from labor.people.timeline import TIMELINE, TimelineEntry
from labor.placement.export_columns import EXPORT_COLUMNS
from training.models import Enrolment, ReturnedBusiness, TrainingWish
from training.registers import BusinessRegister, EnrolmentRegister, WishRegister


@contribute(TIMELINE, TrainingWish)
def _wishes(person: Person) -> Iterable[TimelineEntry]:
    wishes: Iterable[TrainingWish] = person.training_wishes.all()
    for wish in wishes:
        yield TimelineEntry(wish.wished_on, "培训意愿", wish.words, record=wish)
        if wish.withdrawn_on:
            yield TimelineEntry(wish.withdrawn_on, "培训意愿", f"不再{wish.words}", record=wish)


@contribute(TIMELINE, Enrolment)
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


@contribute(TIMELINE, ReturnedBusiness)
def _businesses(person: Person) -> Iterable[TimelineEntry]:
    businesses: Iterable[ReturnedBusiness] = person.businesses.everywhere("theirs, wherever it is")
    for each in businesses:
        note = joined(f"带动就业 {each.jobs} 人", each.support)
        yield TimelineEntry(each.opened_on, "返乡创业", f"开办{each.name}", note, Tone.SAFE, each)
        if each.closed_on:
            yield TimelineEntry(each.closed_on, "返乡创业", f"停办{each.name}", record=each)


@contribute(QUICK_ACTIONS)
def _training_buttons(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction(
        "培训意愿", adding(WishRegister.route("add"), summary.person), WishRegister.permission, seldom=True
    )
    yield QuickAction(
        "登记参训", adding(EnrolmentRegister.route("add"), summary.person), EnrolmentRegister.permission, seldom=True
    )


@contribute(QUICK_ACTIONS)
def _business_button(summary: PersonSummary) -> Iterable[QuickAction]:
    named = f"person={summary.person.public_id}&village={summary.person.village_id}"
    yield QuickAction("返乡创业", f"{reverse(BusinessRegister.route('add'))}?{named}", KEEP, seldom=True)


def _open_wishes(on: date) -> Any:
    return Prefetch("training_wishes", TrainingWish.objects.open(on), to_attr="open_wishes")


contribute(EXPORT_COLUMNS, _open_wishes)(
    Column("", "培训需求", lambda person, on: "、".join(wish.words for wish in person.open_wishes))
)
