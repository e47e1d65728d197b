"""What a form sends, what a page answers, and what a form holds before anybody types."""

import re
from uuid import uuid4

from django.urls import reverse

from core.actor import acting_as


def sent(**fields):
    """The fields of a form with a token of their own."""
    return {"token": str(uuid4()), **fields}


def send(client, route, *args, **fields):
    """Fill in the form of a page and send it, whatever is odd about it."""
    address = reverse(route, args=args)
    form = client.get(address).context["form"]
    seen = form["seen"].value() if "seen" in form.fields else ""
    return client.post(address, sent(seen=seen, confirmed="1", **fields))


def text(response):
    """The page with its blanks drawn together."""
    return " ".join(response.content.decode().split())


def words(response):
    """The page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def form_of(client, address):
    """What the form of a page holds, as it would be sent."""
    page = client.get(address)
    shown = {field.name: field.value() for field in page.context["form"]}
    with acting_as(page.wsgi_request.user):  # a number prints as they read it
        return {name: "" if value is None else str(value) for name, value in shown.items()}
