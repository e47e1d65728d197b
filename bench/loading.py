"""Steps that make a database to measure on."""

from django.db import connection

from bench.measure import seconds
from core import divisions, schema
from fictional.places import DIVISIONS
from fictional.scale.storing import execute, load
from fictional.scale.town import county


def prepare() -> None:
    """Tables and divisions in an empty database."""
    schema.create_if_empty()
    divisions.load(DIVISIONS)


def load_people(people: int, towns: int = 12) -> dict[str, float]:
    """Fill an empty database with a county of so many people; a crash may spoil it, and then it is made anew."""
    if connection.vendor == "sqlite":
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2000000", "foreign_keys = OFF"):
            execute(f"PRAGMA {pragma}")
    taken = seconds(lambda: load(county(people, towns=towns)))
    if connection.vendor == "sqlite":
        execute("PRAGMA journal_mode = WAL")
    return {"seconds": taken}
