"""Services and help as buttons of a person's page."""

from collections.abc import Iterable

from django.urls import reverse

from labor.people.quick import QuickAction, adding, offers
from labor.people.summary import PersonSummary
from platforms.models import Service
from platforms.recruitment.registers import CandidateRegister
from platforms.services.registers import HelpRegister, ServiceRegister


@offers
def _services(summary: PersonSummary) -> Iterable[QuickAction]:
    address = adding(ServiceRegister.route("add"), summary.person)
    for kind in Service.Kind:
        yield QuickAction(kind.label, f"{address}?kind={kind}")


@offers
def _help(summary: PersonSummary) -> Iterable[QuickAction]:
    if household := summary.person.household:
        yield QuickAction("户帮扶", reverse(HelpRegister.route("add"), args=[household.pk]))


@offers
def _candidacy(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction("应聘报名", adding(CandidateRegister.route("add"), summary.person), seldom=True)
