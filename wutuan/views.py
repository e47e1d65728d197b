"""The home page."""

from django.views.generic import RedirectView


class HomeView(RedirectView):
    """Everybody begins at the score of what they answer for."""

    pattern_name = "scoring:dashboard"
