"""Whom a workshop employs month by month, on its page."""

from datetime import date

from django.http import HttpRequest

from core.contributions import contribute
from core.pages.panels import PIECES
from oversight.workforce.workshop_headcounts import WorkshopHeadcounts, workshop_headcounts
from workshops.models import Workshop


@contribute(PIECES, Workshop, template="oversight/workshop_headcounts.html")
def _headcounts(workshop: Workshop, request: HttpRequest, on: date) -> WorkshopHeadcounts:
    return workshop_headcounts(workshop, on)
