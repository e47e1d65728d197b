"""Where people work, seen from their own village."""

import pytest

from fictional.one_of_everything import OWN
from labor.employment.regions import region_of
from tests.once import once

pytestmark = once


@pytest.mark.parametrize(
    ("division", "channel", "workshop", "region"),
    [
        ("430529104", "county", None, "town"),
        ("430529104206", "flexible", None, "town"),
        ("430529103", "county", None, "county"),
        ("430529", "flexible", None, "county"),
        ("430502", "flexible", None, "province"),
        ("430100", "other_county", None, "province"),
        ("441900", "flexible", None, "outside"),
        ("44", "other_province", None, "outside"),
        # the place decides, not the channel
        ("430529104", "other_province", None, "town"),
        # too large to tell, or no place at all: the channel
        ("43", "county", None, "county"),
        ("4305", "other_county", None, "province"),
        (None, "other_county", None, "province"),
        (None, "other_province", None, "outside"),
        (None, "public_benefit", None, "county"),
        (None, "workshop", None, "county"),
        (None, "workshop", "430529104206", "town"),
        (None, "workshop", "430529103205", "county"),
        (None, "flexible", None, "unknown"),
        (None, "own_business", None, "unknown"),
    ],
)
def test_the_place_decides_and_else_the_channel(division, channel, workshop, region):
    assert region_of(OWN, division, channel, workshop) == region
