"""The home page."""

from typing import Any

from django.urls import reverse
from django.views.generic import RedirectView

from accounts.models import User


class HomeView(RedirectView):
    """Clerks begin at what they have to do, everybody else at the score of what they answer for."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        role = getattr(self.request.user, "role", "")
        return reverse("scoring:inbox" if role == User.Role.CLERK else "scoring:dashboard")
