"""What several tests of registers stand on."""

import pytest

from fictional.one_of_everything import add_life, add_platform, add_programme


@pytest.fixture
def full_town(small_town):
    add_life(small_town.person)
    add_platform(small_town.village)
    add_programme(small_town.person)
    return small_town
