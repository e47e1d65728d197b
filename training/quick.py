"""Training as a button of a person's page."""

from collections.abc import Iterable

from labor.quick import QuickAction, adding, offers
from labor.sheet import PersonSheet
from training.registers import EnrolmentRegister


@offers
def _training(sheet: PersonSheet) -> Iterable[QuickAction]:
    yield QuickAction("登记参训", adding(EnrolmentRegister.route("add"), sheet.person), EnrolmentRegister.keeps)
