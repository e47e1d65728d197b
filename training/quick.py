"""Training as buttons of a person's page."""

from collections.abc import Iterable

from django.urls import reverse

from core.registers import KEEP
from labor.people.quick import QuickAction, adding, offers
from labor.people.summary import PersonSummary
from training.registers import BusinessRegister, EnrolmentRegister, WishRegister


@offers
def _training(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction("培训意愿", adding(WishRegister.route("add"), summary.person), WishRegister.keeps, seldom=True)
    yield QuickAction(
        "登记参训", adding(EnrolmentRegister.route("add"), summary.person), EnrolmentRegister.keeps, seldom=True
    )


@offers
def _business(summary: PersonSummary) -> Iterable[QuickAction]:
    named = f"person={summary.person.public_id}&village={summary.person.village_id}"
    yield QuickAction("返乡创业", f"{reverse(BusinessRegister.route('add'))}?{named}", KEEP, seldom=True)
