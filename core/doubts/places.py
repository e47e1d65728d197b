"""Relocation sites, and what a workplace tells of where it is, for the rules of every app."""

from typing import NamedTuple

from core.doubts.snapshot import Table
from core.models import Division, RelocationSite

COUNTY, PROVINCE = Division.Level.COUNTY, Division.Level.PROVINCE


class SiteRow(NamedTuple):
    pk: int
    code: str
    village_id: str


SITES = Table("安置点", RelocationSite, SiteRow)

#: The codes of all divisions that a place's name or code may mean.
Codes = tuple[str, ...]


def is_outside(codes: Codes, division: str) -> bool:
    """There are places, and none of them lies in the division or holds it."""
    return bool(codes) and not any(_meets(code, division) for code in codes)


def is_inside(codes: Codes, division: str) -> bool:
    return bool(codes) and all(code.startswith(division) for code in codes)


def are_apart(one: Codes, other: Codes) -> bool:
    """No place of the one lies in, or holds, a place of the other; nothing below the county is looked at."""
    pairs = ((first[:COUNTY], second[:COUNTY]) for first in one for second in other)
    return bool(one) and bool(other) and not any(_meets(first, second) for first, second in pairs)


def _meets(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
