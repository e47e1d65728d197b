"""Services and help as buttons of a person's page."""

from collections.abc import Iterable

from django.urls import reverse

from labor.people.quick import QuickAction, adding, offers
from labor.people.summary import PersonSheet
from platforms.models import Service
from platforms.recruitment.registers import CandidateRegister
from platforms.services.registers import HelpRegister, ServiceRegister


@offers
def _services(sheet: PersonSheet) -> Iterable[QuickAction]:
    address = adding(ServiceRegister.route("add"), sheet.person)
    for kind in Service.Kind:
        yield QuickAction(kind.label, f"{address}?kind={kind}")


@offers
def _help(sheet: PersonSheet) -> Iterable[QuickAction]:
    if household := sheet.person.household:
        yield QuickAction("户帮扶", reverse(HelpRegister.route("add"), args=[household.pk]))


@offers
def _candidacy(sheet: PersonSheet) -> Iterable[QuickAction]:
    yield QuickAction("应聘报名", adding(CandidateRegister.route("add"), sheet.person), seldom=True)
