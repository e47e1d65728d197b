"""Steps that make a database to measure on."""

from django.db import connection
from django.utils import timezone

from bench.measure import seconds
from core import divisions, schema
from core.models import Installation
from fictional.places import DIVISIONS
from fictional.scale.storing import execute, load
from fictional.scale.town import HOME, county


def prepare() -> None:
    """Tables and divisions in an empty database, and a town that has been through its first start."""
    schema.create_if_empty()
    divisions.load(DIVISIONS)
    Installation.objects.get_or_create(defaults={"is_demo": False, "set_up_at": timezone.now(), "town_id": HOME}, pk=1)


def load_people(people: int, towns: int = 12) -> dict[str, float]:
    """Fill an empty database with a county of so many people; a crash may spoil it, and then it is made anew."""
    if connection.vendor == "sqlite":
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000", "foreign_keys = OFF"):
            execute(f"PRAGMA {pragma}")
    taken = seconds(lambda: load(county(people, towns=towns)))
    if connection.vendor == "sqlite":
        execute("PRAGMA journal_mode = WAL")
    return {"seconds": taken}
