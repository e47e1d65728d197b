"""What a workshop of each kind has to be like to be certified, as fixtures/workshop_standards.toml has it."""

import tomllib
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from workshops.models import Workshop

PATH = settings.BASE_DIR / "fixtures" / "workshop_standards.toml"


@dataclass(frozen=True)
class Standards:
    """The standards of one kind of workshop, in the words of their source."""

    kind: str
    source: str
    texts: tuple[str, ...]


@cache
def standards_of(kind: str) -> Standards:
    """KeyError where the file has nothing about the kind."""
    told = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return Standards(Workshop.Kind(kind).label, told["source"], tuple(told[kind]["standards"]))
