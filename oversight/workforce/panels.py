"""Whom a workshop employs month by month, on its page."""

from datetime import date

from django.http import HttpRequest

from core.pages.panels import piece_on
from oversight.workforce.workshop_headcounts import Absorbed, absorbed
from workshops.models import Workshop


@piece_on(Workshop, template="oversight/absorbed.html")
def _absorbed(workshop: Workshop, request: HttpRequest, on: date) -> Absorbed:
    return absorbed(workshop, on)
