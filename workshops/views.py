"""The page of a workshop."""

from core.views import RegisterDetailView
from workshops.models import Workshop


class WorkshopView(RegisterDetailView):
    model = Workshop
    related = ("village", "site")
    facts = ("code", "village", "kind", "site", "certified_on", "stopped_on", "withdrawn_on")
