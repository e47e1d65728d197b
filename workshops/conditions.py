"""How a workshop stands on a day, as conditions on a workshop reached by any path (the contract's 运营中)."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from core.records.conditions import not_yet
from core.records.dated import read_at


def certified(on: Any, workshop: str = "") -> Q:
    """Certified and not withdrawn on the day `on`."""
    return read_at(apps.get_model("workshops", "Workshop"), _certified, on, workshop)


def operating(on: Any, workshop: str = "") -> Q:
    """Certified, not withdrawn and not stopped on the day `on`."""
    return read_at(apps.get_model("workshops", "Workshop"), _operating, on, workshop)


# as the columns are stored


def _certified(on: Any, workshop: str) -> Q:
    return not_yet(f"{workshop}withdrawn_on", on) & Q(**{f"{workshop}certified_on__lte": on})


def _operating(on: Any, workshop: str) -> Q:
    return _certified(on, workshop) & not_yet(f"{workshop}stopped_on", on)
