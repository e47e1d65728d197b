"""How a workshop stands on a day, as conditions on a workshop reached by any path (the contract's 运营中)."""

from typing import Any

from django.db.models import Q

from core.records.conditions import not_yet


def certified(on: Any, workshop: str = "") -> Q:
    """Certified and not withdrawn on the day `on`."""
    return not_yet(f"{workshop}withdrawn_on", on) & Q(**{f"{workshop}certified_on__lte": on})


def operating(on: Any, workshop: str = "") -> Q:
    """Certified, not withdrawn and not stopped on the day `on`."""
    return certified(on, workshop) & not_yet(f"{workshop}stopped_on", on)
