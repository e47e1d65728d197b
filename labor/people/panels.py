"""Members of households, households of sites, mergers of people, and the people of a village, on their pages."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from core.contributions import contribute
from core.models import RelocationSite, Village
from core.pages.figures import FIGURES, Figure
from core.pages.panels import PANELS, PIECES, Panel
from core.permissions import KEEP
from core.registers.events import events_on
from labor.models import Household, Merger, Person
from labor.people.tables import MemberTable, RelocatedTable

contribute(PANELS, Household)(
    Panel(
        "members",
        "家庭成员",
        lambda household, on: household.members.all(),
        ("relation_to_head", "capacity", "phone", "left_on"),
        table=MemberTable,
        empty="户内还没有登记人员",
    ),
)
contribute(PANELS, RelocationSite)(
    Panel(
        "households",
        "搬迁户",
        lambda site, on: site.households.all(),
        ("code", "village", "kind", "monitoring"),
        related=("village",),
        table=RelocatedTable,
        empty="还没有登记搬迁户",
    ),
)


@contribute(PIECES, Person, template="labor/people/mergers.html")
def _mergers(person: Person, request: HttpRequest, on: date) -> list[Merger]:
    """Who was found to be the same person; for those who may take them apart again."""
    mergers: Any = person.mergers.filter(undone_at=None).select_related("duplicate__village")
    return list(mergers) if request.user.has_perm(KEEP) else []


contribute(PIECES, Person, Household, template="core/events/here.html")(events_on)


@contribute(FIGURES, Village)
def _people_of_village(village: Village, user: Any, on: date) -> Iterator[Figure]:
    there = f"?{urlencode({'village': village.pk})}"
    people, households = (model.objects.visible_to(user).within(village.pk) for model in (Person, Household))
    registered, monitored = people.on_register(on).count(), households.monitored(on).count()
    yield Figure("在册人员", registered, "人", reverse("labor:person_list") + there)
    watched = f"其中监测对象 {monitored} 户" if monitored else ""
    yield Figure("农户", households.count(), "户", reverse("labor:household_list") + there, watched)
