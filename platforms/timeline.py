"""What services and help add to a person's line of time."""

from collections.abc import Iterable

from core.states import Tone
from labor.models import Person
from labor.people.labels import joined
from labor.people.timeline import TimelineEntry, source
from platforms.models import Candidate, HouseholdHelp, Service
from platforms.recruitment.models import STAGES


@source(Service)
def _services(person: Person) -> Iterable[TimelineEntry]:
    services: Iterable[Service] = person.services.all()
    for service in services:
        officer = f"经办人：{service.officer}" if service.officer else ""
        note = joined(service.employer, service.post, service.channel, officer)
        yield TimelineEntry(service.served_on, "就业服务", service.get_kind_display(), note, record=service)


@source(HouseholdHelp, person="household__members")
def _helps(person: Person) -> Iterable[TimelineEntry]:
    helps: Iterable[HouseholdHelp] = person.household.helps.all() if person.household else ()
    for each in helps:
        yield TimelineEntry(each.helped_on, "户帮扶", each.get_measure_display(), each.content, record=each)


@source(Candidate)
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
