"""How far the verification of the half-year has come, on the page of a village."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from core.contributions import contribute
from core.models import Village
from core.pages.figures import FIGURES, Figure
from core.permissions import ENTER
from core.states import Tone
from labor.models import Person
from labor.verification.campaign import Campaign


@contribute(FIGURES, Village)
def _verification_of_village(village: Village, user: Any, on: date) -> Iterator[Figure]:
    """Who is left; the cards are for those who verify."""
    campaign = Campaign.containing(on)
    progress = campaign.progress_of(Person.objects.visible_to(user).within(village.pk))
    cards, people = reverse("labor:verification_list"), reverse("labor:person_list")
    there = {"village": village.pk}
    left = there | {"verified": "no", "status": "all"}
    address = f"{cards}?{urlencode(there)}" if user.has_perm(ENTER) else f"{people}?{urlencode(left)}"
    done, tone = f"已核实 {progress.verified}/{progress.total}", Tone.DUE if progress.left else Tone.SAFE
    yield Figure(f"{campaign.term.label}未核实", progress.left, "人", address, done, tone)
