"""The home page, and what a phone needs to put the site on its home screen."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import RedirectView, TemplateView, View

from accounts.auditors import open_to_auditors
from accounts.models import User
from core.pages.brand import PURPOSE, Brand

HOMES = {User.Role.CLERK: "scoring:inbox", User.Role.AUDITOR: "administration:trail"}


@open_to_auditors
class HomeView(RedirectView):
    """Clerks begin at what they have to do, auditors at the trail, all others at the score of what they answer for."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        role = getattr(self.request.user, "role", "")
        return reverse(HOMES.get(role, "scoring:dashboard"))


@open_to_auditors
class MenuView(TemplateView):
    """Everything that one may open, as the side bar shows it on a desk."""

    template_name = "wutuan/menu.html"


@method_decorator(login_not_required, name="dispatch")
class ManifestView(View):
    """Installable, without a service worker: nothing of a page is kept on the phone."""

    def get(self, request: HttpRequest) -> JsonResponse:
        icons = [
            {"src": static(name), "sizes": sizes, "type": kind}
            for name, sizes, kind in (
                ("icon.svg", "any", "image/svg+xml"),
                ("icon-192.png", "192x192", "image/png"),
                ("icon-512.png", "512x512", "image/png"),
            )
        ]
        about = {"name": Brand(None).title, "short_name": PURPOSE, "lang": "zh-Hans", "start_url": "/", "scope": "/"}
        look = {"display": "standalone", "theme_color": "#1d4f7c", "background_color": "#f4f6f9", "icons": icons}
        return JsonResponse(about | look, content_type="application/manifest+json")
