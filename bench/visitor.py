"""Somebody who opens pages in this process, for measurements of pages."""

from typing import Any

from fictional.scale.town import HOME


def visitor(role: str = "staff", *, place: str = HOME, name: str = "bench") -> Any:
    """A client who is signed in with the role in the place; static files are collected first."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from wutuan import static

    static.collect_if_changed()
    settings.ALLOWED_HOSTS = ["testserver"]
    user = User.objects.get_or_create(username=name, role=role)[0]
    user.divisions.set([place])
    client = Client()
    client.force_login(user)
    return client
