"""What platforms and their services contribute: panels and checks by subject, and to the page of a person."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

import platforms.recruitment.checks
import platforms.recruitment.finding
import platforms.recruitment.panels
import platforms.services.checks
import platforms.services.doubts
import platforms.services.panels
import platforms.villages.accounts
import platforms.villages.doubts
import platforms.villages.events
import platforms.villages.panels
from core.contributions import contribute
from core.models import Village
from core.records.record import ROUTES
from core.states import Tone
from labor.models import Employment, Person
from labor.people.labels import joined
from labor.people.quick import QUICK_ACTIONS, QuickAction, adding
from labor.people.summary import PersonSummary
from labor.people.timeline import TIMELINE, TimelineEntry
from labor.placement.prospects import PROSPECTS, Prospect
from platforms.models import Candidate, HouseholdHelp, Service, Vacancy
from platforms.recruitment.matching import known_of
from platforms.recruitment.models import STAGES
from platforms.recruitment.registers import CandidateRegister
from platforms.services.registers import HelpRegister, ServiceRegister

contribute(ROUTES, Village)("platforms:village")


@contribute(TIMELINE, Service)
def _services(person: Person) -> Iterable[TimelineEntry]:
    services: Iterable[Service] = person.services.all()
    for service in services:
        officer = f"经办人：{service.officer}" if service.officer else ""
        note = joined(service.employer, service.post, service.channel, officer)
        yield TimelineEntry(service.served_on, "就业服务", service.get_kind_display(), note, record=service)


@contribute(TIMELINE, HouseholdHelp, person="household__members")
def _helps(person: Person) -> Iterable[TimelineEntry]:
    helps: Iterable[HouseholdHelp] = person.household.helps.all() if person.household else ()
    for each in helps:
        yield TimelineEntry(each.helped_on, "户帮扶", each.get_measure_display(), each.content, record=each)


@contribute(TIMELINE, Candidate)
def _candidacies(person: Person) -> Iterable[TimelineEntry]:
    candidacies: Iterable[Candidate] = person.candidacies.select_related("vacancy")
    for each in candidacies:
        yield TimelineEntry(each.applied_on, "应聘", f"报名应聘{each.vacancy}", record=each)
        for stage in STAGES:
            if day := getattr(each, stage.field):
                tone = Tone.SAFE if stage.name == "start" else Tone.PLAIN
                yield TimelineEntry(day, "应聘", f"{each.vacancy}：{stage.label}", tone=tone, record=each)
        if each.failed_on:
            yield TimelineEntry(each.failed_on, "应聘", f"{each.vacancy}：未成", record=each)


@contribute(QUICK_ACTIONS)
def _service_buttons(summary: PersonSummary) -> Iterable[QuickAction]:
    address = adding(ServiceRegister.route("add"), summary.person)
    for kind in Service.Kind:
        yield QuickAction(kind.label, f"{address}?kind={kind}")


@contribute(QUICK_ACTIONS)
def _help_button(summary: PersonSummary) -> Iterable[QuickAction]:
    if household := summary.person.household:
        yield QuickAction("户帮扶", reverse(HelpRegister.route("add"), args=[household.pk]))


@contribute(QUICK_ACTIONS)
def _candidacy_button(summary: PersonSummary) -> Iterable[QuickAction]:
    yield QuickAction("应聘报名", adding(CandidateRegister.route("add"), summary.person), seldom=True)


@contribute(PROSPECTS)
def _recommended(person: Person) -> Iterable[Prospect]:
    """Applications first: they have come further than a word."""
    kind = "推荐过的岗位"
    for candidate in person.candidacies.filter(failed_on=None).select_related("vacancy").order_by("-applied_on"):
        told = f"{candidate.vacancy.title}，{candidate.vacancy.workplace}，{candidate.applied_on} 报名"
        known = known_of(candidate.vacancy)
        yield Prospect(f"candidate-{candidate.pk}", kind, candidate.vacancy.employer, told, known)
    for service in person.services.filter(kind=Service.Kind.RECOMMENDATION).exclude(employer="").order_by("-served_on"):
        told = "，".join(filter(None, (service.post, f"{service.served_on} 推荐")))
        yield Prospect(f"service-{service.pk}", kind, service.employer, told, _of(service))


def _of(service: Service) -> dict[str, Any]:
    """A recommendation names its vacancy by employer and post."""
    of_town = Vacancy.objects.everywhere("a town's are for the people of all its villages")
    vacancies = of_town.within(service.person.village.town_code)
    vacancy = vacancies.filter(employer=service.employer, title=service.post).order_by("-published_on").first()
    return known_of(vacancy) if vacancy else {"employer": service.employer, "post": service.post}
