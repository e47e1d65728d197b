"""Where the fictional towns lie: under the codes and names of real divisions, so that every page can be shown."""

from functools import cache
from pathlib import Path

from accounts.demo import TOWN, TOWN_NAME
from core.divisions import parent_code, read

__all__ = ["COUNTY", "DIVISIONS", "TOWN", "TOWN_NAME", "below", "names"]

DIVISIONS = Path(__file__).resolve().parent.parent / "fixtures" / "divisions"
COUNTY = "430529"


@cache
def names() -> dict[str, str]:
    """The name of every division that is known, by its code."""
    return dict(read(DIVISIONS))


def below(division: str) -> list[str]:
    """The codes of the divisions of a county or town."""
    return sorted(code for code in names() if parent_code(code) == division)
